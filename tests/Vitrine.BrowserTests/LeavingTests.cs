using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vitrine.Library;
using Vitrine.Library.Links;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.BrowserTests;

/// <summary>Deleting an account, and an admin who brings it back or removes it for ever.</summary>
public sealed class LeavingTests(BrowserFixture chromium) : Story(chromium)
{
    private static readonly ViewportSize Phone = new() { Width = 390, Height = 844 };

    [Theory(Timeout = 2 * Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Somebody_leaves_on_a_phone_and_an_admin_brings_them_back(bool script)
    {
        var item = await World.UploadAsync(World.Ben);
        var (_, token) = await World.LinkAsync(World.Ben, new NewLink { Name = "Grandma", Items = [item] });
        var stranger = await OpenAsync(null, $"/s/{token}", new() { JavaScriptEnabled = script });
        await Expect(stranger.Locator("main img, main .tile").First).ToBeVisibleAsync();
        var page = await OpenAsync(World.Ben, "/settings", new() { JavaScriptEnabled = script, ViewportSize = Phone });

        await page.GetByRole(AriaRole.Link, new() { Name = "Delete my account" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Take everything along first" })).ToBeVisibleAsync();
        await Expect(page.Locator(".facts")).ToContainTextAsync("Live links");
        await page.GetByLabel("Your password").FillAsync(World.Password);
        await page.GetByLabel("Type “Ben”").FillAsync("Bem");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete my account" }).ClickAsync();
        await Expect(page.Locator(".field .error")).ToContainTextAsync("That is not the name");
        await page.GetByLabel("Your password").FillAsync(World.Password);
        await page.GetByLabel("Type “Ben”").FillAsync("Ben");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete my account" }).ClickAsync();

        await Expect(page).ToHaveURLAsync(new Regex("/login$"));
        await Expect(page.Locator("body")).ToContainTextAsync("30 days");
        await page.GotoAsync("/");
        await Expect(page).ToHaveURLAsync(new Regex("/login"));
        await stranger.ReloadAsync();
        await Expect(stranger.Locator("main")).ToContainTextAsync("Not found");

        var admin = await OpenAsync(World.Ada, "/admin/accounts", new() { JavaScriptEnabled = script });
        await admin.GetByRole(AriaRole.Link, new() { Name = "Ben" }).ClickAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Bring it back" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Button, new() { Name = "Save" })).ToBeVisibleAsync();
        await stranger.ReloadAsync();
        await Expect(stranger.Locator("main img, main .tile").First).ToBeVisibleAsync();
    }

    [Theory(Timeout = 2 * Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_admin_removes_an_account_for_ever(bool script)
    {
        var item = await World.UploadAsync(World.Ben);
        await World.SettledAsync(item);
        var admin = await OpenAsync(World.Ada, $"/admin/accounts/{World.Ben.Id}", new() { JavaScriptEnabled = script });
        await admin.GetByRole(AriaRole.Link, new() { Name = "Delete the account" }).ClickAsync();
        await admin.GetByLabel("Type “Ben”").FillAsync("Ben");
        await admin.Keyboard.PressAsync("Enter");
        await Expect(admin.GetByRole(AriaRole.Table)).ToContainTextAsync("Deleted");

        await admin.GetByRole(AriaRole.Link, new() { Name = "Ben" }).ClickAsync();
        await admin.GetByRole(AriaRole.Link, new() { Name = "Remove it now" }).ClickAsync();
        await admin.GetByLabel("Type “Ben”").FillAsync("Ben");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Remove for ever" }).ClickAsync();

        for (var deadline = DateTime.UtcNow.AddSeconds(30); await World.Get<IAccountCatalog>().FindAsync(World.Ben.Id, TestContext.Current.CancellationToken) is not null; await Task.Delay(50, TestContext.Current.CancellationToken))
            Assert.True(DateTime.UtcNow < deadline, "It did not go.");
        await admin.GotoAsync("/admin/accounts");
        await Expect(admin.GetByRole(AriaRole.Link, new() { Name = "Ben" })).ToHaveCountAsync(0);
    }
}
