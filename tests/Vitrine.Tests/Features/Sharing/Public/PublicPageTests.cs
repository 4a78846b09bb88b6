using System.Net;
using System.Xml.Linq;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Publishing;
using Vitrine.Tests.Imaging;
using Vitrine.Tests.Imaging.Scrubbing;

namespace Vitrine.Tests.Features.Sharing.Public;

/// <summary>What everybody sees of what is public, and what they do not.</summary>
public sealed class PublicPageTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private static readonly Dictionary<string, string?> FrontPage = new() { ["Public:FrontPage"] = "true" };

    private World World => shared.World;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("trust", "A07")]
    [Trait("trust", "L05")]
    public async Task What_is_made_private_is_gone_at_once_on_every_node_and_as_if_it_had_never_been()
    {
        await using var world = await World.StartAsync();
        var item = await world.PlantAsync(world.Ada, Planting.Bytes(10), renditions: ("tile", Planting.Bytes(5)));
        var album = await world.AlbumAsync(world.Ada, item.Id);
        var published = new[] { await world.PublishAsync(album, canDownload: true, showMetadata: true), await world.PublishAsync(item, canDownload: true, showMetadata: true) };
        await using var other = await World.StartAsync(world.Data, ownsFolder: false, peopled: false);
        using var here = world.Browser();
        using var there = other.Browser();
        foreach (var path in published.SelectMany(one => Paths(one.Address, item.Id)))
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), ((await here.GetAsync(path)).StatusCode, (await there.GetAsync(path)).StatusCode));
        Assert.Equal(HttpStatusCode.OK, (await there.GetAsync("/people/Ada")).StatusCode);

        foreach (var one in published) Assert.True(await world.Get<IPublicationCatalog>().EndAsync(one, Cancel));

        var unknown = Ids.NewToken();
        foreach (var one in published)
        {
            foreach (var (path, nothing) in Paths(one.Address, item.Id).Zip(Paths(unknown, item.Id)))
            {
                Assert.Equal(await BodyAsync(here, nothing), await BodyAsync(here, path));
                Assert.Equal(HttpStatusCode.NotFound, (await there.GetAsync(path)).StatusCode);
            }
        }

        Assert.Equal(await BodyAsync(there, "/people/Nobody"), await BodyAsync(there, "/people/Ada"));
    }

    [Fact]
    public async Task The_front_page_is_for_signing_in_unless_the_site_says_otherwise()
    {
        await using var world = await World.StartAsync(FrontPage);
        var (open, hidden, trashed) = (await ItemAsync(world, "open"), await ItemAsync(world, "hidden"), await ItemAsync(world, "trashed"));
        using var visitor = world.Browser();
        Assert.Equal("/public", (await visitor.GetAsync("/")).Headers.Location!.ToString());
        Assert.NotNull((await visitor.PageAsync("/public")).QuerySelector(".empty"));
        await world.PublishAsync(open, showMetadata: true);
        await world.PublishAsync(hidden, Visibility.Unlisted, showMetadata: true);
        await world.PublishAsync(trashed, showMetadata: true);
        await world.Get<IMediaCatalog>().PutInTrashAsync(new Scope.Own(world.Ada.Id), trashed.Id, Cancel);

        var page = await visitor.PageAsync("/public");
        Assert.Equal(["open"], page.QuerySelectorAll(".album-card strong").Select(title => title.TextContent));
        Assert.NotNull(page.QuerySelector("a[href='/login']"));
        Assert.Null(page.QuerySelector("meta[name=robots]"));
        Assert.StartsWith("/login", (await visitor.GetAsync("/settings")).Headers.Location!.ToString(), StringComparison.Ordinal);

        using var closed = World.Browser();
        Assert.Equal("/login", (await closed.GetAsync("/")).Headers.Location!.ToString());
        Assert.Equal(await BodyAsync(closed, "/nowhere"), await BodyAsync(closed, "/public"));
        Assert.Equal(HttpStatusCode.NotFound, (await closed.GetAsync("/public/feed")).StatusCode);
    }

    [Fact]
    [Trait("trust", "A06")]
    public async Task Who_has_nothing_public_is_not_known_to_be_here()
    {
        var (dora, emil) = (await World.PersonAsync("Dora / D.", isAdmin: false), await World.PersonAsync("Emil", isAdmin: false));
        var (open, hidden) = (await World.PlantAsync(dora, Planting.Bytes(10)), await World.PlantAsync(emil, Planting.Bytes(10)));
        await World.PublishAsync(open);
        await World.PublishAsync(hidden, Visibility.Unlisted);
        using var visitor = World.Browser();

        var page = await visitor.PageAsync("/people/Dora%20%2F%20D.");
        Assert.Equal("Dora / D.", page.QuerySelector("h1")!.TextContent);
        Assert.Single(page.QuerySelectorAll(".album-card"));
        foreach (var path in new[] { "/people/Emil", "/people/Emil/feed", "/people/Nobody/feed" })
            Assert.Equal(await BodyAsync(visitor, "/people/Nobody"), await BodyAsync(visitor, path));

        await World.Get<IAccountCatalog>().ChangeAsync(dora.Id, isAdmin: false, disabled: true, quotaBytes: null, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/people/Dora%20%2F%20D.")).StatusCode);
    }

    [Fact]
    [Trait("trust", "L08")]
    [Trait("trust", "M01")]
    public async Task Originals_are_scrubbed_and_nothing_that_is_hidden_is_told()
    {
        const string File = "gps/DSCN0010.jpg";
        var item = await World.PlantAsync(World.Ada, await System.IO.File.ReadAllBytesAsync(Corpus.PathOf(File), Cancel), "canary.jpg", "image/jpeg");
        await World.Get<IMediaCatalog>().EditAsync(new Scope.Own(World.Ada.Id), item.Id, new MediaEdit { Title = "canary", Place = "canary" }, null, Cancel);
        var (looking, taking) = (await World.PublishAsync(item), await World.PublishAsync(await World.AlbumAsync(World.Ada, item.Id), canDownload: true));
        using var visitor = World.Browser();

        Assert.Equal(await Scrubbed.FileAsync(File), await visitor.Client.GetByteArrayAsync($"/p/{taking.Address}/media/{item.Id}/original", Cancel));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/p/{looking.Address}/media/{item.Id}/original")).StatusCode);
        foreach (var path in new[] { $"/p/{looking.Address}", $"/p/{taking.Address}", $"/p/{taking.Address}/media/{item.Id}", $"/p/{looking.Address}/oembed", "/people/Ada", "/people/Ada/feed" })
        {
            var body = await visitor.Client.GetStringAsync(path, Cancel);
            Assert.All(new[] { "canary", "2026-05-03", World.Ada.Id.ToString(), item.Sha256! }, word => Assert.DoesNotContain(word, body, StringComparison.Ordinal));
        }
    }

    [Fact]
    [Trait("trust", "H03")]
    [Trait("trust", "L12")]
    public async Task What_is_unlisted_is_for_no_index_and_nothing_is_kept_by_others()
    {
        var item = await World.PlantAsync(World.Ada, Planting.Bytes(10), renditions: ("tile", Planting.Bytes(5)));
        var (open, hidden) = (await World.PublishAsync(await World.AlbumAsync(World.Ada, item.Id)), await World.PublishAsync(item, Visibility.Unlisted));
        using var visitor = await World.BrowserOfAsync(World.Ben);

        foreach (var (one, isListed) in new[] { (open, true), (hidden, false) })
        {
            using var answer = await visitor.GetAsync($"/p/{one.Address}");
            var page = await Browser.ParseAsync(answer);
            Assert.Equal(isListed, !answer.Headers.Contains("X-Robots-Tag"));
            Assert.Equal(isListed, page.QuerySelector("meta[name=robots]") is null);
            Assert.Equal(isListed, page.Body!.TextContent.Contains("by Ada", StringComparison.Ordinal));
            Assert.Null(page.QuerySelector(".bar"));
            foreach (var path in new[] { $"/p/{one.Address}", $"/p/{one.Address}/media/{item.Id}/tile", $"/p/{one.Address}/oembed", "/people/Ada/feed" })
            {
                using var kept = await visitor.GetAsync(path);
                Assert.True(kept.Headers.CacheControl is { Private: true, NoCache: true }, $"{path}: {kept.Headers.CacheControl}");
                Assert.False(kept.Headers.Contains("Set-Cookie"), path);
            }
        }
    }

    [Fact]
    [Trait("trust", "I02")]
    public async Task A_hostile_title_stays_text_in_previews_and_feeds()
    {
        const string Title = "x\"><meta http-equiv=\"refresh\" content=\"0;url=//evil\"><script>alert(1)</script>\u0001 & Söhne ]]>";
        var item = await World.PlantAsync(World.Ada, Planting.Bytes(10), renditions: ("screen", Planting.Bytes(5)));
        var album = await World.AlbumAsync(World.Ada, item.Id);
        await World.Get<IAlbumCatalog>().EditAsync(album.Id, new AlbumEdit { Title = Title, Description = Title }, null, Cancel);
        var published = await World.PublishAsync(album);
        var (_, token) = await World.LinkAsync(World.Ada, new() { Name = "x", Album = album.Id });
        using var visitor = World.Browser();

        foreach (var home in new[] { $"/p/{published.Address}", $"/s/{token}" })
        {
            var page = await visitor.PageAsync(home);
            Assert.Null(page.QuerySelector("meta[http-equiv]"));
            Assert.Equal(Title, page.QuerySelector("meta[property='og:title']")!.GetAttribute("content"));
            Assert.Equal(Title, page.QuerySelector("meta[property='og:description']")!.GetAttribute("content"));
            Assert.Equal(World.Address + home[1..] + $"/media/{item.Id}/screen", page.QuerySelector("meta[property='og:image']")!.GetAttribute("content"));
            Assert.Equal(Title, page.QuerySelector("link[type='application/json+oembed']")!.GetAttribute("title"));
        }

        var discovered = (await visitor.PageAsync($"/p/{published.Address}")).QuerySelector("link[type='application/atom+xml']")!.GetAttribute("href")!;
        var feed = XDocument.Parse(await visitor.Client.GetStringAsync(discovered, Cancel));
        XNamespace atom = "http://www.w3.org/2005/Atom";
        var entry = feed.Root!.Elements(atom + "entry").Single(one => one.Element(atom + "id")!.Value == $"{World.Address}p/{published.Address}");
        Assert.Equal(Title.Replace('\u0001', '\uFFFD'), entry.Element(atom + "title")!.Value);
        Assert.Equal("5", entry.Elements(atom + "link").Single(link => link.Attribute("rel")!.Value == "enclosure").Attribute("length")!.Value);
        Assert.Equal("Ada", entry.Element(atom + "author")!.Element(atom + "name")!.Value);
    }

    [Fact]
    public async Task Pages_of_public_things_follow_each_other_and_show_each_once()
    {
        var frida = await World.PersonAsync("Frida", isAdmin: false);
        for (var n = 0; n < 30; n++) await World.PublishAsync(await World.PlantAsync(frida, Planting.Bytes(10 + n)));
        using var visitor = World.Browser();

        var first = await visitor.PageAsync("/people/Frida");
        var second = await visitor.PageAsync(first.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        var urls = first.QuerySelectorAll(".album-card").Concat(second.QuerySelectorAll(".album-card")).Select(card => card.GetAttribute("href")).ToList();
        Assert.Equal((30, 30), (urls.Count, urls.Distinct().Count()));
        Assert.Null(second.QuerySelector("a[rel=next]"));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/people/Frida?after=nonsense")).StatusCode);
    }

    [Fact]
    [Trait("trust", "L01")]
    public async Task Guessed_addresses_are_slowed_down_and_those_that_are_there_stay_open()
    {
        await using var world = await World.StartAsync();
        var published = await world.PublishAsync(await world.PlantAsync(world.Ada, Planting.Bytes(10)));
        using var guesser = world.ProgramWith(null);
        var answers = new List<HttpStatusCode>();
        for (var n = 0; n < 600; n++) answers.Add((await guesser.GetAsync($"/p/{Ids.NewToken()}", Cancel)).StatusCode);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.TooManyRequests), (answers[0], answers[^1]));
        Assert.Equal(HttpStatusCode.OK, (await guesser.GetAsync($"/p/{published.Address}", Cancel)).StatusCode);
    }

    private static string[] Paths(string address, MediaId id) =>
        [.. new[] { "", $"/media/{id}", $"/media/{id}/original", $"/media/{id}/original?download=1", $"/media/{id}/tile", "/archive", "/oembed" }.Select(rest => $"/p/{address}{rest}")];

    private static async Task<MediaItem> ItemAsync(World world, string title)
    {
        var item = await world.PlantAsync(world.Ada, Planting.Bytes(10));
        var edited = await world.Get<IMediaCatalog>().EditAsync(new Scope.Own(world.Ada.Id), item.Id, new MediaEdit { Title = title }, null, Cancel);
        return Assert.IsType<EditOutcome.Edited>(edited).Item;
    }

    private static async Task<string> BodyAsync(Browser browser, string path)
    {
        using var answer = await browser.GetAsync(path);
        return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Cancel)}";
    }
}
