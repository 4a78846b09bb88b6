using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Features.Accounts;
using Vitrine.Library;

namespace Vitrine.Tests.Features.Accounts;

public sealed class SignInTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    [Fact]
    [Trait("trust", "S02")]
    public async Task Signing_in_makes_a_new_session_and_signing_out_ends_it()
    {
        await using var world = await World.StartAsync();
        using var browser = world.Browser();
        browser.Cookies.Add(world.Address, new Cookie("vitrine", "planted-by-somebody", "/"));
        using var signedIn = await SignInAsync(browser, "ada", World.Password);
        Assert.Equal("/", signedIn.Headers.Location?.ToString());
        var secret = browser.Cookies.GetCookies(world.Address)["vitrine"]!.Value;
        Assert.NotEqual("planted-by-somebody", secret);

        using var signedOut = await browser.SubmitAsync("/settings", "/logout");
        Assert.Equal(HttpStatusCode.SeeOther, signedOut.StatusCode);
        using var thief = world.Browser();
        thief.Cookies.Add(world.Address, new Cookie("vitrine", secret, "/"));
        using var refused = await thief.GetAsync("/settings");
        Assert.Equal("/login?returnUrl=%2Fsettings", refused.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Signing_in_leads_back_to_where_one_wanted_to_go()
    {
        var world = shared.World;
        using var browser = world.Browser();
        using var asked = await browser.GetAsync("/settings/keys?a=b");
        using var signedIn = await SignInAsync(browser, "Ada", World.Password, asked.Headers.Location!.ToString());
        Assert.Equal("/settings/keys?a=b", signedIn.Headers.Location?.ToString());
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task It_never_leads_to_another_site(string wanted)
    {
        var world = shared.World;
        using var browser = world.Browser();
        using var signedIn = await SignInAsync(browser, "Ada", World.Password, $"/login?returnUrl={Uri.EscapeDataString(wanted)}");
        Assert.Equal("/", signedIn.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_get_the_same_answer()
    {
        await using var world = await World.StartAsync();
        using var browser = world.Browser();
        using var wrong = await SignInAsync(browser, "Ada", "not her password");
        using var unknown = await SignInAsync(browser, "Zoe", "not her password");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        var (one, other) = (await Browser.ParseAsync(wrong), await Browser.ParseAsync(unknown));
        Assert.Equal(one.QuerySelector("[role=alert]")!.TextContent, other.QuerySelector("[role=alert]")!.TextContent);
        Assert.Equal("Ada", one.QuerySelector("input[name=name]")?.GetAttribute("value"));
    }

    [Fact]
    [Trait("trust", "S05")]
    public async Task Guessing_is_slowed_down_but_those_who_are_in_stay_in()
    {
        await using var world = await World.StartAsync(time: StandingStill());
        using var inside = await world.BrowserOfAsync(world.Ada);
        using var guesser = world.Browser();
        var form = Browser.FormOf(await guesser.PageAsync("/login"), "/login");
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 12; i++)
        {
            // A spoofed address must not make a guesser look like many.
            guesser.Client.DefaultRequestHeaders.Remove("X-Forwarded-For");
            guesser.Client.DefaultRequestHeaders.Add("X-Forwarded-For", $"203.0.{i}.1");
            using var answer = await guesser.SubmitAsync(form, ("name", "Ada"), ("password", $"guess number {i}"));
            statuses.Add(answer.StatusCode);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests) Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        }

        Assert.Equal(Enumerable.Repeat(HttpStatusCode.Unauthorized, 10).Concat(Enumerable.Repeat(HttpStatusCode.TooManyRequests, 2)), statuses);
        Assert.NotNull(await inside.PageAsync("/settings"));
    }

    [Fact]
    [Trait("trust", "S05")]
    public async Task Behind_a_trusted_proxy_the_owner_gets_in_from_elsewhere_while_somebody_guesses()
    {
        await using var world = await World.StartAsync(new Dictionary<string, string?> { ["Site:TrustedProxies"] = "127.0.0.1" }, StandingStill());
        using var browser = world.Browser();
        browser.Client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        for (var i = 0; i < 10; i++) (await SignInAsync(browser, "Ada", "wrong")).Dispose();
        using var throttled = await SignInAsync(browser, "Ada", World.Password);
        Assert.Equal(HttpStatusCode.TooManyRequests, throttled.StatusCode);

        using var home = world.Browser();
        home.Client.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.9");
        using var welcome = await SignInAsync(home, "Ada", World.Password);
        Assert.Equal(HttpStatusCode.SeeOther, welcome.StatusCode);
    }

    [Fact]
    [Trait("trust", "S05")]
    public async Task One_password_tried_on_many_names_is_stopped_too()
    {
        await using var world = await World.StartAsync(time: StandingStill());
        var signIn = world.Site.Services.GetRequiredService<SignIn>();
        var tries = Enumerable.Range(0, 50).Select(i => signIn.TryAsync($"name{i}", "letmein123", IPAddress.Loopback, TestContext.Current.CancellationToken));
        Assert.All(await Task.WhenAll(tries), outcome => Assert.IsType<SignInOutcome.Wrong>(outcome));
        Assert.IsType<SignInOutcome.TooMany>(await signIn.TryAsync("Ada", World.Password, IPAddress.Loopback, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task How_often_and_how_long_are_settings()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UtcNow);
        var settings = new Dictionary<string, string?> { ["SignIn:WrongForNameFromNetwork"] = "2", ["SignIn:Window"] = "00:01:00", ["Sessions:Lifetime"] = "01:00:00" };
        await using var world = await World.StartAsync(settings, time);
        using var guesser = world.Browser();
        for (var i = 0; i < 2; i++) (await SignInAsync(guesser, "Ada", "wrong")).Dispose();
        using (var throttled = await SignInAsync(guesser, "Ada", World.Password)) Assert.Equal(HttpStatusCode.TooManyRequests, throttled.StatusCode);
        time.Advance(TimeSpan.FromMinutes(2));
        using (var welcome = await SignInAsync(guesser, "Ada", World.Password)) Assert.Equal(HttpStatusCode.SeeOther, welcome.StatusCode);

        for (var i = 0; i < 4; i++)
        {
            time.Advance(TimeSpan.FromMinutes(40)); // used within the hour, it goes on
            Assert.NotNull(await guesser.PageAsync("/settings"));
        }

        time.Advance(TimeSpan.FromMinutes(61));
        using var ended = await guesser.GetAsync("/settings");
        Assert.Equal(HttpStatusCode.Found, ended.StatusCode);
    }

    [Theory]
    [InlineData("192.0.2.17", "c00002")]
    [InlineData("::ffff:192.0.2.17", "c00002")]
    [InlineData("2001:db8:1:2ff:a:b:c:d", "20010db8000102")]
    public void Addresses_are_counted_by_the_network_that_one_customer_has(string address, string network) =>
        Assert.Equal(network, Vitrine.Web.Access.Networks.Of(IPAddress.Parse(address)));

    [Fact]
    [Trait("trust", "S10")]
    public async Task A_form_got_from_one_node_can_be_sent_to_another_and_after_a_restart()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"vitrine-nodes-{Guid.NewGuid():N}");
        try
        {
            AngleSharp.Html.Dom.IHtmlFormElement form;
            CookieCollection cookies;
            await using (var first = await World.StartAsync(folder, ownsFolder: false))
            {
                using var browser = first.Browser();
                form = Browser.FormOf(await browser.PageAsync("/login"), "/login");
                cookies = browser.Cookies.GetCookies(first.Address);
            }

            await using var second = await World.StartAsync(folder, ownsFolder: false);
            using var later = second.Browser();
            foreach (Cookie cookie in cookies) later.Cookies.Add(second.Address, new Cookie(cookie.Name, cookie.Value, "/"));
            using var signedIn = await later.SubmitAsync(form, ("name", "Ada"), ("password", World.Password));
            Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    [Trait("trust", "S08")]
    public async Task A_host_header_of_the_attackers_choice_gets_into_no_link()
    {
        var world = shared.World;
        using var browser = world.Browser();
        browser.Client.DefaultRequestHeaders.Add("X-Forwarded-Host", "evil.example");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/settings") { Headers = { Host = "evil.example" } };
        using var answer = await browser.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("/login?returnUrl=%2Fsettings", answer.Headers.Location?.ToString());
        using var page = await browser.GetAsync("/login");
        Assert.DoesNotContain("evil.example", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> SignInAsync(Browser browser, string name, string password, string page = "/login") =>
        await browser.SubmitAsync(page, "/login", ("name", name), ("password", password));

    /// <summary>Tries are counted in fixed windows: a test that ran over the end of one would begin to count anew.</summary>
    private static Microsoft.Extensions.Time.Testing.FakeTimeProvider StandingStill() => new(DateTimeOffset.UtcNow);
}
