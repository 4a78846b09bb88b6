using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vitrine.BrowserTests.Pages;
using Vitrine.Library;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.BrowserTests;

/// <summary>Looking at what is there: tiles, table, viewer, an item's page.</summary>
public sealed class BrowsingTests(BrowserFixture chromium) : Story(chromium)
{
    [Fact(Timeout = Patience)]
    public async Task An_empty_library_invites_to_add_the_first_files()
    {
        var page = await OpenAsync(World.Ada);

        await page.GetByRole(AriaRole.Link, new() { Name = "Add photos" }).ClickAsync();

        await Expect(page).ToHaveURLAsync(new Regex("/upload$"));
    }

    [Fact(Timeout = Patience)]
    public async Task Tiles_open_in_the_viewer_and_the_viewer_walks_and_closes_by_keys()
    {
        await PlantAsync(3);
        var page = await OpenAsync(World.Ada);
        var library = new Pages.Library(page);

        await library.ViewAsync(0);
        await Expect(library.Viewer).ToBeVisibleAsync();
        await Expect(library.Viewer.Locator(".pswp__count")).ToContainTextAsync("1 of 3");
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(library.Viewer.Locator(".pswp__count")).ToContainTextAsync("2 of 3");
        await page.Keyboard.PressAsync("Escape");

        await Expect(library.Viewer).ToHaveCountAsync(0);
        await Expect(page).ToHaveURLAsync(World.Address.ToString());
        await Expect(library.Tiles.Nth(1).Locator("a")).ToBeFocusedAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task The_back_button_closes_the_viewer()
    {
        await PlantAsync(1);
        var page = await OpenAsync(World.Ada);
        var library = new Pages.Library(page);
        await library.ViewAsync(0);
        await Expect(page).ToHaveURLAsync(new Regex("/media/"));

        await page.GoBackAsync();

        await Expect(library.Viewer).ToHaveCountAsync(0);
        await Expect(library.Tiles).ToHaveCountAsync(1);
    }

    [Fact(Timeout = Patience)]
    public async Task The_table_sorts_by_name_and_by_size_both_ways()
    {
        await PlantAsync(3);
        var page = await OpenAsync(World.Ada, "/table", new() { JavaScriptEnabled = false });
        var library = new Pages.Library(page);

        await library.SortAsync("Name");
        await Expect(library.Names).ToHaveTextAsync(["picture-1.png", "picture-2.png", "picture-3.png"]);
        await library.SortAsync("Name");
        await Expect(library.Names).ToHaveTextAsync(["picture-3.png", "picture-2.png", "picture-1.png"]);
        await library.SortAsync("Size");
        await Expect(page.Locator("th[aria-sort]")).ToContainTextAsync("Size");
    }

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_item_is_edited_on_its_page_with_and_without_script(bool script)
    {
        var id = (await PlantAsync(1))[0];
        var page = await OpenAsync(World.Ada, $"/media/{id}", new() { JavaScriptEnabled = script });
        var item = new ItemPage(page);

        await item.EditAsync("By the sea", "The day it rained.", "Lisbon", "summer, family");

        await Expect(item.Heading).ToHaveTextAsync("By the sea");
        await Expect(item.Tags).ToHaveTextAsync(["summer", "family"]);
        await Expect(page.GetByText("The day it rained.").First).ToBeVisibleAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task The_keyboard_alone_opens_an_item_and_goes_back()
    {
        await PlantAsync(3);
        var page = await OpenAsync(World.Ada);
        var library = new Pages.Library(page);
        await library.LiveAsync();

        await library.Tiles.First.Locator("a").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(library.Tiles.Nth(1).Locator("a")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("x");
        await Expect(library.Selection).ToContainTextAsync("1");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Enter");
        await Expect(library.Viewer).ToBeVisibleAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task Somebody_elses_item_is_not_there()
    {
        var id = (await PlantAsync(1))[0];
        var page = await OpenAsync(World.Ben, $"/media/{id}");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Not found");
    }

    private async Task<List<MediaId>> PlantAsync(int count)
    {
        var ids = new List<MediaId>();
        for (var n = 1; n <= count; n++) ids.Add(await World.UploadAsync(World.Ada, n));
        foreach (var id in ids) await World.SettledAsync(id);
        return ids;
    }
}
