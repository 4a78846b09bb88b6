using System.Net;
using System.Text.Json;
using Vitrine.Library.Links;

namespace Vitrine.Tests.Features.Sharing;

/// <summary>What other sites are told that want to show what is offered within theirs.</summary>
public sealed class OEmbedTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private World World => shared.World;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_picture_is_a_photo_in_the_biggest_size_that_fits()
    {
        var item = await World.PlantAsync(World.Ada, Planting.Bytes(10), renditions: [("tile", Planting.Bytes(5)), ("screen", Planting.Bytes(6))]);
        var published = await World.PublishAsync(item);
        using var other = World.ProgramWith(null);

        var photo = await JsonAsync(other, $"/p/{published.Address}/oembed?format=json");
        Assert.Equal(("1.0", "photo", "Photo", "Ada"), (Text(photo, "version"), Text(photo, "type"), Text(photo, "title"), Text(photo, "author_name")));
        Assert.Equal(480, photo.GetProperty("width").GetInt32());
        using var picture = await other.GetAsync(Text(photo, "url"), Cancel);
        Assert.Equal((HttpStatusCode.OK, "cross-origin"), (picture.StatusCode, string.Join("", picture.Headers.GetValues("Cross-Origin-Resource-Policy"))));
        var small = await JsonAsync(other, $"/p/{published.Address}/oembed?maxwidth=100");
        Assert.Equal("link", Text(small, "type"));
        Assert.False(small.TryGetProperty("url", out _));
        Assert.Equal(HttpStatusCode.NotImplemented, (await other.GetAsync($"/p/{published.Address}/oembed?format=xml", Cancel)).StatusCode);
    }

    [Fact]
    public async Task An_album_is_a_link_with_its_cover_found_by_its_page()
    {
        var item = await World.PlantAsync(World.Ada, Planting.Bytes(10), renditions: ("screen", Planting.Bytes(6)));
        var album = await World.AlbumAsync(World.Ada, item.Id);
        var (_, token) = await World.LinkAsync(World.Ada, new NewLink { Name = "Grandma", Album = album.Id });
        using var visitor = World.Browser();

        var discovered = (await visitor.PageAsync($"/s/{token}")).QuerySelector("link[type='application/json+oembed']")!.GetAttribute("href")!;
        var link = await JsonAsync(visitor.Client, discovered);
        Assert.Equal(("link", "By the sea"), (Text(link, "type"), Text(link, "title")));
        Assert.EndsWith($"/s/{token}/media/{item.Id}/screen", Text(link, "thumbnail_url"), StringComparison.Ordinal);
        Assert.False(link.TryGetProperty("author_name", out _));
    }

    [Fact]
    [Trait("trust", "L02")]
    public async Task Of_what_is_protected_nothing_is_told_not_even_to_those_inside()
    {
        var item = await World.PlantAsync(World.Ada, Planting.Bytes(10));
        var (_, locked) = await World.LinkAsync(World.Ada, new NewLink { Name = "x", Items = [item.Id], Password = World.Password });
        using var visitor = World.Browser();
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/s/{locked}/oembed")).StatusCode);

        using var unlocked = await visitor.SubmitAsync($"/s/{locked}", $"/s/{locked}/unlock", ("password", World.Password));
        Assert.Null((await visitor.PageAsync($"/s/{locked}")).QuerySelector("link[type='application/json+oembed']"));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/s/{locked}/oembed")).StatusCode);
        using var page = await visitor.GetAsync($"/s/{locked}");
        Assert.Equal("same-origin", string.Join("", page.Headers.GetValues("Cross-Origin-Resource-Policy")));
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static async Task<JsonElement> JsonAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Cancel);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement;
    }
}
