using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.BrowserTests;

/// <summary>A photo is shown to everybody, found by a stranger on the front page, and taken back.</summary>
public sealed class PublicTests(BrowserFixture chromium) : Story(chromium)
{
    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Public:FrontPage"] = "true" };

    [Theory(Timeout = Patience)]
    [InlineData(true, 1366)]
    [InlineData(false, 390)]
    public async Task A_photo_is_made_public_found_by_a_stranger_and_made_private_again(bool script, int width)
    {
        var like = new BrowserNewContextOptions { JavaScriptEnabled = script, ViewportSize = new() { Width = width, Height = 844 } };
        var id = await World.UploadAsync(World.Ada);
        await World.SettledAsync(id);
        var page = await OpenAsync(World.Ada, $"/media/{id}", like);
        await page.GetByRole(AriaRole.Link, new() { Name = "Who may see it" }).ClickAsync();
        await page.GetByLabel("Everybody").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Show it to everybody?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make it public" }).ClickAsync();
        await Expect(page.Locator(".toast").First).ToContainTextAsync("Everybody sees it now");
        await page.GotoAsync("/");
        await Expect(page.Locator(".tile .seen")).ToHaveTextAsync("Public", new() { IgnoreCase = true });

        var stranger = await OpenAsync(null, "/", new(like));
        await stranger.Locator(".album-card").ClickAsync();
        await Expect(stranger.Locator(".stage img")).ToHaveJSPropertyAsync("complete", true);
        await Expect(stranger.Locator("h1")).ToHaveTextAsync("Photo");
        await stranger.GetByRole(AriaRole.Link, new() { Name = "Ada" }).ClickAsync();
        await Expect(stranger.Locator(".album-card")).ToHaveCountAsync(1);

        await page.GotoAsync("/shares/public");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make private" }).ClickAsync();
        await Expect(page.Locator(".empty h2")).ToContainTextAsync("Nothing is public");
        await stranger.ReloadAsync();
        await Expect(stranger.Locator("h1")).ToHaveTextAsync("Not found");
    }
}
