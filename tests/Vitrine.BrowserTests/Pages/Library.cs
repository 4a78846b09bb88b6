using Microsoft.Playwright;

namespace Vitrine.BrowserTests.Pages;

/// <summary>The library as tiles or as a table, with its selection.</summary>
internal sealed class Library(IPage page)
{
    public ILocator Tiles => page.Locator(".tile");

    public ILocator Pictures => page.Locator(".tile img");

    public ILocator Rows => page.Locator("tbody tr");

    public ILocator Names => page.Locator("tbody th[scope=row] a");

    public ILocator Selection => page.Locator(".selection-bar .count");

    public ILocator Toast => page.Locator(".toast");

    public ILocator Viewer => page.Locator(".pswp");

    /// <summary>Until script has taken the page over; before that a tile is a link to its item's page, and arrows scroll.</summary>
    public Task LiveAsync() => Assertions.Expect(page.Locator("body[data-live]")).ToBeVisibleAsync();

    public Task OpenAsync(int tile) => Tiles.Nth(tile).Locator("a").ClickAsync();

    /// <summary>Opens it in the viewer: before script has taken the tiles over, a click would lead to the item's page.</summary>
    public async Task ViewAsync(int tile)
    {
        await LiveAsync();
        await OpenAsync(tile);
    }

    public Task SortAsync(string column) => page.GetByRole(AriaRole.Link, new() { Name = column, Exact = true }).ClickAsync();

    /// <summary>Ticks a box; it shows on hover, as for a person with a mouse.</summary>
    public async Task TickAsync(int tile)
    {
        await Tiles.Nth(tile).HoverAsync();
        await Tiles.Nth(tile).Locator("input[type=checkbox]").CheckAsync(new() { Force = true });
    }

    public Task MoveSelectionToTrashAsync() => page.GetByRole(AriaRole.Button, new() { Name = "Move to trash" }).ClickAsync();

    public Task UndoAsync() => Toast.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
}
