using System.Net;
using Microsoft.Extensions.Time.Testing;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;
using Vitrine.Tests.Uploads;

namespace Vitrine.Tests.Uploads.Guests;

/// <summary>What becomes of what guests send when their link ends, and when the site does.</summary>
public sealed class GuestLinkEndTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("revoked")]
    [InlineData("revoked elsewhere")]
    [InlineData("album deleted")]
    [Trait("trust", "L05")]
    [Trait("trust", "U15")]
    public async Task An_upload_under_way_ends_within_seconds_of_its_link_and_what_was_finished_stays(string how)
    {
        await using var world = await World.StartAsync();
        var (album, link, token) = await GuestAtLink.LinkAsync(world);
        using var zoe = await GuestAtLink.ComeAsync(world, token);
        var finished = await zoe.AddAsync();
        using var begun = await zoe.BeginAsync(100_000_000);
        var url = begun.Headers.Location!.OriginalString;
        using var body = new EndlessContent();
        var patch = zoe.Tus.SendAsync(HttpMethod.Patch, url, body, ("Upload-Offset", "0"), ("Accept", "application/json"));
        await UploadWorld.UntilAsync(() => Task.FromResult(body.Sent > 200_000));

        switch (how)
        {
            case "revoked":
                using (var owner = await world.BrowserOfAsync(world.Ada))
                using (var answer = await owner.Client.DeleteAsync($"/api/v1/links/{link.Id}", Cancel)) Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
                break;
            case "revoked elsewhere":
                Assert.True(await world.Get<ILinkCatalog>().RevokeAsync(link.Id, Cancel)); // what another node has done in the catalog
                break;
            default:
                Assert.True(await world.Get<IAlbumCatalog>().DeleteAsync(album.Id, Cancel));
                break;
        }

        await EndedAsync(patch);
        await world.NothingStaysHeldAsync();
        Assert.Empty(await world.Get<IGuestCatalog>().UnderWayAsync(link.Id, 10, Cancel));
        Assert.NotNull(await world.Get<IMediaCatalog>().FindAsync(Scope.Everything, finished, Cancel));
        using var again = await zoe.SendAsync(Pictures.Png(8, 8, 2));
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    [Trait("trust", "U15")]
    public async Task After_its_end_a_link_takes_nothing_and_its_unfinished_uploads_expire_with_it()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var world = await World.StartAsync(time: time);
        var (_, link, token) = await GuestAtLink.LinkAsync(world, expiresAt: time.GetUtcNow().AddHours(1));
        using var zoe = await GuestAtLink.ComeAsync(world, token);
        using var begun = await zoe.BeginAsync(1000);
        var kept = await zoe.AddAsync();

        time.Advance(TimeSpan.FromHours(1));

        using var patched = await zoe.Tus.PatchAsync(begun.Headers.Location!.OriginalString, 0, new byte[10]);
        using var another = await zoe.SendAsync(Pictures.Png(8, 8, 2));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (patched.StatusCode, another.StatusCode));
        Assert.Single(await world.Get<IUploadCatalog>().ExpiredAsync(time.GetUtcNow().AddSeconds(1), 10, Cancel));
        Assert.NotNull(await world.Get<IMediaCatalog>().FindAsync(new Scope.Waiting(link.Album!.Value), kept, Cancel));
    }

    [Fact]
    public async Task A_guest_goes_on_after_the_site_was_restarted()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"vitrine-guests-{Guid.NewGuid():N}");
        var picture = Pictures.Png(64, 48, 1);
        string token, url;
        CookieCollection cookies;
        await using (var world = await World.StartAsync(folder, ownsFolder: false))
        {
            (_, _, token) = await GuestAtLink.LinkAsync(world);
            using var zoe = await GuestAtLink.ComeAsync(world, token);
            using var begun = await zoe.BeginAsync(picture.Length);
            url = begun.Headers.Location!.OriginalString;
            using var first = await zoe.Tus.PatchAsync(url, 0, picture[..1000]);
            cookies = zoe.Browser.Cookies.GetAllCookies();
        }

        await using var again = await World.StartAsync(folder, ownsFolder: true);
        using var back = await GuestAtLink.ComeAsync(again, token, name: null);
        foreach (Cookie cookie in cookies) back.Browser.Cookies.Add(again.Address, new Cookie(cookie.Name, cookie.Value, cookie.Path));

        Assert.Equal(1000, await back.Tus.OffsetAsync(url));
        using var last = await back.Tus.PatchAsync(url, 1000, picture[1000..]);
        Assert.Equal([(Tus.ItemOf(last).ToString(), "waiting")], await back.MineAsync());
        Assert.Contains("Zoë", (await back.Browser.PageAsync($"/s/{token}/add")).Body!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>Whatever the answer, or none: the body is no longer read.</summary>
    private static async Task EndedAsync(Task<HttpResponseMessage> patch)
    {
        try
        {
            using var answer = await patch.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
            Assert.False(answer.IsSuccessStatusCode);
        }
        catch (HttpRequestException)
        {
            // The connection was closed under the body.
        }
    }

    /// <summary>A body that trickles for as long as somebody reads it.</summary>
    private sealed class EndlessContent : HttpContent
    {
        private long sent;

        public long Sent => Interlocked.Read(ref sent);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var piece = new byte[64 * 1024];
            while (true)
            {
                await stream.WriteAsync(piece, Cancel);
                await stream.FlushAsync(Cancel);
                Interlocked.Add(ref sent, piece.Length);
                await Task.Delay(20, Cancel);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
