using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.BrowserTests;

/// <summary>In and out by the forms.</summary>
public sealed class SignInTests(BrowserFixture chromium) : Story(chromium)
{
    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_wrong_password_is_told_and_the_right_one_leads_to_where_one_wanted_to_go(bool script)
    {
        var page = await OpenAsync(null, "/trash", new() { JavaScriptEnabled = script });
        await Expect(page).ToHaveURLAsync(new Regex("/login"));

        await SignInAsync(page, "not the password");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("wrong");
        await Expect(page.GetByLabel("Name")).ToHaveValueAsync("Ada");
        await SignInAsync(page, World.Password);

        await Expect(page).ToHaveURLAsync(new Regex("/trash$"));
    }

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Signing_out_closes_every_page(bool script)
    {
        var page = await OpenAsync(World.Ada, "/", new() { JavaScriptEnabled = script });
        await page.GetByLabel("Account menu").ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Expect(page).ToHaveURLAsync(new Regex("/login"));
        await page.GotoAsync("/");
        await Expect(page).ToHaveURLAsync(new Regex("/login"));
    }

    private static async Task SignInAsync(IPage page, string password)
    {
        await page.GetByLabel("Name").FillAsync("Ada");
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }
}
