using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Links;

namespace Vitrine.Tests.Features.Albums;

/// <summary>Albums in albums: rights go down, by membership, by link and by what is public, and end with the next request.</summary>
public sealed class NestedAlbumTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private World World => shared.World;

    private IAlbumCatalog Albums => World.Get<IAlbumCatalog>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("trust", "A07")]
    public async Task Who_shares_an_album_shares_what_lies_in_it_until_it_is_moved_away()
    {
        var (top, middle, low, item) = await NestAsync();
        await World.Get<IAlbumMembers>().SetAsync(middle.Id, World.Ben.Id, AlbumRole.Editor, Cancel);
        using var member = await World.BrowserOfAsync(World.Ben);

        var page = await member.PageAsync($"/albums/{low.Id}");
        Assert.Equal([$"/albums/{middle.Id}"], page.QuerySelectorAll(".crumbs a").Select(crumb => crumb.GetAttribute("href")));
        Assert.NotNull(page.QuerySelector($"a[href='/albums/{low.Id}/edit']"));
        Assert.Equal([$"/albums/{low.Id}"], (await member.PageAsync($"/albums/{middle.Id}")).QuerySelectorAll(".album-card").Select(card => card.GetAttribute("href")));
        string[] paths = [$"/albums/{low.Id}", $"/albums/{low.Id}/media/{item.Id}", $"/albums/{low.Id}/media/{item.Id}/original", $"/albums/{low.Id}/media/{item.Id}/tile", $"/albums/{low.Id}/archive"];
        foreach (var path in paths) Assert.Equal(HttpStatusCode.OK, (await member.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await member.GetAsync($"/albums/{top.Id}")).StatusCode);

        Assert.Equal(Nesting.Done, await Albums.NestAsync(low.Id, top.Id, Cancel));
        foreach (var path in paths) Assert.Equal(HttpStatusCode.NotFound, (await member.GetAsync(path)).StatusCode);
    }

    [Fact]
    [Trait("trust", "A06")]
    public async Task A_link_to_an_album_shows_what_lies_in_it_and_nothing_of_what_lies_above_or_beside()
    {
        var (top, middle, low, item) = await NestAsync();
        var beside = await World.AlbumAsync(World.Ada, item.Id);
        await Albums.NestAsync(beside.Id, top.Id, Cancel);
        var (link, token) = await World.LinkAsync(World.Ada, new NewLink { Name = "x", Album = middle.Id, CanDownload = true, ShowMetadata = true });
        var published = await World.PublishAsync(middle, canDownload: true, showMetadata: true);
        using var visitor = World.Browser();
        using var owner = await World.BrowserOfAsync(World.Ada);

        foreach (var (browser, home, root) in new[] { (visitor, $"/s/{token}", $"/s/{token}"), (visitor, $"/p/{published.Address}", $"/p/{published.Address}"), (owner, $"/shares/{link.Id}/view", $"/shares/{link.Id}") })
        {
            Assert.Equal([$"{root}/albums/{low.Id}"], (await browser.PageAsync(home)).QuerySelectorAll(".album-card").Select(card => card.GetAttribute("href")));
            var page = await browser.PageAsync($"{root}/albums/{low.Id}");
            Assert.Equal([home], page.QuerySelectorAll(".crumbs a").Select(crumb => crumb.GetAttribute("href")));
            Assert.DoesNotContain(top.Title, page.Body!.TextContent, StringComparison.Ordinal);
            Assert.Equal($"{root}/albums/{low.Id}/media/{item.Id}", page.QuerySelector(".tile a")!.GetAttribute("href"));
            await browser.PageAsync($"{root}/albums/{low.Id}/media/{item.Id}");
            Assert.Equal(Planting.Bytes(10), await browser.Client.GetByteArrayAsync($"{root}/albums/{low.Id}/media/{item.Id}/original", Cancel));
            Assert.Equal(Planting.Bytes(5), await browser.Client.GetByteArrayAsync($"{root}/albums/{low.Id}/media/{item.Id}/tile", Cancel));
            foreach (var other in new[] { top.Id, beside.Id, AlbumId.New(TimeProvider.System) })
            {
                foreach (var rest in new[] { "", $"/media/{item.Id}", $"/media/{item.Id}/original", $"/media/{item.Id}/tile" })
                    Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"{root}/albums/{other}{rest}")).StatusCode);
            }
        }

        await Albums.NestAsync(low.Id, null, Cancel);
        foreach (var root in new[] { $"/s/{token}", $"/p/{published.Address}" })
        {
            foreach (var rest in new[] { "", "/archive", $"/media/{item.Id}", $"/media/{item.Id}/original", $"/media/{item.Id}/tile" })
                Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"{root}/albums/{low.Id}{rest}")).StatusCode);
        }
    }

    [Fact]
    public async Task A_zip_of_an_album_has_what_lies_in_it_in_folders()
    {
        var (top, _, low, item) = await NestAsync();
        await Albums.EditAsync(low.Id, new AlbumEdit { Title = "Beach / night" }, null, Cancel);
        await Albums.AddAsync(top.Id, new Vitrine.Library.Access.Scope.Own(World.Ada.Id), [item.Id], Cancel);
        var (_, token) = await World.LinkAsync(World.Ada, new NewLink { Name = "x", Album = top.Id, CanDownload = true, ShowMetadata = true });
        using var owner = await World.BrowserOfAsync(World.Ada);
        using var visitor = World.Browser();

        foreach (var (browser, path) in new[] { (owner, $"/albums/{top.Id}/archive"), (visitor, $"/s/{token}/archive") })
        {
            using var zip = new ZipArchive(new MemoryStream(await browser.Client.GetByteArrayAsync(path, Cancel)));
            Assert.Equal(["picture.jpg", "Middle/Beach - night/picture.jpg"], zip.Entries.Select(entry => entry.FullName));
        }

        using var inside = new ZipArchive(new MemoryStream(await visitor.Client.GetByteArrayAsync($"/s/{token}/albums/{low.Id}/archive", Cancel)));
        Assert.Equal(["picture.jpg"], inside.Entries.Select(entry => entry.FullName));
    }

    [Fact]
    public async Task A_person_makes_and_moves_albums_inside_others_by_forms()
    {
        var top = await NamedAsync("Top");
        using var owner = await World.BrowserOfAsync(World.Ada);
        using var made = await owner.SubmitAsync($"/albums/new?parent={top.Id}", "/albums", ("title", "Inside"));
        var url = made.Headers.Location!.ToString();
        Assert.True(AlbumId.TryParse(url.Split('/')[^1], out var id));
        Assert.Equal(top.Id, (await Albums.FindAsync(id, Cancel))!.Parent);
        Assert.DoesNotContain(url, (await owner.PageAsync("/albums")).QuerySelectorAll(".album-card").Select(card => card.GetAttribute("href")));

        using var circle = await owner.SubmitAsync($"/albums/{top.Id}/edit", $"/albums/{top.Id}", ("parent", $"{id}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, circle.StatusCode);
        Assert.Contains("cannot lie in itself", (await Browser.ParseAsync(circle)).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        using var moved = await owner.SubmitAsync($"{url}/edit", url, ("parent", ""));
        Assert.Equal(HttpStatusCode.SeeOther, moved.StatusCode);
        Assert.Null((await Albums.FindAsync(id, Cancel))!.Parent);
    }

    [Fact]
    public async Task Nothing_comes_to_lie_where_strangers_see_it_before_that_was_said()
    {
        var (open, album) = (await NamedAsync("Open"), await NamedAsync("Quiet"));
        await World.PublishAsync(open);
        using var owner = await World.BrowserOfAsync(World.Ada);
        using var program = await World.ProgramOfAsync(World.Ada);

        using var asked = await owner.SubmitAsync($"/albums/{album.Id}/edit", $"/albums/{album.Id}", ("parent", $"{open.Id}"));
        var question = await Browser.ParseAsync(asked);
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.Null((await Albums.FindAsync(album.Id, Cancel))!.Parent);
        using var byProgram = await program.PatchAsJsonAsync($"/api/v1/albums/{album.Id}", new { parent = open.Id.ToString() }, Cancel);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, byProgram.StatusCode);
        Assert.Null((await Albums.FindAsync(album.Id, Cancel))!.Parent);

        using var confirmed = await owner.SubmitAsync(Browser.FormOf(question, $"/albums/{album.Id}"));
        Assert.Equal(HttpStatusCode.SeeOther, confirmed.StatusCode);
        Assert.Equal(open.Id, (await Albums.FindAsync(album.Id, Cancel))!.Parent);
        foreach (var path in new[] { $"/albums/{album.Id}", $"/albums/{open.Id}" })
            Assert.All((await owner.PageAsync(path)).QuerySelectorAll(".seen"), sign => Assert.Equal("Public", sign.TextContent.Trim()));
        Assert.Equal(2, (await owner.PageAsync($"/albums/{open.Id}")).QuerySelectorAll(".seen").Length);
    }

    [Fact]
    public async Task Programs_make_move_and_list_albums_inside_others()
    {
        var top = await NamedAsync("Top");
        using var program = await World.ProgramOfAsync(World.Ada);
        using var made = await program.PostAsJsonAsync("/api/v1/albums", new { title = "Inside", parent = top.Id.ToString() }, Cancel);
        var inside = await JsonAsync(made);
        Assert.Equal((HttpStatusCode.Created, top.Id.ToString()), (made.StatusCode, inside.GetProperty("parent").GetString()));
        var id = inside.GetProperty("id").GetString();
        var listed = await JsonAsync(await program.GetAsync($"/api/v1/albums/{top.Id}/albums", Cancel));
        Assert.Equal([id], listed.GetProperty("items").EnumerateArray().Select(album => album.GetProperty("id").GetString()));

        using var nowhere = await program.PostAsJsonAsync("/api/v1/albums", new { title = "Lost", parent = AlbumId.New(TimeProvider.System).ToString() }, Cancel);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nowhere.StatusCode);
        using var moved = await program.PatchAsJsonAsync($"/api/v1/albums/{id}", new { parent = "" }, Cancel);
        Assert.Equal(JsonValueKind.Null, (await JsonAsync(moved)).GetProperty("parent").ValueKind);
        using var foreign = await World.ProgramOfAsync(World.Ben);
        Assert.Equal(HttpStatusCode.NotFound, (await foreign.GetAsync($"/api/v1/albums/{top.Id}/albums", Cancel)).StatusCode);
    }

    /// <summary>Three levels, with an item in the lowest.</summary>
    private async Task<(Album Top, Album Middle, Album Low, MediaItem Item)> NestAsync()
    {
        var item = await World.PlantAsync(World.Ada, Planting.Bytes(10), renditions: ("tile", Planting.Bytes(5)));
        var (top, middle, low) = (await NamedAsync("Canary of the top"), await NamedAsync("Middle"), await World.AlbumAsync(World.Ada, item.Id));
        Assert.Equal(Nesting.Done, await Albums.NestAsync(low.Id, middle.Id, Cancel));
        Assert.Equal(Nesting.Done, await Albums.NestAsync(middle.Id, top.Id, Cancel));
        return (top, middle, low, item);
    }

    private async Task<Album> NamedAsync(string title)
    {
        var album = await World.AlbumAsync(World.Ada);
        var edited = await Albums.EditAsync(album.Id, new AlbumEdit { Title = title }, null, Cancel);
        return Assert.IsType<AlbumEditOutcome.Edited>(edited).Album;
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement;
}
