using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Playwright;
using Vitrine.Library;
using Vitrine.Tests.Features.Accounts;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.BrowserTests.Accessibility;

/// <summary>What axe says to accounts that are deleted, by their holder and by an admin.</summary>
public sealed class LeavingAccessibilityTests(BrowserFixture chromium) : LookingStory(chromium)
{
    [Theory(Timeout = 2 * Patience)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 1366)]
    public async Task Accounts_that_go_pass_axe(ColorScheme scheme, int width)
    {
        var page = await OpenAsync(World.Ada, "/settings/security/two-step", Like(scheme, width));
        var app = new AuthenticatorApp((await page.Locator("#secret").TextContentAsync())!, TimeProvider.System);
        await page.GetByLabel("Code").FillAsync(app.Code());
        await page.GetByLabel("Your password").FillAsync(World.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn it on" }).ClickAsync();
        await Expect(page.Locator(".codes li")).ToHaveCountAsync(10);
        await LookAsync(page, "recovery codes");
        await LookAtAsync(page, ["/settings/delete"]);
        await page.GetByLabel("Your password").FillAsync("not it");
        await page.GetByLabel("Code").FillAsync("000000");
        await page.GetByLabel("Type").FillAsync("Ada");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete my account" }).ClickAsync();
        await Expect(page.Locator(".field .error")).ToHaveCountAsync(1);
        await LookAsync(page, "/settings/delete refused");

        await page.Context.AddCookiesAsync([new() { Name = "proof", Value = await ProofAsync(), Url = new Uri(World.Address, "/settings").ToString(), HttpOnly = true }]);
        await LookAtAsync(page, ["/settings/security/password"]);

        await World.Get<AccountClosing>().CloseAsync(World.Ben.Id, TestContext.Current.CancellationToken);
        await LookAtAsync(page, "/admin/accounts", $"/admin/accounts/{World.Ben.Id}", $"/admin/accounts/{World.Ben.Id}/delete");
        Done();
    }

    /// <summary>As after a passkey or a sign-in service was asked again.</summary>
    private async Task<string> ProofAsync()
    {
        var session = (await World.Get<IAccountCatalog>().SessionsAsync(World.Ada.Id, TestContext.Current.CancellationToken)).MaxBy(one => one.CreatedAt)!;
        return World.Get<IDataProtectionProvider>().CreateProtector("fresh-proof")
            .Protect(string.Create(CultureInfo.InvariantCulture, $"{session.TokenHash}.{World.Ada.Id}.1.{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}"));
    }
}
