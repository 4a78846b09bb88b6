using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vitrine.Tests.Features.Accounts;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.BrowserTests;

/// <summary>From an invitation to an account with more than a password.</summary>
public sealed class JoiningTests(BrowserFixture chromium) : Story(chromium)
{
    private const string Password = "a few words in a row";

    [Theory(Timeout = Patience)]
    [InlineData(true, 1366)]
    [InlineData(false, 390)]
    public async Task Somebody_is_invited_joins_and_signs_in_in_two_steps(bool script, int width)
    {
        var like = new BrowserNewContextOptions { JavaScriptEnabled = script, ViewportSize = new() { Width = width, Height = 844 } };
        var admin = await OpenAsync(World.Ada, "/admin/invitations", like);
        await admin.GetByLabel("For whom?").FillAsync("Clara from next door");
        await PressAsync(admin, "Make the invitation");
        var url = await admin.GetByLabel("Link", new() { Exact = true }).InputValueAsync();
        await Expect(admin.Locator(".links")).ToContainTextAsync("Clara from next door");

        var page = await OpenAsync(null, url, like);
        await page.GetByLabel("Your name").FillAsync("Clara");
        await page.GetByLabel("Password").FillAsync(Password);
        await PressAsync(page, "Make my account");
        await Expect(page).ToHaveURLAsync(World.Address.ToString());

        await page.GotoAsync("/settings/security");
        await page.GetByRole(AriaRole.Link, new() { Name = "Set it up" }).ClickAsync();
        var app = new AuthenticatorApp(await page.Locator("#secret").InnerTextAsync(), TimeProvider.System);
        await page.GetByLabel("Code").FillAsync(app.Code());
        await page.GetByLabel("Your password").FillAsync(Password);
        await PressAsync(page, "Turn it on");
        await Expect(page.Locator(".codes li")).ToHaveCountAsync(10);

        await page.GetByLabel("Account menu").ClickAsync();
        await PressAsync(page, "Sign out");
        await page.GetByLabel("Name").FillAsync("Clara");
        await page.GetByLabel("Password").FillAsync(Password);
        await PressAsync(page, "Sign in");
        await Expect(page).ToHaveURLAsync(new Regex("/login/code"));
        await page.GetByLabel("Code", new() { Exact = true }).FillAsync(app.Code(stepsLater: 1));
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).First.ClickAsync();
        await Expect(page).ToHaveURLAsync(World.Address.ToString());
    }

    [Theory(Timeout = Patience)]
    [InlineData(true, 1366)]
    [InlineData(false, 390)]
    public async Task An_admin_opens_the_site_and_a_stranger_makes_an_account(bool script, int width)
    {
        var like = new BrowserNewContextOptions { JavaScriptEnabled = script, ViewportSize = new() { Width = width, Height = 844 } };
        var admin = await OpenAsync(World.Ada, "/admin/settings", like);
        await admin.GetByLabel("Name", new() { Exact = true }).FillAsync("Our photos");
        await admin.GetByRole(AriaRole.Radio, new() { NameRegex = new("^Everybody") }).CheckAsync();
        await PressAsync(admin, "Save");
        await Expect(admin).ToHaveTitleAsync(new Regex("Our photos"));
        await Expect(admin.GetByRole(AriaRole.Radio, new() { NameRegex = new("^Everybody") })).ToBeCheckedAsync();

        var page = await OpenAsync(null, "/login", like);
        await page.GetByRole(AriaRole.Link, new() { Name = "Make one" }).ClickAsync();
        await page.GetByLabel("Your name").FillAsync("Clara");
        await page.GetByLabel("Password").FillAsync(Password);
        await PressAsync(page, "Make my account");
        await Expect(page).ToHaveURLAsync(World.Address.ToString());
    }

    [Fact(Timeout = Patience)]
    public async Task A_passkey_is_added_and_signs_in_without_a_name()
    {
        // Passkeys are bound to a name, and the site's address in tests is a number.
        var site = $"http://localhost:{World.Address.Port}";
        var page = await OpenAsync(null, $"{site}/login");
        await AuthenticatorOfAsync(page);
        await page.GetByLabel("Name").FillAsync("Ada");
        await page.GetByLabel("Password").FillAsync(World.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync($"{site}/");

        await page.GotoAsync($"{site}/settings/security");
        await page.GetByText("Add a passkey").ClickAsync();
        await page.GetByLabel("What do you call it?").FillAsync("my phone");
        await page.GetByLabel("Your password").FillAsync("not it");
        await PressAsync(page, "Add it");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("password");
        await page.GetByLabel("Your password").FillAsync(World.Password);
        await PressAsync(page, "Add it");
        await Expect(page.Locator(".links strong")).ToHaveTextAsync("my phone");

        await page.GetByLabel("Account menu").ClickAsync();
        await PressAsync(page, "Sign out");
        await PressAsync(page, "Sign in with a passkey");
        await Expect(page).ToHaveURLAsync($"{site}/");
    }

    /// <summary>Chromium's own, which always finds its owner there.</summary>
    private static async Task AuthenticatorOfAsync(IPage page)
    {
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("WebAuthn.enable");
        await devTools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }

    private static Task PressAsync(IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
}
