using Microsoft.Playwright;
using Vitrine.BrowserTests.Pages;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.BrowserTests;

/// <summary>Deleting with a way back, and for ever.</summary>
public sealed class TrashTests(BrowserFixture chromium) : Story(chromium)
{
    [Fact(Timeout = Patience)]
    public async Task Ticked_tiles_go_to_the_trash_and_undo_brings_them_back()
    {
        var page = await OpenWithAsync(3);
        var library = new Pages.Library(page);
        await library.TickAsync(0);
        await library.TickAsync(1);
        await Expect(library.Selection).ToContainTextAsync("2");

        await library.MoveSelectionToTrashAsync();
        await Expect(library.Tiles).ToHaveCountAsync(1);
        await library.UndoAsync();

        await Expect(library.Tiles).ToHaveCountAsync(3);
    }

    [Fact(Timeout = Patience)]
    public async Task Undo_brings_tiles_back_though_their_counts_follow_later()
    {
        var page = await OpenWithAsync(3);
        var library = new Pages.Library(page);
        await library.TickAsync(0);
        await library.TickAsync(1);
        await library.MoveSelectionToTrashAsync();
        await Expect(library.Tiles).ToHaveCountAsync(1);
        var behind = await page.EvaluateAsync<string>("""
            async () => {
              const timeline = await (await fetch('/api/v1/timeline')).json();
              for (const month of timeline.months) month.count = 1;
              return JSON.stringify(timeline);
            }
            """);
        var asked = 0;
        await page.RouteAsync("**/api/v1/timeline", route => asked++ < 2 ? route.FulfillAsync(new() { ContentType = "application/json", Body = behind }) : route.ContinueAsync());

        await library.UndoAsync();

        await Expect(library.Tiles).ToHaveCountAsync(3);
        Assert.InRange(asked, 3, int.MaxValue);
    }

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_deleted_item_waits_in_the_trash_and_is_restored_from_there(bool script)
    {
        var page = await OpenWithAsync(1, script);
        var library = new Pages.Library(page);
        await page.GotoAsync("/table");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete picture-1.png" }).ClickAsync();
        await Expect(library.Rows).ToHaveCountAsync(0);

        await page.GotoAsync("/trash");
        await library.TickAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Restore" }).ClickAsync();

        await Expect(page.GetByText("The trash is empty")).ToBeVisibleAsync();
        await page.GotoAsync("/");
        await Expect(library.Tiles).ToHaveCountAsync(1);
    }

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Deleting_for_ever_asks_first_and_then_nothing_is_left(bool script)
    {
        var page = await OpenWithAsync(1, script);
        var library = new Pages.Library(page);
        if (script) await library.ViewAsync(0);
        else await library.OpenAsync(0);
        if (script) await page.GetByRole(AriaRole.Link, new() { Name = "Information" }).ClickAsync();
        await new ItemPage(page).DeleteAsync();
        await page.GotoAsync("/trash");

        await page.GetByRole(AriaRole.Button, new() { Name = "Empty trash" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete for ever" }).ClickAsync();

        await Expect(page.GetByText("The trash is empty")).ToBeVisibleAsync();
        await page.GotoAsync("/");
        await Expect(page.GetByText("Your library is ready")).ToBeVisibleAsync();
    }

    private async Task<IPage> OpenWithAsync(int count, bool script = true)
    {
        for (var n = 1; n <= count; n++) await World.SettledAsync(await World.UploadAsync(World.Ada, n));
        var page = await OpenAsync(World.Ada, "/", new() { JavaScriptEnabled = script });
        await Expect(page.Locator(".tile")).ToHaveCountAsync(count);
        return page;
    }
}
