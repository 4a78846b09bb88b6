using System.IO.Compression;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.BrowserTests;

/// <summary>What is picked comes as one file, and stays picked.</summary>
public sealed class DownloadingTests(BrowserFixture chromium) : Story(chromium)
{
    [Theory(Timeout = Patience)]
    [InlineData(true, "/")]
    [InlineData(false, "/")]
    [InlineData(true, "/table")]
    public async Task Ticked_items_come_as_one_zip(bool script, string view)
    {
        for (var n = 1; n <= 3; n++) await World.SettledAsync(await World.UploadAsync(World.Ada, n));
        var page = await OpenAsync(World.Ada, view, new() { JavaScriptEnabled = script });
        var library = new Pages.Library(page);
        foreach (var item in new[] { 0, 2 })
        {
            if (view == "/") await library.TickAsync(item);
            else await library.Rows.Nth(item).Locator("input[type=checkbox]").CheckAsync();
        }

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Download" }).ClickAsync());

        Assert.Equal("vitrine-2-files.zip", download.SuggestedFilename);
        await using var zip = await ZipFile.OpenReadAsync((await download.PathAsync())!, TestContext.Current.CancellationToken);
        Assert.Equal(2, zip.Entries.Count);
        await Expect(library.Selection).ToBeVisibleAsync();
    }

    /// <summary>Tiles come and go with scrolling; what was picked is sent all the same.</summary>
    [Fact(Timeout = Patience)]
    public async Task Picked_items_whose_tiles_are_not_on_the_page_come_too()
    {
        const int many = 500;
        for (var n = 0; n < many; n++) await World.PlantAsync(World.Ada, [1, 2, 3], $"IMG_{n:0000}.jpg", takenAt: $"20{n / 20:00}-03-{1 + (n % 20):00}T10:00:00");
        var page = await OpenAsync(World.Ada);
        var library = new Pages.Library(page);
        await Expect(page.Locator("body[data-live]")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("a");
        await Expect(library.Selection).ToContainTextAsync($"{many}");
        Assert.InRange(await library.Tiles.CountAsync(), 1, many - 1);

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Download" }).ClickAsync());

        await using var zip = await ZipFile.OpenReadAsync((await download.PathAsync())!, TestContext.Current.CancellationToken);
        Assert.Equal(many, zip.Entries.Count);
    }
}
