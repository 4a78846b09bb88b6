using System.Net;
using Vitrine.Library;
using Vitrine.Library.Accounts;

namespace Vitrine.Tests.Features.Accounts.Oidc;

/// <summary>Signing in by a service, against a real provider.</summary>
public sealed class OidcTests : IAsyncLifetime
{
    private const string Section = "/settings/security/service";

    private TestProvider provider = null!;
    private World world = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        provider = await TestProvider.StartAsync();
        world = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task Who_connected_their_account_signs_in_by_the_service_until_they_disconnect_it()
    {
        using var ada = await world.BrowserOfAsync(world.Ada);
        using (var connected = await ConnectAsync(ada)) Assert.Equal("/settings/security", connected.Headers.Location?.ToString());

        using var browser = world.Browser();
        Assert.Contains("Example ID", (await browser.PageAsync("/login")).QuerySelector("a[href^='/login/service']")!.TextContent, StringComparison.Ordinal);
        using var welcome = await SignInAsync(browser, "/login/service?returnUrl=%2Ftrash");
        Assert.Equal("/trash", welcome.Headers.Location?.ToString());
        var page = await browser.PageAsync("/settings/security");
        Assert.DoesNotContain(browser.Cookies.GetAllCookies(), cookie => cookie.Name.Contains("Correlation", StringComparison.Ordinal) || cookie.Name.Contains("Nonce", StringComparison.Ordinal));

        var form = page.Forms.Single(each => each.Action.EndsWith("/disconnect", StringComparison.Ordinal));
        using (var refused = await browser.SubmitAsync(form, ("current", "not it"))) Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using (var done = await browser.SubmitAsync(form, ("current", World.Password))) Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        using var later = world.Browser();
        using var unknown = await SignInAsync(later);
        Assert.Equal(HttpStatusCode.Forbidden, unknown.StatusCode);
    }

    [Fact]
    public async Task Nobody_is_connected_by_a_name_or_an_address_alone()
    {
        using var browser = world.Browser();
        using var refused = await SignInAsync(browser);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("invitation", (await Browser.ParseAsync(refused)).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(browser.Cookies.GetAllCookies(), cookie => cookie.Name == "vitrine");
        Assert.Empty(await world.Get<IExternalAccountCatalog>().OfAsync(world.Ada.Id, Cancel));
    }

    [Fact]
    public async Task Where_the_settings_say_so_whoever_the_service_lets_in_gets_an_account_of_their_own_once()
    {
        await using var open = await StartAsync(("Accounts:Oidc:AutoProvision", "true"));
        using var browser = open.Browser();
        using (var welcome = await SignInAsync(browser)) Assert.Equal("/", welcome.Headers.Location?.ToString());
        using (var again = open.Browser())
        using (var welcome = await SignInAsync(again)) Assert.Equal("/", welcome.Headers.Location?.ToString());
        provider.PreferredName = " \u0007";
        provider.Subject = "subject-2";
        using (var other = open.Browser())
        using (var welcome = await SignInAsync(other)) Assert.Equal("/", welcome.Headers.Location?.ToString());

        var accounts = (await open.Get<IAccountCatalog>().PageAsync(null, 50, Cancel)).Items;
        Assert.Equal(["Ada", "Ada 2", "Ben", "Somebody"], accounts.Select(account => account.Name));
        Assert.All(accounts.Where(account => account.Name != "Ada"), account => Assert.False(account.IsAdmin));
    }

    [Fact]
    public async Task Who_got_an_account_by_the_service_sets_a_password_by_a_fresh_sign_in_and_disconnects()
    {
        await using var open = await StartAsync(("Accounts:Oidc:AutoProvision", "true"));
        provider.PreferredName = "Carl";
        using var carl = open.Browser();
        (await SignInAsync(carl)).Dispose();
        var page = await carl.PageAsync("/settings/security");
        Assert.DoesNotContain(page.Forms, form => form.Action.EndsWith("/disconnect", StringComparison.Ordinal));
        using (var direct = await carl.GetAsync("/settings/security/password")) Assert.Equal("/settings/security", direct.Headers.Location?.ToString());

        provider.SignedInAgo = TimeSpan.FromHours(1); // the service let its own session do
        using (var stale = await ProveAsync(carl)) Assert.Equal(HttpStatusCode.Forbidden, stale.StatusCode);
        provider.SignedInAgo = TimeSpan.Zero;
        provider.Subject = "somebody-else";
        using (var other = await ProveAsync(carl)) Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);
        provider.Subject = "subject-1";
        using (var proved = await ProveAsync(carl)) Assert.Equal("/settings/security/password", proved.Headers.Location?.ToString());
        Assert.Equal("login", provider.Prompt);
        using (var set = await carl.SubmitAsync("/settings/security/password", "/settings/security/password", ("new", "a password of his own"))) Assert.Equal("/settings/security", set.Headers.Location?.ToString());

        var form = (await carl.PageAsync("/settings/security")).Forms.Single(each => each.Action.EndsWith("/disconnect", StringComparison.Ordinal));
        using (var done = await carl.SubmitAsync(form, ("current", "a password of his own"))) Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        using var again = open.Browser();
        using var welcome = await again.SubmitAsync("/login", "/login", ("name", "Carl"), ("password", "a password of his own"));
        Assert.Equal("/", welcome.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Who_has_no_password_deletes_the_account_after_a_fresh_sign_in_and_nobody_signs_in_without_one()
    {
        await using var open = await StartAsync(("Accounts:Oidc:AutoProvision", "true"));
        provider.PreferredName = "Carl";
        using var carl = open.Browser();
        (await SignInAsync(carl)).Dispose();
        using (var guess = await open.Browser().SubmitAsync("/login", "/login", ("name", "Carl"), ("password", ""))) Assert.Equal(HttpStatusCode.Unauthorized, guess.StatusCode);

        using (var proved = await ProveAsync(carl, "/settings/delete")) Assert.Equal("/settings/delete", proved.Headers.Location?.ToString());
        using var done = await carl.SubmitAsync("/settings/delete", "/settings/delete", ("name", "Carl"));

        Assert.Equal("/login", done.Headers.Location?.ToString());
        using var refused = await SignInAsync(carl);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    [Trait("trust", "S11")]
    public async Task The_first_account_of_a_site_is_never_made_by_the_service()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"vitrine-oidc-{Guid.NewGuid():N}");
        await using var fresh = await World.StartAsync(folder, ownsFolder: true, Settings(("Accounts:Oidc:AutoProvision", "true")), peopled: false);
        using var browser = fresh.Browser();
        using var refused = await SignInAsync(browser);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.False(await fresh.Get<IAccountCatalog>().AnyAsync(Cancel));
    }

    [Fact]
    public async Task The_second_step_is_asked_for_here_too_and_a_disabled_account_stays_out()
    {
        using var ben = await world.BrowserOfAsync(world.Ben);
        (await ConnectAsync(ben)).Dispose();
        await world.Get<IAuthenticatorCatalog>().SetAsync(new Authenticator(world.Ben.Id, "sealed", DateTimeOffset.UtcNow, 0), 0, [], Cancel);
        using var browser = world.Browser();
        using (var first = await SignInAsync(browser)) Assert.Equal("/login/code?returnUrl=%2F", first.Headers.Location?.ToString());
        Assert.DoesNotContain(browser.Cookies.GetAllCookies(), cookie => cookie.Name == "vitrine");

        await world.Get<IAccountCatalog>().ChangeAsync(world.Ben.Id, isAdmin: false, disabled: true, null, Cancel);
        using var refused = await SignInAsync(browser);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    [Trait("trust", "S03")]
    public async Task What_the_service_sends_back_is_taken_once_and_only_from_the_browser_that_left()
    {
        using var ada = await world.BrowserOfAsync(world.Ada);
        (await ConnectAsync(ada)).Dispose();
        using var browser = world.Browser();
        var back = await BackAsync(browser, "/login/service");
        using (var victim = world.Browser())
        using (var planted = await victim.GetAsync(back)) Assert.Equal(HttpStatusCode.BadGateway, planted.StatusCode);
        using (var forged = await browser.GetAsync($"{new Uri(back).AbsolutePath}?code=x&state=y")) Assert.Equal(HttpStatusCode.BadGateway, forged.StatusCode);
        using (var bare = await browser.GetAsync("/login/service/return")) Assert.Equal(HttpStatusCode.BadGateway, bare.StatusCode);
        using (var welcome = await browser.GetAsync(back)) Assert.Equal(HttpStatusCode.SeeOther, welcome.StatusCode);
        using var replayed = await browser.GetAsync(back);
        Assert.Equal(HttpStatusCode.BadGateway, replayed.StatusCode);
    }

    [Fact]
    public async Task Connecting_needs_the_password_and_ends_with_whoever_began_it()
    {
        using var ada = await world.BrowserOfAsync(world.Ada);
        using var ben = await world.BrowserOfAsync(world.Ben);
        using (var wrong = await ada.SubmitAsync("/settings/security", Section, ("current", "not it"))) Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        var back = await BackAsync(ada, await LinkAsync(ada));
        foreach (Cookie cookie in ada.Cookies.GetCookies(new Uri(back)))
            if (cookie.Name != "vitrine") ben.Cookies.Add(world.Address, new Cookie(cookie.Name, cookie.Value, "/"));
        using (var notHis = await ben.GetAsync(back)) Assert.Equal(HttpStatusCode.NotFound, notHis.StatusCode);
        Assert.Empty(await world.Get<IExternalAccountCatalog>().OfAsync(world.Ben.Id, Cancel));

        (await ConnectAsync(ada)).Dispose();
        using var taken = await ConnectAsync(ben);
        Assert.Equal(HttpStatusCode.Conflict, taken.StatusCode);
        using var twice = await ConnectAsync(ada);
        Assert.Equal(HttpStatusCode.SeeOther, twice.StatusCode);
    }

    [Fact]
    [Trait("trust", "S08")]
    public async Task The_way_back_is_the_configured_address_and_a_refusal_there_is_told_here()
    {
        await using var behind = await StartAsync(("Site:Url", "https://photos.example.org"));
        using (var browser = behind.Browser())
        {
            using var leaving = await browser.GetAsync("/login/service");
            using var there = await browser.GetAsync(leaving.Headers.Location!.ToString());
            Assert.Equal("https://photos.example.org/login/service/return", provider.RedirectUri);
        }

        provider.Subject = null;
        using var refusedThere = world.Browser();
        using var told = await SignInAsync(refusedThere);
        Assert.Equal(HttpStatusCode.BadGateway, told.StatusCode);
        Assert.NotNull((await Browser.ParseAsync(told)).QuerySelector("form[action='/login']"));
    }

    [Fact]
    public async Task A_service_that_does_not_answer_leaves_the_other_ways_and_one_that_is_not_set_up_is_not_there()
    {
        await using var lonely = await StartAsync(("Accounts:Oidc:Authority", "http://127.0.0.1:1"));
        using (var browser = lonely.Browser())
        {
            using var told = await browser.GetAsync("/login/service");
            Assert.Equal(HttpStatusCode.BadGateway, told.StatusCode);
            Assert.NotNull((await Browser.ParseAsync(told)).QuerySelector("form[action='/login']"));
        }

        await using var plain = await World.StartAsync();
        using var stranger = plain.Browser();
        Assert.Null((await stranger.PageAsync("/login")).QuerySelector("a[href^='/login/service']"));
        using var absent = await stranger.GetAsync("/login/service");
        using var absentBack = await stranger.GetAsync("/login/service/return");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (absent.StatusCode, absentBack.StatusCode));
    }

    [Theory]
    [InlineData("Accounts:Oidc:ClientId", "", "VITRINE_ACCOUNTS__OIDC__CLIENTID")]
    [InlineData("Accounts:Oidc:Authority", "http://id.example.org", "VITRINE_ACCOUNTS__OIDC__AUTHORITY")]
    public async Task Settings_that_cannot_work_are_named_at_start(string setting, string value, string named)
    {
        var failure = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => StartAsync((setting, value)));
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }

    private Task<World> StartAsync(params (string Name, string Value)[] more) => World.StartAsync(Settings(more));

    private Dictionary<string, string?> Settings(params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Accounts:Oidc:Authority"] = provider.Address,
            ["Accounts:Oidc:ClientId"] = TestProvider.Client,
            ["Accounts:Oidc:ClientSecret"] = TestProvider.Secret,
            ["Accounts:Oidc:Name"] = "Example ID",
        };
        foreach (var (name, value) in more) settings[name] = value;
        return settings;
    }

    /// <summary>There and back again.</summary>
    private static async Task<HttpResponseMessage> SignInAsync(Browser browser, string from = "/login/service") => await browser.GetAsync(await BackAsync(browser, from));

    private static async Task<HttpResponseMessage> ConnectAsync(Browser browser) => await browser.GetAsync(await BackAsync(browser, await LinkAsync(browser)));

    /// <summary>To the service and back, to show that it is still the same person.</summary>
    private static async Task<HttpResponseMessage> ProveAsync(Browser browser, string page = "/settings/security")
    {
        using var goOn = await browser.SubmitAsync(page, "/settings/security/service/prove");
        Assert.Equal(HttpStatusCode.OK, goOn.StatusCode);
        var link = (await Browser.ParseAsync(goOn)).QuerySelector("main a.button.primary")!.GetAttribute("href")!;
        return await browser.GetAsync(await BackAsync(browser, link));
    }

    /// <summary>The link to the service on the page that follows the form.</summary>
    private static async Task<string> LinkAsync(Browser browser)
    {
        using var goOn = await browser.SubmitAsync("/settings/security", Section, ("current", World.Password));
        Assert.Equal(HttpStatusCode.OK, goOn.StatusCode);
        return (await Browser.ParseAsync(goOn)).QuerySelector("main a.button.primary")!.GetAttribute("href")!;
    }

    /// <summary>The address at which the service sends the browser back.</summary>
    private static async Task<string> BackAsync(Browser browser, string from)
    {
        for (var path = from; ;)
        {
            using var answer = await browser.GetAsync(path);
            Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{path} answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Cancel)}");
            path = answer.Headers.Location!.ToString();
            if (path.Contains("/login/service/return", StringComparison.Ordinal) && !path.Contains("redirect_uri", StringComparison.Ordinal)) return path;
        }
    }
}
