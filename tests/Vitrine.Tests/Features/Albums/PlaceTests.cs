using System.Net;
using Vitrine.Library;
using Vitrine.Library.Albums;

namespace Vitrine.Tests.Features.Albums;

/// <summary>Choosing the album that one is to lie in, among more than a list would hold.</summary>
public sealed class PlaceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Among_any_number_of_albums_each_can_be_chosen_page_by_page_and_by_its_title()
    {
        await using var world = await World.StartAsync();
        var albums = world.Get<IAlbumCatalog>();
        var oldest = await world.AlbumAsync(world.Ada);
        await albums.EditAsync(oldest.Id, new AlbumEdit { Title = "Ålesund 1999" }, null, Cancel);
        for (var n = 0; n < 620; n++) await world.AlbumAsync(world.Ada);
        var album = await world.AlbumAsync(world.Ada);
        using var ada = await world.BrowserOfAsync(world.Ada);
        var path = $"/albums/{album.Id}/place";
        var edit = await ada.PageAsync($"/albums/{album.Id}/edit");
        Assert.Null(edit.QuerySelector("select[name=parent]"));
        Assert.NotNull(edit.QuerySelector($"a[href='{path}']"));

        // Page by page, each of them small, down to the very first.
        var (seen, next) = (new HashSet<string>(), path);
        while (next is not null)
        {
            var page = await ada.PageAsync(next);
            var places = page.QuerySelectorAll("button[name=parent]").Select(place => place.GetAttribute("value")!).ToList();
            Assert.InRange(places.Count, 1, 50);
            Assert.All(places, place => Assert.True(seen.Add(place)));
            next = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }

        Assert.Equal(621, seen.Count);
        Assert.Contains($"{oldest.Id}", seen);

        // By a part of its title: a page looks at 500 and then offers to go on.
        var first = await ada.PageAsync($"{path}?find=%C3%A5lesund");
        Assert.Empty(first.QuerySelectorAll("button[name=parent]"));
        var further = await ada.PageAsync(first.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        Assert.Equal("Ålesund 1999", further.QuerySelector("button[name=parent] [dir]")!.TextContent);
        using (var put = await ada.SubmitAsync(Choices(further), ("parent", $"{oldest.Id}"))) Assert.Equal($"/albums/{album.Id}", put.Headers.Location?.ToString());
        Assert.Equal(oldest.Id, (await albums.FindAsync(album.Id, Cancel))!.Parent);

        // Saving the other fields leaves it where it lies.
        using (var saved = await ada.SubmitAsync($"/albums/{album.Id}/edit", $"/albums/{album.Id}", ("title", "Renamed"))) Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        Assert.Equal(oldest.Id, (await albums.FindAsync(album.Id, Cancel))!.Parent);
        using (var taken = await ada.SubmitAsync(Choices(await ada.PageAsync(path)), ("parent", ""))) Assert.Equal(HttpStatusCode.SeeOther, taken.StatusCode);
        Assert.Null((await albums.FindAsync(album.Id, Cancel))!.Parent);
    }

    [Fact]
    public async Task Only_its_owner_moves_an_album_and_into_none_of_anothers_or_of_itself()
    {
        await using var world = await World.StartAsync();
        var (album, inside, bens) = (await world.AlbumAsync(world.Ada), await world.AlbumAsync(world.Ada), await world.AlbumAsync(world.Ben));
        var albums = world.Get<IAlbumCatalog>();
        await albums.NestAsync(inside.Id, album.Id, Cancel);
        await world.Get<IAlbumMembers>().SetAsync(album.Id, world.Ben.Id, AlbumRole.Manager, Cancel);
        var path = $"/albums/{album.Id}/place";
        using var ada = await world.BrowserOfAsync(world.Ada);
        using var ben = await world.BrowserOfAsync(world.Ben);

        Assert.Equal(HttpStatusCode.Forbidden, (await ben.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.GetAsync($"/albums/{bens.Id}/place")).StatusCode);
        foreach (var wrong in new[] { inside.Id, bens.Id })
        {
            using var refused = await ada.SubmitAsync(Choices(await ada.PageAsync(path)), ("parent", $"{wrong}"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        }

        Assert.Null((await albums.FindAsync(album.Id, Cancel))!.Parent);
    }

    [Fact]
    public async Task Moving_it_to_where_strangers_see_it_is_asked_about_first()
    {
        await using var world = await World.StartAsync();
        var (album, shown) = (await world.AlbumAsync(world.Ada), await world.AlbumAsync(world.Ada));
        await world.PublishAsync(shown);
        var path = $"/albums/{album.Id}/place";
        using var ada = await world.BrowserOfAsync(world.Ada);

        using var asked = await ada.SubmitAsync(Choices(await ada.PageAsync(path)), ("parent", $"{shown.Id}"));
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.Null((await world.Get<IAlbumCatalog>().FindAsync(album.Id, Cancel))!.Parent);
        using var moved = await ada.SubmitAsync(Browser.FormOf(await Browser.ParseAsync(asked), $"/albums/{album.Id}"));

        Assert.Equal(shown.Id, (await world.Get<IAlbumCatalog>().FindAsync(album.Id, Cancel))!.Parent);
    }

    /// <summary>The page has two forms for its address: one to find, one to choose.</summary>
    private static AngleSharp.Html.Dom.IHtmlFormElement Choices(AngleSharp.Html.Dom.IHtmlDocument page) => page.Forms.Single(form => form.Method == "post" && form.ClassName == "choices");
}
