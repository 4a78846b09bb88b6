using System.Net;
using Vitrine.Library;
using Vitrine.Library.Access;

namespace Vitrine.Tests.Features.Viewing;

public sealed class MediaPageTests
{
    [Fact]
    public async Task An_item_is_edited_by_its_form()
    {
        await using var world = await World.StartAsync();
        var item = await world.PlantAsync(world.Ada, Planting.Bytes(10));
        using var browser = await world.BrowserOfAsync(world.Ada);

        using var saved = await browser.SubmitAsync($"/media/{item.Id}", $"/media/{item.Id}", ("title", " By the sea "), ("tags", "summer, , Summer, family"));

        Assert.Equal($"/media/{item.Id}", saved.Headers.Location?.ToString());
        var page = await browser.PageAsync($"/media/{item.Id}");
        Assert.Equal("By the sea", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(["summer", "family"], page.QuerySelectorAll(".tags li").Select(tag => tag.TextContent));
        Assert.Equal("Saved.", page.QuerySelector(".toast span")!.TextContent);
        Assert.Equal(TakenFrom.Exif, (await FindAsync(world, item.Id)).TakenFrom);
    }

    [Fact]
    public async Task A_date_that_cannot_be_is_refused_and_the_form_keeps_what_was_typed()
    {
        await using var world = await World.StartAsync();
        var item = await world.PlantAsync(world.Ada, Planting.Bytes(10));
        using var browser = await world.BrowserOfAsync(world.Ada);

        using var refused = await browser.SubmitAsync($"/media/{item.Id}", $"/media/{item.Id}", ("title", "Kept"), ("takenAt", "1700-01-01T00:00"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await Browser.ParseAsync(refused);
        Assert.NotNull(page.QuerySelector("#edit[open] [role=alert]"));
        Assert.Equal("Kept", page.QuerySelector("#title")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Two_people_who_edit_at_once_are_told_and_nothing_is_lost()
    {
        await using var world = await World.StartAsync();
        var item = await world.PlantAsync(world.Ada, Planting.Bytes(10));
        using var browser = await world.BrowserOfAsync(world.Ada);
        var form = Browser.FormOf(await browser.PageAsync($"/media/{item.Id}"), $"/media/{item.Id}");
        await world.Get<IMediaCatalog>().EditAsync(Scope.Everything, item.Id, new MediaEdit { Title = "Theirs" }, null, TestContext.Current.CancellationToken);

        using var conflict = await browser.SubmitAsync(form, ("title", "Mine"));

        Assert.Equal(HttpStatusCode.Conflict, conflict.StatusCode);
        var page = await Browser.ParseAsync(conflict);
        Assert.Contains("Theirs", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Mine", page.QuerySelector("#title")!.GetAttribute("value"));
        using var again = await browser.SubmitAsync(Browser.FormOf(page, $"/media/{item.Id}"));
        Assert.Equal("Mine", (await FindAsync(world, item.Id)).Title);
    }

    [Fact]
    public async Task Neighbours_are_linked_both_ways()
    {
        await using var world = await World.StartAsync();
        var older = await world.PlantAsync(world.Ada, Planting.Bytes(10, 1), takenAt: "2026-01-01T00:00:00");
        var middle = await world.PlantAsync(world.Ada, Planting.Bytes(10, 2), takenAt: "2026-02-01T00:00:00");
        var newer = await world.PlantAsync(world.Ada, Planting.Bytes(10, 3), takenAt: "2026-03-01T00:00:00");
        using var browser = await world.BrowserOfAsync(world.Ada);

        var page = await browser.PageAsync($"/media/{middle.Id}");

        Assert.Equal($"/media/{newer.Id}", page.QuerySelector(".stage a[rel=prev]")!.GetAttribute("href"));
        Assert.Equal($"/media/{older.Id}", page.QuerySelector(".stage a[rel=next]")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("video/mp4", "video")]
    [InlineData("audio/mpeg", "audio")]
    public async Task What_a_browser_plays_gets_a_player(string contentType, string player)
    {
        await using var world = await World.StartAsync();
        var planted = await world.PlantAsync(world.Ada, Planting.Bytes(10), "file", contentType);
        var kind = player == "video" ? Vitrine.Imaging.MediaKind.Video : Vitrine.Imaging.MediaKind.Audio;
        var id = MediaId.New(world.Get<TimeProvider>());
        await world.Get<IMediaCatalog>().AdoptAsync(planted with { Id = id, Kind = kind }, null, TestContext.Current.CancellationToken);
        using var browser = await world.BrowserOfAsync(world.Ada);

        var page = await browser.PageAsync($"/media/{id}");

        Assert.Equal($"/media/{id}/original", page.QuerySelector($".stage {player}[controls]")!.GetAttribute("src"));
    }

    private static async Task<MediaItem> FindAsync(World world, MediaId id) =>
        (await world.Get<IMediaCatalog>().FindAsync(Scope.Everything, id, TestContext.Current.CancellationToken))!;
}
