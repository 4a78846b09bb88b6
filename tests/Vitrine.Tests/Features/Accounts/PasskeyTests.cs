using System.Net;
using Microsoft.Extensions.Time.Testing;
using Vitrine.Library;
using Vitrine.Library.Accounts;

namespace Vitrine.Tests.Features.Accounts;

/// <summary>Registering a passkey and signing in with it, as scripts do it. Chromium's own authenticator has a story of its own.</summary>
public sealed class PasskeyTests : IAsyncLifetime
{
    private const string Settings = "/settings/security/passkeys";
    private const string SignInPath = "/login/passkey";

    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private World world = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => world = await World.StartAsync(time: time);

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    [Trait("trust", "S02")]
    public async Task A_passkey_signs_in_without_a_name_and_is_renamed_and_removed()
    {
        using var authenticator = NewAuthenticator();
        using var ada = await SignedInAsync(world.Ada);
        using var added = await RegisterAsync(ada, authenticator, "my phone");
        Assert.Equal(HttpStatusCode.SeeOther, added.StatusCode);
        var page = await ada.PageAsync("/settings/security");
        Assert.Contains("my phone", page.QuerySelector(".links")!.TextContent, StringComparison.Ordinal);

        using var browser = AtLocalhost();
        using var welcome = await SignInAsync(browser, options => authenticator.Get(options));
        Assert.Equal("/", welcome.Headers.Location?.ToString());
        Assert.Contains("Ada", (await browser.PageAsync("/settings")).QuerySelector(".facts")!.TextContent, StringComparison.Ordinal);

        using (await ada.SubmitAsync(page.Forms.Single(form => form.Action.EndsWith("/rename", StringComparison.Ordinal)), ("name", "old phone")))
            Assert.Equal("old phone", Assert.Single(await PasskeysAsync()).Name);
        using (await ada.SubmitAsync(page.Forms.Single(form => form.Action.EndsWith("/remove", StringComparison.Ordinal))))
            Assert.Empty(await PasskeysAsync());
        using var refused = await SignInAsync(browser, options => authenticator.Get(options));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task It_stands_in_the_place_of_the_password_before_an_account_is_deleted_and_only_ones_own()
    {
        const string Delete = "/settings/delete";
        using var adas = NewAuthenticator();
        using var bens = NewAuthenticator();
        using var ada = await SignedInAsync(world.Ada);
        using var ben = await SignedInAsync(world.Ben);
        (await RegisterAsync(ada, adas)).Dispose();
        (await RegisterAsync(ben, bens)).Dispose();
        using (var others = await ProveAsync(ben, adas)) Assert.Equal(HttpStatusCode.Forbidden, others.StatusCode);
        Assert.NotNull((await ben.PageAsync(Delete)).QuerySelector("input[name=current]"));

        using (var proved = await ProveAsync(ben, bens)) Assert.Equal(Delete, proved.Headers.Location?.ToString());
        Assert.Null((await ben.PageAsync(Delete)).QuerySelector("input[name=current]"));
        using var done = await ben.SubmitAsync(Delete, Delete, ("name", "Ben"));

        Assert.Equal("/login", done.Headers.Location?.ToString());
        Assert.NotNull((await world.Get<IAccountCatalog>().FindAsync(world.Ben.Id, Cancel))!.ClosedAt);

        static async Task<HttpResponseMessage> ProveAsync(Browser browser, TestAuthenticator authenticator)
        {
            var form = Browser.FormOf(await browser.PageAsync(Delete), "/settings/prove");
            using var asked = await browser.Client.PostAsync("/settings/prove/options", Fields(form), Cancel);
            return await browser.SubmitAsync(form, ("credential", authenticator.Get(await asked.Content.ReadAsStringAsync(Cancel))));
        }
    }

    [Fact]
    public async Task It_is_both_steps_at_once_and_nothing_for_a_disabled_account()
    {
        using var authenticator = NewAuthenticator();
        using var ben = await SignedInAsync(world.Ben);
        (await RegisterAsync(ben, authenticator)).Dispose();
        await world.Get<IAuthenticatorCatalog>().SetAsync(new Authenticator(world.Ben.Id, "sealed", time.GetUtcNow(), 0), 0, [], Cancel);
        using var browser = AtLocalhost();
        using (var welcome = await SignInAsync(browser, options => authenticator.Get(options))) Assert.Equal("/", welcome.Headers.Location?.ToString());

        await world.Get<IAccountCatalog>().ChangeAsync(world.Ben.Id, isAdmin: false, disabled: true, null, Cancel);
        using var refused = await SignInAsync(browser, options => authenticator.Get(options));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task What_an_authenticator_must_not_do_is_refused()
    {
        using var authenticator = NewAuthenticator();
        using var ada = await SignedInAsync(world.Ada);
        (await RegisterAsync(ada, authenticator)).Dispose();
        var origin = authenticator.Origin;

        await RefusedAsync("of a neighbouring address", a => a.Origin = "http://evil.localhost", a => a.Origin = origin);
        await RefusedAsync("of another port", a => a.Origin = "http://localhost:1", a => a.Origin = origin);
        await RefusedAsync("without looking who it is", a => a.VerifiesOwner = false, a => a.VerifiesOwner = true);
        await RefusedAsync("with a count that did not rise", a => a.Count = 1, a => a.Count = 100);
        using var browser = AtLocalhost();
        using (var forBen = await SignInAsync(browser, options => authenticator.Get(options, world.Ben.Id.ToString()))) Assert.Equal(HttpStatusCode.Forbidden, forBen.StatusCode);
        using (var unknown = await SignInAsync(browser, options => StrangersAnswer(options))) Assert.Equal(HttpStatusCode.Forbidden, unknown.StatusCode);
        using (var garbage = await SignInAsync(browser, _ => "{\"id\": 5")) Assert.Equal(HttpStatusCode.Forbidden, garbage.StatusCode);
        using var welcome = await SignInAsync(browser, options => authenticator.Get(options));
        Assert.Equal(HttpStatusCode.SeeOther, welcome.StatusCode);

        async Task RefusedAsync(string what, Action<TestAuthenticator> spoil, Action<TestAuthenticator> mend)
        {
            spoil(authenticator);
            using var stranger = AtLocalhost();
            using var refused = await SignInAsync(stranger, options => authenticator.Get(options));
            Assert.True(refused.StatusCode == HttpStatusCode.Forbidden, $"A signature {what} was let in: {refused.StatusCode}");
            mend(authenticator);
        }

        string StrangersAnswer(string options)
        {
            using var another = NewAuthenticator();
            return another.Get(options, world.Ada.Id.ToString());
        }
    }

    [Fact]
    public async Task A_challenge_is_answered_once_and_in_time()
    {
        using var authenticator = NewAuthenticator();
        authenticator.Count = 0;
        using var ada = await SignedInAsync(world.Ada);
        (await RegisterAsync(ada, authenticator)).Dispose();
        using var browser = AtLocalhost();
        var form = await FormAsync(browser);
        using var asked = await browser.Client.PostAsync($"{SignInPath}/options", Fields(form), Cancel);
        var cookie = browser.Cookies.GetAllCookies().Single(each => each.Name == "passkey").Value;
        var answer = authenticator.Get(await asked.Content.ReadAsStringAsync(Cancel));
        using (var welcome = await browser.SubmitAsync(form, ("credential", answer))) Assert.Equal(HttpStatusCode.SeeOther, welcome.StatusCode);

        using var thief = AtLocalhost();
        var thiefsForm = await FormAsync(thief);
        thief.Cookies.Add(thief.Client.BaseAddress!, new Cookie("passkey", cookie, SignInPath));
        using (var replayed = await thief.SubmitAsync(thiefsForm, ("credential", answer))) Assert.Equal(HttpStatusCode.Forbidden, replayed.StatusCode);

        using var slow = AtLocalhost();
        using var late = await SignInAsync(slow, options =>
        {
            time.Advance(TimeSpan.FromMinutes(6));
            return authenticator.Get(options);
        });
        Assert.Equal(HttpStatusCode.Forbidden, late.StatusCode);
    }

    [Fact]
    public async Task Adding_one_needs_the_password_and_an_admin_takes_all_of_somebodys_away()
    {
        using var authenticator = NewAuthenticator();
        using var ada = await SignedInAsync(world.Ada);
        var form = Browser.FormOf(await ada.PageAsync("/settings/security"), Settings);
        using (var wrong = await ada.Client.PostAsync($"{Settings}/options", Fields(form, ("current", "not it")), Cancel)) Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        using (var skipped = await ada.SubmitAsync(form, ("credential", "{}"))) Assert.Equal(HttpStatusCode.Forbidden, skipped.StatusCode);
        Assert.Empty(await PasskeysAsync());

        (await RegisterAsync(ada, authenticator)).Dispose();
        Assert.Single(await PasskeysAsync());
        using var again = await RegisterAsync(ada, authenticator);
        Assert.Equal(HttpStatusCode.Forbidden, again.StatusCode);
        using var removed = await ada.SubmitAsync($"/admin/accounts/{world.Ada.Id}", $"/admin/accounts/{world.Ada.Id}/passkeys/remove");
        Assert.Empty(await PasskeysAsync());
    }

    [Fact]
    public async Task They_are_not_offered_at_an_address_where_browsers_have_none()
    {
        using var byNumber = await world.BrowserOfAsync(world.Ada);
        Assert.DoesNotContain((await byNumber.PageAsync("/settings/security")).Forms, form => form.HasAttribute("data-passkey"));
        using var stranger = world.Browser();
        Assert.DoesNotContain((await stranger.PageAsync("/login")).Forms, form => form.HasAttribute("data-passkey"));
    }

    private TestAuthenticator NewAuthenticator() => new($"http://localhost:{world.Address.Port}");

    /// <summary>Passkeys are bound to a name, and the world's address is a number.</summary>
    private Browser AtLocalhost() => new(new Uri($"http://localhost:{world.Address.Port}/"));

    private async Task<Browser> SignedInAsync(Account who)
    {
        var browser = AtLocalhost();
        using var welcome = await browser.SubmitAsync("/login", "/login", ("name", who.Name), ("password", World.Password));
        Assert.Equal(HttpStatusCode.SeeOther, welcome.StatusCode);
        return browser;
    }

    private static async Task<HttpResponseMessage> RegisterAsync(Browser browser, TestAuthenticator authenticator, string name = "key")
    {
        var form = Browser.FormOf(await browser.PageAsync("/settings/security"), Settings);
        using var asked = await browser.Client.PostAsync($"{Settings}/options", Fields(form, ("current", World.Password)), Cancel);
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        return await browser.SubmitAsync(form, ("name", name), ("credential", authenticator.Create(await asked.Content.ReadAsStringAsync(Cancel))));
    }

    private static async Task<HttpResponseMessage> SignInAsync(Browser browser, Func<string, string> answer)
    {
        var form = await FormAsync(browser);
        using var asked = await browser.Client.PostAsync($"{SignInPath}/options", Fields(form), Cancel);
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        return await browser.SubmitAsync(form, ("credential", answer(await asked.Content.ReadAsStringAsync(Cancel))));
    }

    private static async Task<AngleSharp.Html.Dom.IHtmlFormElement> FormAsync(Browser browser)
    {
        foreach (var cookie in browser.Cookies.GetAllCookies().Where(cookie => cookie.Name == "vitrine")) cookie.Expired = true;
        return Browser.FormOf(await browser.PageAsync("/login"), SignInPath);
    }

    private static FormUrlEncodedContent Fields(AngleSharp.Html.Dom.IHtmlFormElement form, params (string Name, string Value)[] more) => new(
        form.Elements.OfType<AngleSharp.Html.Dom.IHtmlInputElement>().Where(input => more.All(field => field.Name != input.Name))
            .Select(input => KeyValuePair.Create(input.Name!, input.Value)).Concat(more.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    private async Task<IReadOnlyList<Passkey>> PasskeysAsync() => await world.Get<IPasskeyCatalog>().OfAsync(world.Ada.Id, Cancel);
}
