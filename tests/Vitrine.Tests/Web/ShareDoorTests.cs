using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Vitrine.Library.Links;

namespace Vitrine.Tests.Web;

/// <summary>The second way in: shares open there, and nothing else does, whoever knocks.</summary>
public sealed class ShareDoorTests
{
    /// <summary>All that may answer there; a new route of the site is none of it until it is written down here.</summary>
    private static readonly string[] Open =
    [
        "GET /healthz",
        "GET /readyz",
        "GET /s/{token}",
        "POST /s/{token}/unlock",
        "POST /s/{token}/open",
        "GET /s/{token}/archive",
        "GET /s/{token}/media/{id}",
        "GET /s/{token}/media/{id}/original",
        "HEAD /s/{token}/media/{id}/original",
        "GET /s/{token}/media/{id}/{rendition}",
        "HEAD /s/{token}/media/{id}/{rendition}",
        "GET /s/{token}/oembed",
        "GET /s/{token}/albums/{inside}",
        "GET /s/{token}/albums/{inside}/archive",
        "GET /s/{token}/albums/{inside}/media/{id}",
        "GET /s/{token}/albums/{inside}/media/{id}/original",
        "HEAD /s/{token}/albums/{inside}/media/{id}/original",
        "GET /s/{token}/albums/{inside}/media/{id}/{rendition}",
        "HEAD /s/{token}/albums/{inside}/media/{id}/{rendition}",
        "GET /p/{address}/albums/{inside}",
        "GET /p/{address}/albums/{inside}/archive",
        "GET /p/{address}/albums/{inside}/media/{id}",
        "GET /p/{address}/albums/{inside}/media/{id}/original",
        "HEAD /p/{address}/albums/{inside}/media/{id}/original",
        "GET /p/{address}/albums/{inside}/media/{id}/{rendition}",
        "HEAD /p/{address}/albums/{inside}/media/{id}/{rendition}",
        "GET /p/{address}",
        "GET /p/{address}/archive",
        "GET /p/{address}/oembed",
        "GET /p/{address}/media/{id}",
        "GET /p/{address}/media/{id}/original",
        "HEAD /p/{address}/media/{id}/original",
        "GET /p/{address}/media/{id}/{rendition}",
        "HEAD /p/{address}/media/{id}/{rendition}",
        "GET /public",
        "GET /public/feed",
        "GET /people/{name}",
        "GET /people/{name}/feed",
    ];

    private static readonly Dictionary<string, string?> Port = new() { ["Share:Port"] = "0" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("trust", "A01")]
    public async Task Every_route_that_is_no_share_is_absent_at_the_door_even_for_an_admin()
    {
        await using var world = await World.StartAsync(Port);
        using var session = await world.BrowserOfAsync(world.Ada);
        using var browser = new Browser(DoorOf(world));
        foreach (Cookie cookie in session.Cookies.GetCookies(world.Address)) browser.Cookies.Add(DoorOf(world), new Cookie(cookie.Name, cookie.Value, "/"));
        using var key = await world.ProgramOfAsync(world.Ada);
        using var program = new HttpClient { BaseAddress = DoorOf(world) };
        program.DefaultRequestHeaders.Authorization = key.DefaultRequestHeaders.Authorization;
        using var unknown = await program.GetAsync("/nowhere", Cancel);
        var absent = await unknown.Content.ReadAsStringAsync(Cancel);

        var routes = AuthorisationMatrixTests.RoutesOf(world).Select(route => $"{route.Method} {route.Path}").ToList();
        Assert.Empty(Open.Except(routes));
        foreach (var route in routes.Append("POST /healthz").Append("DELETE /s/{token}").Except(Open))
        {
            foreach (var client in new[] { browser.Client, program })
            {
                using var request = new HttpRequestMessage(new HttpMethod(route.Split(' ')[0]), AuthorisationMatrixTests.Filled(route.Split(' ')[1]));
                using var answer = await client.SendAsync(request, Cancel);
                Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{route}: {answer.StatusCode}");
                if (client == program && request.Method != HttpMethod.Head) Assert.Equal(absent, await answer.Content.ReadAsStringAsync(Cancel));
                Assert.False(answer.Headers.Contains("Set-Cookie"), route);
            }
        }
    }

    [Fact]
    public async Task A_link_works_at_the_door_and_no_cookie_of_the_site_counts_there()
    {
        await using var world = await World.StartAsync(Port);
        var item = await world.PlantAsync(world.Ada, Planting.Bytes(10), renditions: ("tile", Planting.Bytes(5)));
        var album = await world.AlbumAsync(world.Ada, item.Id);
        var (_, token) = await world.LinkAsync(world.Ada, new NewLink { Name = "Grandma", Album = album.Id, Password = World.Password, CanDownload = true, ShowMetadata = true });
        using var visitor = new Browser(DoorOf(world));
        visitor.Cookies.Add(DoorOf(world), new Cookie("theme", "dark", "/"));

        var asked = await visitor.PageAsync($"/s/{token}");
        Assert.Null(asked.DocumentElement.GetAttribute("data-theme"));
        using var unlocked = await visitor.SubmitAsync(Browser.FormOf(asked, $"/s/{token}/unlock"), ("password", World.Password));
        Assert.Equal(HttpStatusCode.SeeOther, unlocked.StatusCode);
        var page = await visitor.PageAsync($"/s/{token}");
        Assert.Single(page.QuerySelectorAll(".tile"));
        Assert.Null(page.QuerySelector(".bar"));
        foreach (var path in page.QuerySelectorAll("link[rel=stylesheet],script[src]").Select(part => part.GetAttribute("href") ?? part.GetAttribute("src")!))
            Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(path)).StatusCode);
        Assert.Equal(Planting.Bytes(5), await visitor.Client.GetByteArrayAsync($"/s/{token}/media/{item.Id}/tile", Cancel));
        Assert.Equal(Planting.Bytes(10), await visitor.Client.GetByteArrayAsync($"/s/{token}/media/{item.Id}/original", Cancel));
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/healthz")).StatusCode);
        Assert.Null((await Browser.ParseAsync(await visitor.GetAsync("/nowhere"))).QuerySelector("a[href='/']"));
    }

    [Fact]
    public async Task Over_https_the_door_is_as_narrow()
    {
        using var files = new CertificateFiles();
        await using var world = await World.StartAsync(new Dictionary<string, string?>(files.Settings) { ["Share:Port"] = "0" });
        var published = await world.PublishAsync(await world.PlantAsync(world.Ada, Planting.Bytes(10)));
        using var visitor = new Browser(DoorOf(world));

        Assert.Equal("https", DoorOf(world).Scheme);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync($"/p/{published.Address}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/login")).StatusCode);
    }

    [Theory]
    [InlineData("share.example.org")]
    [InlineData("SHARE.example.org.")]
    [InlineData("share.example.org:443")]
    public async Task The_host_of_shares_is_the_door_at_any_port(string host)
    {
        await using var world = await World.StartAsync(new Dictionary<string, string?> { ["Share:Url"] = "https://share.example.org", ["Site:Url"] = "https://photos.example.org" });
        var item = await world.PlantAsync(world.Ada, Planting.Bytes(10), renditions: ("screen", Planting.Bytes(5)));
        var (_, token) = await world.LinkAsync(world.Ada, new NewLink { Name = "Grandma", Items = [item.Id] });

        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("/login")).StatusCode);
        var page = await Browser.ParseAsync(await GetAsync($"/s/{token}"));
        Assert.Equal($"https://share.example.org/s/{token}", page.QuerySelector("meta[property='og:url']")!.GetAttribute("content"));
        Assert.StartsWith("https://share.example.org/s/", page.QuerySelector("meta[property='og:image']")!.GetAttribute("content"), StringComparison.Ordinal);

        async Task<HttpResponseMessage> GetAsync(string path)
        {
            using var stranger = world.Browser();
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };
            return await stranger.Client.SendAsync(request, Cancel);
        }
    }

    [Fact]
    public async Task Links_are_made_with_the_address_of_shares_and_the_rest_of_the_site_stays_where_it_is()
    {
        await using var world = await World.StartAsync(new Dictionary<string, string?> { ["Share:Url"] = "https://share.example.org" });
        var item = await world.PlantAsync(world.Ada, Planting.Bytes(10));
        using var owner = await world.BrowserOfAsync(world.Ada);
        using var made = await owner.Client.PostAsync(
            $"/api/v1/media/{item.Id}/links", new StringContent("""{"name":"Grandma"}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")), Cancel);
        using var json = JsonDocument.Parse(await made.Content.ReadAsStringAsync(Cancel));

        Assert.StartsWith("https://share.example.org/s/", json.RootElement.GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync("/shares")).StatusCode);
    }

    [Fact]
    public async Task An_address_that_is_also_the_sites_is_refused_at_start()
    {
        var settings = new Dictionary<string, string?> { ["Share:Url"] = "https://photos.example.org/", ["Site:Url"] = "https://photos.example.org" };
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => World.StartAsync(settings));
        Assert.Contains("VITRINE_SHARE__URL", refused.Message, StringComparison.Ordinal);
    }

    private static Uri DoorOf(World world) => new(world.Site.Urls.Last());
}
