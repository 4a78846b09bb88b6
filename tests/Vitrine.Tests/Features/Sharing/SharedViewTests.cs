using System.Net;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Links;

namespace Vitrine.Tests.Features.Sharing;

/// <summary>What those who hold a link see, and what they do not.</summary>
public sealed class SharedViewTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private World World => shared.World;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("trust", "L07")]
    public async Task For_looking_only_there_are_pictures_and_no_way_to_the_original()
    {
        var item = await ItemAsync();
        var (_, token) = await World.LinkAsync(World.Ada, new NewLink { Name = "x", Items = [item.Id], ShowMetadata = true });
        using var visitor = World.Browser();
        var door = $"/s/{token}/media/{item.Id}";

        foreach (var path in new[] { "/original", "/original?download=1" })
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
            {
                using var request = new HttpRequestMessage(method, door + path);
                request.Headers.Range = new(0, 3);
                using var refused = await visitor.Client.SendAsync(request, Cancel);
                Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
            }
        }

        Assert.Equal(Planting.Bytes(6), await visitor.Client.GetByteArrayAsync($"{door}/screen", Cancel));
        foreach (var page in new[] { $"/s/{token}", door })
            Assert.DoesNotContain("/original", (await visitor.PageAsync(page)).Source.Text, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("trust", "L08")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_details_are_hidden_nothing_that_is_known_of_an_item_or_its_owner_is_told(bool canDownload)
    {
        var item = await ItemAsync();
        var (link, token) = await World.LinkAsync(
            World.Ada, new NewLink { Name = "canary-for", Items = [item.Id], Title = "For you", CanDownload = canDownload });
        using var visitor = World.Browser();
        var door = $"/s/{token}/media/{item.Id}";
        string[] canaries = ["canary", "2026-05-03", "May 2026", "Ada", World.Ada.Id.ToString(), link.Id.ToString(), link.TokenHash, item.Sha256!];

        foreach (var path in new[] { $"/s/{token}", door })
        {
            var page = await visitor.PageAsync(path);
            Assert.All(canaries, canary => Assert.DoesNotContain(canary, page.Source.Text, StringComparison.Ordinal));
        }

        // What only looks like a picture cannot be scrubbed: its page says so.
        Assert.Equal(canDownload, (await visitor.PageAsync(door)).Source.Text.Contains("not offered here", StringComparison.Ordinal));
        using var original = await visitor.GetAsync($"{door}/original");
        using var screen = await visitor.GetAsync($"{door}/screen?download=1");
        Assert.Equal(canDownload ? HttpStatusCode.Forbidden : HttpStatusCode.NotFound, original.StatusCode);
        Assert.DoesNotContain("canary", screen.Content.Headers.ContentDisposition!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_details_and_download_the_original_comes_as_it_is_and_the_page_tells_what_it_is()
    {
        var item = await ItemAsync();
        var (_, token) = await World.LinkAsync(World.Ada, new NewLink { Name = "x", Items = [item.Id], CanDownload = true, ShowMetadata = true });
        using var visitor = World.Browser();

        Assert.Equal(Planting.Bytes(10), await visitor.Client.GetByteArrayAsync($"/s/{token}/media/{item.Id}/original", Cancel));
        var page = await visitor.PageAsync($"/s/{token}/media/{item.Id}");
        Assert.Equal("canary-title", page.QuerySelector("h1")!.TextContent);
        Assert.NotNull(page.QuerySelector("#download"));
    }

    [Fact]
    [Trait("trust", "L12")]
    public async Task A_shared_page_is_for_no_index_sends_no_referrer_and_tells_chats_only_what_is_not_protected()
    {
        var item = await ItemAsync();
        var album = await World.AlbumAsync(World.Ada, item.Id);
        var (_, open) = await World.LinkAsync(World.Ada, new NewLink { Name = "x", Album = album.Id });
        var (counted, countedToken) = await World.LinkAsync(World.Ada, new NewLink { Name = "x", Album = album.Id, MaxOpens = 5 });
        var (locked, lockedToken) = await World.LinkAsync(World.Ada, new NewLink { Name = "x", Album = album.Id, Password = World.Password });
        using var visitor = World.Browser();

        foreach (var token in new[] { open, countedToken, lockedToken })
        {
            using var answer = await visitor.GetAsync($"/s/{token}");
            var page = await Browser.ParseAsync(answer);
            Assert.Equal("no-referrer", string.Join("", answer.Headers.GetValues("Referrer-Policy")));
            Assert.Contains("noindex", string.Join("", answer.Headers.GetValues("X-Robots-Tag")), StringComparison.Ordinal);
            Assert.Equal("noindex", page.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
            foreach (var secret in new[] { World.Ada.Name, World.Ada.Id.ToString(), album.Id.ToString(), World.Data, locked.PasswordHash!, counted.TokenHash })
                Assert.DoesNotContain(secret, page.Source.Text, StringComparison.Ordinal);
        }

        var shown = await visitor.PageAsync($"/s/{open}");
        Assert.Equal(album.Title, shown.QuerySelector("meta[property='og:title']")!.GetAttribute("content"));
        var picture = shown.QuerySelector("meta[property='og:image']")!.GetAttribute("content")!;
        Assert.Equal(Planting.Bytes(6), await visitor.Client.GetByteArrayAsync(new Uri(picture), Cancel));
        Assert.Null((await visitor.PageAsync($"/s/{countedToken}")).QuerySelector("meta[property='og:image']"));
        Assert.DoesNotContain(album.Title, (await visitor.PageAsync($"/s/{lockedToken}")).Source.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_shows_just_what_it_is_for_and_follows_it()
    {
        var (inside, outside) = (await ItemAsync(), await ItemAsync());
        var album = await World.AlbumAsync(World.Ada, inside.Id);
        var (_, token) = await World.LinkAsync(World.Ada, new NewLink { Name = "x", Album = album.Id });
        using var visitor = World.Browser();
        Assert.Single((await visitor.PageAsync($"/s/{token}")).QuerySelectorAll(".tile"));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/s/{token}/media/{outside.Id}/tile")).StatusCode);
        foreach (var path in new[] { $"/media/{inside.Id}/tile", $"/albums/{album.Id}/media/{inside.Id}/tile", $"/api/v1/media/{inside.Id}", $"/albums/{album.Id}" })
            Assert.NotEqual(HttpStatusCode.OK, (await visitor.GetAsync(path)).StatusCode);

        await World.Get<IMediaCatalog>().PutInTrashAsync(new Scope.Own(World.Ada.Id), inside.Id, Cancel);

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/s/{token}/media/{inside.Id}/tile")).StatusCode);
        Assert.Contains("Nothing here right now", (await visitor.PageAsync($"/s/{token}")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_owner_sees_just_what_a_link_shows_without_counting_as_a_visitor_and_nobody_else_does()
    {
        var item = await ItemAsync();
        var (link, _) = await World.LinkAsync(World.Ada, new NewLink { Name = "x", Items = [item.Id], CanDownload = true, Password = World.Password });
        var (open, openToken) = await World.LinkAsync(World.Ada, new NewLink { Name = "x", Items = [item.Id], CanDownload = true });
        using var ada = await World.BrowserOfAsync(World.Ada);
        using var ben = await World.BrowserOfAsync(World.Ben);
        using var stranger = World.Browser();

        string Shown(AngleSharp.Html.Dom.IHtmlDocument page, string root) =>
            page.QuerySelector("main v-shown")!.OuterHtml.Replace(root, "", StringComparison.Ordinal);
        Assert.Equal(
            Shown(await stranger.PageAsync($"/s/{openToken}"), $"/s/{openToken}"), Shown(await ada.PageAsync($"/shares/{open.Id}/view"), $"/shares/{open.Id}"));
        foreach (var (path, status) in new[] { ("", 200), ("/screen", 200), ("/original", 403), ("/original?download=1", 403) })
        {
            Assert.Equal(status, (int)(await ada.GetAsync($"/shares/{link.Id}/media/{item.Id}{path}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await ben.GetAsync($"/shares/{link.Id}/media/{item.Id}{path}")).StatusCode);
        }

        Assert.DoesNotContain("canary", (await ada.PageAsync($"/shares/{link.Id}/media/{item.Id}")).QuerySelector("main")!.OuterHtml, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await ben.GetAsync($"/shares/{link.Id}/view")).StatusCode);
        Assert.Equal(0, (await World.Get<ILinkCatalog>().FindAsync(link.Id, Cancel))!.Opens);
    }

    [Fact]
    public async Task One_visitor_is_one_open_however_often_the_page_is_looked_at()
    {
        var item = await ItemAsync();
        var (link, token) = await World.LinkAsync(World.Ada, new NewLink { Name = "x", Items = [item.Id] });
        using var prefetching = World.Browser();
        prefetching.Client.DefaultRequestHeaders.Add("Sec-Purpose", "prefetch");
        await prefetching.PageAsync($"/s/{token}");
        using var first = World.Browser();
        for (var n = 0; n < 3; n++) await first.PageAsync($"/s/{token}");
        using var second = World.Browser();
        await second.PageAsync($"/s/{token}");

        Assert.Equal(2, (await World.Get<ILinkCatalog>().FindAsync(link.Id, Cancel))!.Opens);
    }

    private async Task<MediaItem> ItemAsync()
    {
        var item = await World.PlantAsync(
            World.Ada, Planting.Bytes(10), "canary-file.jpg", renditions: [("tile", Planting.Bytes(5)), ("screen", Planting.Bytes(6))]);
        var edit = new MediaEdit { Title = "canary-title", Description = "canary-description", Place = "canary-place", Tags = ["canary-tag"] };
        return Assert.IsType<EditOutcome.Edited>(await World.Get<IMediaCatalog>().EditAsync(Scope.Everything, item.Id, edit, null, Cancel)).Item;
    }
}
