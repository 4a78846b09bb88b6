using System.Net;
using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;

namespace Vitrine.Tests.Features.Sharing;

/// <summary>Making links, listing them, revoking them: by pages and by JSON.</summary>
public sealed class LinkManagingTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private World World => shared.World;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("trust", "L10")]
    public async Task Every_way_of_sharing_ends_in_the_list_and_can_be_revoked_there()
    {
        var (one, two) = (await World.PlantAsync(World.Ada, Planting.Bytes(10)), await World.PlantAsync(World.Ada, Planting.Bytes(10, 2)));
        var album = await World.AlbumAsync(World.Ada, one.Id);
        using var browser = await World.BrowserOfAsync(World.Ada);

        var urls = new List<string>
        {
            await MakeAsync(browser, await browser.PageAsync($"/shares/new?album={album.Id}"), "from the album"),
            await MakeAsync(browser, await browser.PageAsync($"/shares/new?item={one.Id}"), "from the item"),
        };
        var bar = Browser.FormOf(await browser.PageAsync("/"), "/trash");
        bar.SetAttribute("action", "/shares/choose");
        using var chosen = await browser.SubmitAsync(bar, ("id", one.Id.ToString()), ("id", two.Id.ToString()));
        urls.Add(await MakeAsync(browser, await Browser.ParseAsync(chosen), "from a selection"));
        var made = await (await browser.Client.SendJsonAsync(HttpMethod.Post, $"/api/v1/albums/{album.Id}/links", """{"name": "by program"}""")).JsonAsync();
        urls.Add(made.GetProperty("url").GetString()!);

        var page = await browser.PageAsync("/shares");
        foreach (var name in new[] { "from the album", "from the item", "from a selection", "by program" })
            Assert.Contains(name, page.QuerySelector(".links")!.TextContent, StringComparison.Ordinal);
        using var stranger = World.Browser();
        foreach (var url in urls) Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync(url)).StatusCode);

        foreach (var form in page.Forms.Where(form => form.GetAttribute("action")?.EndsWith("/revoke", StringComparison.Ordinal) == true))
        {
            using var revoked = await browser.SubmitAsync(form);
            Assert.Equal(HttpStatusCode.SeeOther, revoked.StatusCode);
        }

        foreach (var url in urls) Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(url)).StatusCode);
        Assert.Contains("No links", (await browser.PageAsync("/shares")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_are_made_listed_and_revoked_by_json_and_their_token_is_told_once()
    {
        var item = await World.PlantAsync(World.Ben, Planting.Bytes(10));
        var album = await World.AlbumAsync(World.Ben, item.Id);
        using var ben = await World.BrowserOfAsync(World.Ben);
        var body = """{"name": "Grandma", "password": "correct horse", "expiresAt": "2126-01-01T00:00:00Z", "maxOpens": 3, "canDownload": true, "showMetadata": true}""";

        using var answer = await ben.Client.SendJsonAsync(HttpMethod.Post, $"/api/v1/albums/{album.Id}/links", body);
        var made = await answer.JsonAsync();
        var (id, token) = (made.GetProperty("id").GetString(), made.GetProperty("token").GetString());
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal($"{World.Address}s/{token}", made.GetProperty("url").GetString());

        var listed = await ben.Client.JsonAsync("/api/v1/links");
        var link = listed.GetProperty("items").EnumerateArray().Single(each => each.GetProperty("id").GetString() == id);
        Assert.Equal(("Grandma", true, 3), (link.GetProperty("name").GetString(), link.GetProperty("hasPassword").GetBoolean(), link.GetProperty("maxOpens").GetInt32()));
        Assert.DoesNotContain(token!, listed.ToString(), StringComparison.Ordinal);

        using var revoked = await ben.Client.DeleteAsync($"/api/v1/links/{id}", Cancel);
        using var again = await ben.Client.DeleteAsync($"/api/v1/links/{id}", Cancel);
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (revoked.StatusCode, again.StatusCode));
    }

    [Theory]
    [InlineData("""{"name": ""}""", "invalid_field")]
    [InlineData("""{"name": "x", "password": "short"}""", "password_too_short")]
    [InlineData("""{"name": "x", "maxOpens": 0}""", "invalid_field")]
    [InlineData("""{"name": "x", "expiresAt": "2020-01-01T00:00:00Z"}""", "invalid_field")]
    [InlineData("""{"name": "x", "canView": false}""", "invalid_field")]
    [InlineData("""{"name": "x", "canUpload": true, "maxFiles": 0}""", "invalid_field")]
    [InlineData("""{"name": "x", "canUpload": true, "maxBytes": -1}""", "invalid_field")]
    [InlineData("""{"name": "x", "canUpload": true, "accepts": []}""", "invalid_field")]
    [InlineData("""{"name": "x", "canUpload": true, "accepts": ["pictures", "programs"]}""", "invalid_field")]
    public async Task What_a_link_cannot_be_is_refused_in_words(string body, string code)
    {
        var album = await World.AlbumAsync(World.Ada);
        using var browser = await World.BrowserOfAsync(World.Ada);
        using var answer = await browser.Client.SendJsonAsync(HttpMethod.Post, $"/api/v1/albums/{album.Id}/links", body);
        Assert.Equal(code, await answer.ProblemAsync());
        Assert.Empty(await World.Get<ILinkCatalog>().OfAlbumAsync(album.Id, 10, Cancel));
    }

    [Fact]
    public async Task A_link_that_takes_something_says_what_and_items_take_nothing()
    {
        var item = await World.PlantAsync(World.Ada, Planting.Bytes(10));
        var album = await World.AlbumAsync(World.Ada, item.Id);
        using var browser = await World.BrowserOfAsync(World.Ada);
        const string Wanted = """{"name": "Party", "canUpload": true, "canView": false, "maxFiles": 5, "maxBytes": 1000000, "accepts": ["pictures", "videos"]}""";

        using var answer = await browser.Client.SendJsonAsync(HttpMethod.Post, $"/api/v1/albums/{album.Id}/links", Wanted);
        using var refused = await browser.Client.SendJsonAsync(HttpMethod.Post, $"/api/v1/media/{item.Id}/links", Wanted);

        var id = (await answer.JsonAsync()).GetProperty("id").GetString();
        var link = (await browser.Client.JsonAsync("/api/v1/links")).GetProperty("items").EnumerateArray().Single(each => each.GetProperty("id").GetString() == id);
        Assert.False(link.GetProperty("canView").GetBoolean());
        Assert.Equal(
            """{"reviewed":true,"maxFiles":5,"maxBytes":1000000,"accepts":["pictures","videos"],"files":0,"bytes":0}""", link.GetProperty("guests").GetRawText());
        Assert.Equal("no_guest_uploads", await refused.ProblemAsync());
    }

    [Fact]
    public async Task The_form_makes_a_link_that_takes_something()
    {
        var album = await World.AlbumAsync(World.Ada);
        using var browser = await World.BrowserOfAsync(World.Ada);

        using var answer = await browser.SubmitAsync(
            $"/shares/new?album={album.Id}", "/shares", ("name", "Party"), ("for", "both"), ("maxFiles", "20"), ("maxMegabytes", "500"), ("accepts", "pictures"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var link = Assert.Single(await World.Get<ILinkCatalog>().OfAlbumAsync(album.Id, 10, Cancel));
        Assert.True(link.CanView);
        Assert.Equal(new GuestRules { MaxFiles = 20, MaxBytes = 500_000_000, Accepts = AcceptedKinds.Pictures }, link.Guests);
        Assert.Contains("0 of 20 files", (await Browser.ParseAsync(answer)).QuerySelector(".links")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("trust", "A03")]
    public async Task Nobody_shares_or_revokes_what_is_not_theirs_to_share()
    {
        var item = await World.PlantAsync(World.Ada, Planting.Bytes(10));
        var album = await World.AlbumAsync(World.Ada, item.Id);
        var (link, _) = await World.LinkAsync(World.Ada, new NewLink { Name = "x", Album = album.Id });
        using var ben = await World.BrowserOfAsync(World.Ben);
        async Task<string?> TryAsync(HttpMethod method, string path, string? body) => await (await ben.Client.SendJsonAsync(method, path, body)).ProblemAsync();

        const string New = """{"name": "x"}""";
        Assert.Equal("not_found", await TryAsync(HttpMethod.Post, $"/api/v1/albums/{album.Id}/links", New));
        Assert.Equal("not_found", await TryAsync(HttpMethod.Post, $"/api/v1/media/{item.Id}/links", New));
        Assert.Equal("not_found", await TryAsync(HttpMethod.Delete, $"/api/v1/links/{link.Id}", null));
        await World.Get<IAlbumMembers>().SetAsync(album.Id, World.Ben.Id, AlbumRole.Editor, Cancel);
        Assert.Equal("not_your_part", await TryAsync(HttpMethod.Post, $"/api/v1/albums/{album.Id}/links", New));
        Assert.Equal("not_found", await TryAsync(HttpMethod.Delete, $"/api/v1/links/{link.Id}", null));
        await World.Get<IAlbumMembers>().SetAsync(album.Id, World.Ben.Id, AlbumRole.Manager, Cancel);
        using var revoked = await ben.Client.DeleteAsync($"/api/v1/links/{link.Id}", Cancel);
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        Assert.Empty(await World.Get<ILinkCatalog>().OfAlbumAsync(album.Id, 10, Cancel));
    }

    [Fact]
    public async Task A_link_that_cannot_be_made_is_asked_for_again_with_what_was_typed()
    {
        var item = await World.PlantAsync(World.Ada, Planting.Bytes(10));
        using var browser = await World.BrowserOfAsync(World.Ada);
        var form = Browser.FormOf(await browser.PageAsync($"/shares/new?item={item.Id}"), "/shares");
        using var again = await browser.SubmitAsync(form, ("name", "Uncle"), ("maxOpens", "many"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
        var page = await Browser.ParseAsync(again);
        Assert.Contains("1 to 1000", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Uncle", page.QuerySelector("#name")!.GetAttribute("value"));
    }

    private static async Task<string> MakeAsync(Browser browser, AngleSharp.Html.Dom.IHtmlDocument page, string name)
    {
        using var answer = await browser.SubmitAsync(Browser.FormOf(page, "/shares"), ("name", name));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await Browser.ParseAsync(answer)).QuerySelector("#link")!.GetAttribute("value")!;
    }
}
