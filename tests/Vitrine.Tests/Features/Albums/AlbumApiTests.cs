using System.Net;
using System.Text.Json;
using Vitrine.Library;
using Vitrine.Library.Albums;

namespace Vitrine.Tests.Features.Albums;

/// <summary>Albums by the API, by their owner, by members and by others.</summary>
public sealed class AlbumApiTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private World World => shared.World;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_album_is_made_filled_read_changed_and_deleted()
    {
        using var ada = await World.ProgramOfAsync(World.Ada);
        var first = await World.PlantAsync(World.Ada, Planting.Bytes(100), "a.jpg", takenAt: "2020-01-02T10:00:00");
        var second = await World.PlantAsync(World.Ada, Planting.Bytes(100, 2), "b.jpg", takenAt: "2020-01-01T10:00:00");

        using var made = await ada.SendJsonAsync(HttpMethod.Post, "/api/v1/albums", """{"title": "  Sea ", "description": "warm"}""");
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var album = await made.JsonAsync();
        var url = $"/api/v1/albums/{album.GetProperty("id").GetString()}";
        Assert.Equal(url, made.Headers.Location?.ToString());
        Assert.Equal(("Sea", "owner", "taken_oldest"), (Text(album, "title"), Text(album, "role"), Text(album, "order")));

        foreach (var item in new[] { first, second, first })
        {
            using var put = await ada.PutAsync($"{url}/items/{item.Id}", null, Cancel);
            Assert.Equal(HttpStatusCode.NoContent, put.StatusCode);
        }

        Assert.Equal([second.Id.ToString(), first.Id.ToString()], Ids(await ada.JsonAsync($"{url}/items")));
        Assert.Equal(2, (await ada.JsonAsync(url)).GetProperty("items").GetInt64());
        var edit = $$"""{"title": "Lake", "order": "taken_newest", "cover": "{{first.Id}}"}""";
        using var patched = await ada.SendJsonAsync(HttpMethod.Patch, url, edit, ifMatch: made.Headers.ETag?.ToString() ?? "\"1\"");
        var lake = await patched.JsonAsync();
        Assert.Equal(("Lake", "warm", first.Id.ToString()), (Text(lake, "title"), Text(lake, "description"), Text(lake, "cover")));
        Assert.Equal([first.Id.ToString(), second.Id.ToString()], Ids(await ada.JsonAsync($"{url}/items")));
        using var stale = await ada.SendJsonAsync(HttpMethod.Patch, url, """{"title": "late"}""", ifMatch: "\"1\"");
        Assert.Equal("stale_version", await stale.ProblemAsync());

        using var removed = await ada.DeleteAsync($"{url}/items/{first.Id}", Cancel);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal("ready", Text(await ada.JsonAsync($"/api/v1/media/{first.Id}"), "state"));
        using var deleted = await ada.DeleteAsync(url, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal("not_found", await (await ada.GetAsync(url, Cancel)).ProblemAsync());
        Assert.Equal("ready", Text(await ada.JsonAsync($"/api/v1/media/{second.Id}"), "state"));
    }

    [Theory]
    [InlineData("""{}""", "invalid_field")]
    [InlineData("""{"title": "  "}""", "invalid_field")]
    [InlineData("""{"title": "x", "order": "sideways"}""", "invalid_request")]
    [InlineData("""[]""", "invalid_request")]
    public async Task What_cannot_be_an_album_is_refused_in_words(string body, string code)
    {
        using var ada = await World.ProgramOfAsync(World.Ada);
        using var answer = await ada.SendJsonAsync(HttpMethod.Post, "/api/v1/albums", body);
        Assert.Equal(code, await answer.ProblemAsync());
    }

    [Fact]
    [Trait("trust", "A03")]
    public async Task Somebody_elses_item_goes_into_no_album_cover_or_list_and_their_albums_are_absent()
    {
        using var ben = await World.ProgramOfAsync(World.Ben);
        var adas = await World.PlantAsync(World.Ada, Planting.Bytes(100, 3));
        var (adasAlbum, bensAlbum) = (await World.AlbumAsync(World.Ada, adas.Id), await World.AlbumAsync(World.Ben));

        using var added = await ben.PutAsync($"/api/v1/albums/{bensAlbum.Id}/items/{adas.Id}", null, Cancel);
        using var cover = await ben.SendJsonAsync(HttpMethod.Patch, $"/api/v1/albums/{bensAlbum.Id}", $$"""{"cover": "{{adas.Id}}"}""");
        Assert.Equal("not_found", await added.ProblemAsync());
        Assert.Equal("invalid_field", await cover.ProblemAsync());
        Assert.Empty(Ids(await ben.JsonAsync($"/api/v1/albums/{bensAlbum.Id}/items")));

        var nothing = await BodyAsync(ben, $"/api/v1/albums/{AlbumId.New(World.Get<TimeProvider>())}");
        foreach (var path in new[] { "", "/items" }) Assert.Equal(nothing, await BodyAsync(ben, $"/api/v1/albums/{adasAlbum.Id}{path}"));
        foreach (var path in new[] { "original", "tile" })
            Assert.Equal(HttpStatusCode.NotFound, (await ben.GetAsync($"/albums/{adasAlbum.Id}/media/{adas.Id}/{path}", Cancel)).StatusCode);
        using var edited = await ben.SendJsonAsync(HttpMethod.Patch, $"/api/v1/albums/{adasAlbum.Id}", """{"title": "mine"}""");
        Assert.Equal("not_found", await edited.ProblemAsync());
    }

    [Fact]
    [Trait("trust", "A07")]
    public async Task A_member_sees_just_what_the_album_shows_and_nothing_once_removed()
    {
        var content = Planting.Bytes(100, 4);
        var (inside, outside) = (await World.PlantAsync(World.Ada, content, renditions: ("tile", Planting.Bytes(9))), await World.PlantAsync(World.Ada, Planting.Bytes(100, 5)));
        var album = await World.AlbumAsync(World.Ada, inside.Id);
        var members = World.Get<IAlbumMembers>();
        await members.SetAsync(album.Id, World.Ben.Id, AlbumRole.Viewer, Cancel);
        using var ben = await World.ProgramOfAsync(World.Ben);
        var door = $"/albums/{album.Id}/media";

        Assert.Equal(content, await ben.GetByteArrayAsync($"{door}/{inside.Id}/original", Cancel));
        var listed = (await ben.JsonAsync($"/api/v1/albums/{album.Id}/items")).GetProperty("items")[0];
        Assert.Equal($"{door}/{inside.Id}/original", Text(listed.GetProperty("original"), "url"));
        Assert.Equal("viewer", Text(await ben.JsonAsync($"/api/v1/albums/{album.Id}"), "role"));
        Assert.Contains(album.Id.ToString(), Ids(await ben.JsonAsync("/api/v1/albums?shared=true")));
        foreach (var path in new[] { $"{door}/{outside.Id}/original", $"/media/{inside.Id}/original", $"/api/v1/media/{inside.Id}" })
            Assert.Equal(HttpStatusCode.NotFound, (await ben.GetAsync(path, Cancel)).StatusCode);

        await members.RemoveAsync(album.Id, World.Ben.Id, Cancel);

        foreach (var path in new[] { $"{door}/{inside.Id}/original", $"{door}/{inside.Id}/tile", $"/api/v1/albums/{album.Id}", $"/api/v1/albums/{album.Id}/items" })
            Assert.Equal(HttpStatusCode.NotFound, (await ben.GetAsync(path, Cancel)).StatusCode);
        Assert.DoesNotContain(album.Id.ToString(), Ids(await ben.JsonAsync("/api/v1/albums?shared=true")));
    }

    [Fact]
    public async Task Each_part_in_an_album_may_do_what_it_says_and_no_more()
    {
        var adas = await World.PlantAsync(World.Ada, Planting.Bytes(100, 6));
        var bens = await World.PlantAsync(World.Ben, Planting.Bytes(100, 7));
        var album = await World.AlbumAsync(World.Ada, adas.Id);
        using var ben = await World.ProgramOfAsync(World.Ben);
        var url = $"/api/v1/albums/{album.Id}";

        var allowed = new Dictionary<AlbumRole, string>();
        foreach (var role in new[] { AlbumRole.Viewer, AlbumRole.Contributor, AlbumRole.Editor, AlbumRole.Manager })
        {
            await World.Get<IAlbumMembers>().SetAsync(album.Id, World.Ben.Id, role, Cancel);
            using var put = await ben.PutAsync($"{url}/items/{bens.Id}", null, Cancel);
            using var takeOwn = await ben.DeleteAsync($"{url}/items/{bens.Id}", Cancel);
            using var edit = await ben.SendJsonAsync(HttpMethod.Patch, url, """{"title": "Ours"}""");
            using var takeTheirs = await ben.DeleteAsync($"{url}/items/{adas.Id}", Cancel);
            using var delete = await ben.DeleteAsync(url, Cancel);
            await World.Get<IAlbumCatalog>().AddAsync(album.Id, new Vitrine.Library.Access.Scope.Own(World.Ada.Id), [adas.Id], Cancel);
            allowed[role] = string.Join(' ', new[] { put, takeOwn, edit, takeTheirs, delete }.Select(answer => answer.IsSuccessStatusCode ? "yes" : $"{(int)answer.StatusCode}"));
        }

        Assert.Equal("403 403 403 403 403", allowed[AlbumRole.Viewer]);
        Assert.Equal("yes yes 403 403 403", allowed[AlbumRole.Contributor]);
        Assert.Equal("yes yes yes yes 403", allowed[AlbumRole.Editor]);
        Assert.Equal("yes yes yes yes 403", allowed[AlbumRole.Manager]);
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static IEnumerable<string?> Ids(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(item => Text(item, "id"));

    private static async Task<string> BodyAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Cancel);
        return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Cancel)}";
    }
}
