using System.Net;
using Microsoft.Extensions.Time.Testing;
using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Library.Audit;

namespace Vitrine.Tests.Features.Accounts;

/// <summary>Signing in with a code after the password.</summary>
public sealed class TwoStepTests : IAsyncLifetime
{
    private const string Page = "/settings/security/two-step";

    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private World world = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => world = await World.StartAsync(time: time);

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    [Trait("trust", "S02")]
    public async Task After_the_password_there_is_no_session_before_the_code_and_each_code_works_once()
    {
        var (app, _) = await TurnOnAsync();
        using var browser = world.Browser();
        using var first = await SignInAsync(browser, World.Password);
        Assert.Equal("/login/code?returnUrl=%2F", first.Headers.Location?.ToString());
        Assert.DoesNotContain(browser.Cookies.GetCookies(world.Address), cookie => cookie.Name == "vitrine");
        using (var closed = await browser.GetAsync("/settings")) Assert.Equal(HttpStatusCode.Found, closed.StatusCode);

        // The code that turned it on is used up; the next step's is within the tolerance.
        using (var used = await CodeAsync(browser, app.Code())) Assert.Equal(HttpStatusCode.Forbidden, used.StatusCode);
        using (var early = await CodeAsync(browser, app.Code(stepsLater: 2))) Assert.Equal(HttpStatusCode.Forbidden, early.StatusCode);
        var code = app.Code(stepsLater: 1);
        Assert.Equal([AuditAct.TwoStepOn], await ActsAsync());
        using var welcome = await CodeAsync(browser, code);
        Assert.Equal("/", welcome.Headers.Location?.ToString());
        Assert.Equal([AuditAct.SignedIn, AuditAct.TwoStepOn], await ActsAsync());
        Assert.NotNull(await browser.PageAsync("/settings"));

        using var thief = world.Browser();
        (await SignInAsync(thief, World.Password)).Dispose();
        using var replayed = await CodeAsync(thief, code);
        Assert.Equal(HttpStatusCode.Forbidden, replayed.StatusCode);
    }

    [Fact]
    public async Task Deleting_the_account_asks_for_the_code_too()
    {
        var (app, _) = await TurnOnAsync();
        await world.Get<IAccountCatalog>().ChangeAsync(world.Ben.Id, isAdmin: true, disabled: false, quotaBytes: null, Cancel);
        using var ada = await world.BrowserOfAsync(world.Ada);
        const string Delete = "/settings/delete";
        using (var without = await ada.SubmitAsync(Delete, Delete, ("name", "Ada"), ("current", World.Password))) Assert.Equal(HttpStatusCode.Forbidden, without.StatusCode);
        Assert.Null((await world.Get<IAccountCatalog>().FindAsync(world.Ada.Id, Cancel))!.ClosedAt);

        using var done = await ada.SubmitAsync(Delete, Delete, ("name", "Ada"), ("current", World.Password), ("code", app.Code(stepsLater: 1)));

        Assert.Equal("/login", done.Headers.Location?.ToString());
        Assert.NotNull((await world.Get<IAccountCatalog>().FindAsync(world.Ada.Id, Cancel))!.ClosedAt);
    }

    [Fact]
    public async Task A_recovery_code_signs_in_once_however_it_is_typed_and_new_ones_end_the_old()
    {
        var (_, codes) = await TurnOnAsync();
        Assert.Equal(10, codes.Distinct().Count());
        using var browser = world.Browser();
        (await SignInAsync(browser, World.Password)).Dispose();
        using (var welcome = await CodeAsync(browser, $" {codes[0].Replace('-', ' ').ToUpperInvariant()}")) Assert.Equal(HttpStatusCode.SeeOther, welcome.StatusCode);
        Assert.Contains("9 recovery codes left", (await browser.PageAsync("/settings/security")).Body!.TextContent, StringComparison.Ordinal);

        using (var again = world.Browser())
        {
            (await SignInAsync(again, World.Password)).Dispose();
            using var used = await CodeAsync(again, codes[0]);
            Assert.Equal(HttpStatusCode.Forbidden, used.StatusCode);
        }

        using var renewed = await browser.SubmitAsync("/settings/security", $"{Page}/codes", ("current", World.Password));
        var fresh = (await Browser.ParseAsync(renewed)).QuerySelectorAll(".codes li").Select(each => each.TextContent).ToList();
        Assert.Empty(fresh.Intersect(codes));
        using var later = world.Browser();
        (await SignInAsync(later, World.Password)).Dispose();
        using (var old = await CodeAsync(later, codes[1])) Assert.Equal(HttpStatusCode.Forbidden, old.StatusCode);
        using (var works = await CodeAsync(later, fresh[9])) Assert.Equal(HttpStatusCode.SeeOther, works.StatusCode);
    }

    [Fact]
    [Trait("trust", "S05")]
    public async Task Guessing_codes_is_slowed_down_like_guessing_passwords_and_the_first_step_ends_after_a_while()
    {
        var (app, _) = await TurnOnAsync();
        using var browser = world.Browser();
        (await SignInAsync(browser, World.Password)).Dispose();
        for (var n = 0; n < 10; n++) (await CodeAsync(browser, n == 0 ? "" : $"{n:D6}")).Dispose();
        time.Advance(TimeSpan.FromSeconds(1));
        using (var throttled = await CodeAsync(browser, app.Code(stepsLater: 1))) Assert.Equal(HttpStatusCode.TooManyRequests, throttled.StatusCode);

        time.Advance(TimeSpan.FromMinutes(11));
        using var tooLate = await browser.GetAsync("/login/code");
        Assert.Equal("/login", tooLate.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_new_password_ends_a_first_step_that_was_taken_with_the_old()
    {
        await TurnOnAsync();
        using var browser = world.Browser();
        (await SignInAsync(browser, World.Password)).Dispose();
        await world.Get<IAccountCatalog>().ChangePasswordAsync(world.Ada.Id, "another hash", null, Cancel);
        using var closed = await browser.GetAsync("/login/code");
        Assert.Equal("/login", closed.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Turning_it_on_and_off_needs_the_password_and_keys_go_on_working()
    {
        using var ada = await world.BrowserOfAsync(world.Ada);
        using var program = await world.ProgramOfAsync(world.Ada);
        var form = Browser.FormOf(await ada.PageAsync(Page), Page);
        var app = new AuthenticatorApp(SecretOf(await ada.PageAsync(Page)), time);
        using (var wrong = await ada.SubmitAsync(form, ("code", app.Code()), ("current", "not it"))) Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        using (var wrong = await ada.SubmitAsync(form, ("code", "000000"), ("current", World.Password)))
        {
            var page = await Browser.ParseAsync(wrong);
            Assert.NotNull(page.QuerySelector("input[name=code][aria-invalid=true]"));
            Assert.NotEqual("", SecretOf(page));
        }

        Assert.Null(await world.Get<IAuthenticatorCatalog>().FindAsync(world.Ada.Id, Cancel));
        await TurnOnAsync();
        (await program.JsonAsync("/api/v1/media")).Ids();
        using (var refused = await ada.SubmitAsync("/settings/security", $"{Page}/off", ("current", "not it"))) Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using (var off = await ada.SubmitAsync("/settings/security", $"{Page}/off", ("current", World.Password))) Assert.Equal(HttpStatusCode.SeeOther, off.StatusCode);
        using var browser = world.Browser();
        using var welcome = await SignInAsync(browser, World.Password);
        Assert.Equal("/", welcome.Headers.Location?.ToString());
    }

    [Fact]
    public async Task An_admin_turns_it_off_for_somebody_who_lost_everything()
    {
        await TurnOnAsync();
        using var ada = await world.BrowserOfAsync(world.Ada);
        var page = $"/admin/accounts/{world.Ada.Id}";
        using var off = await ada.SubmitAsync(page, $"{page}/two-step/off");
        Assert.Equal(HttpStatusCode.SeeOther, off.StatusCode);
        Assert.Null(await world.Get<IAuthenticatorCatalog>().FindAsync(world.Ada.Id, Cancel));
        Assert.Equal([AuditAct.TwoStepOn, AuditAct.TwoStepTakenAway], await ActsAsync());
    }

    [Fact]
    public async Task The_secret_lies_sealed_and_one_that_is_sealed_for_somebody_else_is_no_good()
    {
        using var ada = await world.BrowserOfAsync(world.Ada);
        var page = await ada.PageAsync(Page);
        var secret = SecretOf(page).Replace(" ", "", StringComparison.Ordinal);
        var sealedSecret = page.QuerySelector("input[name=sealed]")!.GetAttribute("value")!;
        using var ben = await world.BrowserOfAsync(world.Ben);
        var code = new AuthenticatorApp(secret, time).Code();
        using var refused = await ben.SubmitAsync(Page, Page, ("sealed", sealedSecret), ("code", code), ("current", World.Password));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Null(await world.Get<IAuthenticatorCatalog>().FindAsync(world.Ben.Id, Cancel));

        using var on = await ada.SubmitAsync(Page, Page, ("sealed", sealedSecret), ("code", code), ("current", World.Password));
        Assert.Equal(HttpStatusCode.OK, on.StatusCode);
        Assert.DoesNotContain(secret, (await world.Get<IAuthenticatorCatalog>().FindAsync(world.Ada.Id, Cancel))!.SealedSecret, StringComparison.Ordinal);
    }

    private async Task<(AuthenticatorApp App, List<string> Codes)> TurnOnAsync()
    {
        using var ada = await world.BrowserOfAsync(world.Ada);
        var page = await ada.PageAsync(Page);
        Assert.StartsWith("data:image/png;base64,", page.QuerySelector("img.qr")!.GetAttribute("src"), StringComparison.Ordinal);
        var app = new AuthenticatorApp(SecretOf(page), time);
        using var on = await ada.SubmitAsync(Browser.FormOf(page, Page), ("code", app.Code()), ("current", World.Password));
        Assert.Equal(HttpStatusCode.OK, on.StatusCode);
        return (app, [.. (await Browser.ParseAsync(on)).QuerySelectorAll(".codes li").Select(each => each.TextContent)]);
    }

    /// <summary>What the audit log says, in any order: time stands still.</summary>
    private async Task<IEnumerable<AuditAct>> ActsAsync() =>
        (await world.Get<IAuditLog>().PageAsync(new AuditFilter(Text: "Ada"), null, 100, Cancel)).Items.Select(entry => entry.Act).Order();

    private static string SecretOf(AngleSharp.Html.Dom.IHtmlDocument page) => page.GetElementById("secret")!.TextContent;

    private static Task<HttpResponseMessage> SignInAsync(Browser browser, string password) =>
        browser.SubmitAsync("/login", "/login", ("name", "Ada"), ("password", password));

    private static Task<HttpResponseMessage> CodeAsync(Browser browser, string code) => browser.SubmitAsync("/login/code", "/login/code", ("code", code));
}
