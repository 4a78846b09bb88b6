using System.Net;
using AngleSharp.Html.Dom;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;

namespace Vitrine.Tests.Features.Albums;

/// <summary>Albums by pages and forms alone, as a browser without script sees them.</summary>
public sealed class AlbumPageTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private World World => shared.World;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_selection_becomes_a_new_album_and_then_goes_into_another()
    {
        var items = await ItemsAsync(2);
        using var browser = await World.BrowserOfAsync(World.Ada);
        var library = await browser.PageAsync("/");
        var bar = Browser.FormOf(library, "/trash");
        Assert.NotNull(bar.QuerySelector("button[formaction='/albums/choose']"));

        bar.SetAttribute("action", "/albums/choose");
        using var asked = await browser.SubmitAsync(bar, ("id", items[0].ToString()), ("id", items[1].ToString()));
        var choose = await Browser.ParseAsync(asked);
        using var made = await browser.SubmitAsync(Browser.FormOf(choose, "/albums/add"), ("title", "Two of them"));

        Assert.Equal(HttpStatusCode.SeeOther, made.StatusCode);
        var page = await browser.PageAsync(made.Headers.Location!.ToString());
        Assert.Equal(["Two of them", "2"], [page.QuerySelector("h1")!.TextContent, $"{page.QuerySelectorAll(".tile").Length}"]);
        Assert.Equal("2 items in the album.", page.QuerySelector(".toast span")!.TextContent);
        Assert.Contains(page.QuerySelectorAll(".tile > a").Select(link => link.GetAttribute("href")), href => href!.EndsWith($"/media/{items[0]}", StringComparison.Ordinal));
        Assert.Contains("Two of them", (await browser.PageAsync("/albums")).QuerySelector(".album-card")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Two of them", (await browser.PageAsync($"/media/{items[0]}")).QuerySelector("[aria-label=Albums]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_untitled_album_is_asked_for_again_and_keeps_what_was_picked()
    {
        var items = await ItemsAsync(1);
        using var browser = await World.BrowserOfAsync(World.Ada);
        var form = Browser.FormOf(await browser.PageAsync($"/media/{items[0]}"), "/albums/choose");
        using var asked = await browser.SubmitAsync(form);
        using var again = await browser.SubmitAsync(Browser.FormOf(await Browser.ParseAsync(asked), "/albums/add"), ("title", "  "));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
        var page = await Browser.ParseAsync(again);
        Assert.Equal("Give the album a title.", page.QuerySelector(".error")!.TextContent.Trim());
        Assert.Equal(items[0].ToString(), ((IHtmlInputElement)page.QuerySelector("input[name=id]")!).Value);
    }

    [Fact]
    public async Task Tiles_are_moved_taken_out_and_made_the_cover_by_the_bar()
    {
        var items = await ItemsAsync(4);
        var album = (await World.AlbumAsync(World.Ada, AlbumOrder.ByHand, items)).Id;
        using var browser = await World.BrowserOfAsync(World.Ada);
        var url = $"/albums/{album}";

        await BarAsync(browser, url, "move", ("id", items[2].ToString()), ("to", "earlier"));
        Assert.Equal([items[0], items[2], items[1], items[3]], await ShownAsync(browser, url));
        await BarAsync(browser, url, "move", ("id", items[0].ToString()), ("id", items[2].ToString()), ("to", "later"));
        Assert.Equal([items[1], items[0], items[2], items[3]], await ShownAsync(browser, url));
        await BarAsync(browser, url, "move", ("id", items[3].ToString()), ("to", "start"));
        Assert.Equal([items[3], items[1], items[0], items[2]], await ShownAsync(browser, url));
        await BarAsync(browser, url, "cover", ("id", items[2].ToString()));
        Assert.Equal(items[2], (await World.Get<IAlbumCatalog>().FindAsync(album, Cancel))!.Cover);
        await BarAsync(browser, url, "remove", ("id", items[3].ToString()));
        Assert.Equal([items[1], items[0], items[2]], await ShownAsync(browser, url));
    }

    [Fact]
    public async Task A_long_album_is_read_page_by_page()
    {
        var items = await ItemsAsync(103);
        var album = (await World.AlbumAsync(World.Ada, AlbumOrder.ByHand, items)).Id;
        using var browser = await World.BrowserOfAsync(World.Ada);

        var first = await browser.PageAsync($"/albums/{album}");
        var second = await browser.PageAsync(first.QuerySelector("a[rel=next]")!.GetAttribute("href")!);

        Assert.Equal((100, 3), (first.QuerySelectorAll(".tile").Length, second.QuerySelectorAll(".tile").Length));
        Assert.Null(second.QuerySelector("a[rel=next]"));
        var page = await browser.PageAsync($"/albums/{album}/media/{items[1]}");
        Assert.Equal($"/albums/{album}/media/{items[0]}", page.QuerySelector("a[rel=prev]")!.GetAttribute("href"));
        Assert.Equal($"/albums/{album}/media/{items[2]}", page.QuerySelector("a[rel=next]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task An_album_is_renamed_and_deleted_after_a_question()
    {
        var items = await ItemsAsync(1);
        var album = (await World.AlbumAsync(World.Ada, AlbumOrder.TakenOldest, items)).Id;
        using var browser = await World.BrowserOfAsync(World.Ada);

        using var saved = await browser.SubmitAsync($"/albums/{album}/edit", $"/albums/{album}", ("title", "<b>New</b>"), ("order", "ByHand"));
        Assert.Equal("<b>New</b>", (await browser.PageAsync($"/albums/{album}")).QuerySelector("h1")!.TextContent);
        using var asked = await browser.SubmitAsync($"/albums/{album}/edit", $"/albums/{album}/delete");
        Assert.NotNull(await World.Get<IAlbumCatalog>().FindAsync(album, Cancel));
        using var deleted = await browser.SubmitAsync(Browser.FormOf(await Browser.ParseAsync(asked), $"/albums/{album}/delete"));

        Assert.Equal("/albums", deleted.Headers.Location?.ToString());
        using var gone = await browser.GetAsync($"/albums/{album}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.NotNull(await World.Get<IMediaCatalog>().FindAsync(Scope.Everything, items[0], Cancel));
    }

    [Fact]
    public async Task Whom_an_album_is_not_shared_with_sees_no_album()
    {
        var album = (await World.AlbumAsync(World.Ada, AlbumOrder.TakenOldest, await ItemsAsync(1))).Id;
        using var browser = await World.BrowserOfAsync(World.Ben);
        foreach (var path in new[] { "", "/edit" })
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/albums/{album}{path}")).StatusCode);

        await World.Get<IAlbumMembers>().SetAsync(album, World.Ben.Id, AlbumRole.Viewer, Cancel);
        var page = await browser.PageAsync($"/albums/{album}");
        Assert.Null(page.QuerySelector(".selection-bar"));
        Assert.Single(page.QuerySelectorAll(".tile"));
        Assert.Contains("Shared with you", (await browser.PageAsync("/albums")).Body!.TextContent, StringComparison.Ordinal);
    }

    private async Task<List<MediaId>> ItemsAsync(int count)
    {
        var items = new List<MediaId>();
        for (var n = 0; n < count; n++) items.Add((await World.PlantAsync(World.Ada, Planting.Bytes(10, n))).Id);
        return items;
    }

    private static async Task BarAsync(Browser browser, string url, string action, params (string Name, string Value)[] fields)
    {
        var bar = Browser.FormOf(await browser.PageAsync(url), $"{url}/remove");
        bar.SetAttribute("action", $"{url}/{action}");
        using var answer = await browser.SubmitAsync(bar, fields);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    private static async Task<IEnumerable<MediaId>> ShownAsync(Browser browser, string url) =>
        (await browser.PageAsync(url)).QuerySelectorAll(".tile").Select(tile => MediaId.TryParse(tile.GetAttribute("data-id"), out var id) ? id : default);
}
