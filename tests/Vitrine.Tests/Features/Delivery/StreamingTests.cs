using System.Net;
using Microsoft.Extensions.Time.Testing;
using Vitrine.Features.Delivery;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Links;
using Vitrine.Library.Publishing;

namespace Vitrine.Tests.Features.Delivery;

/// <summary>What happens while many bytes are on their way.</summary>
public class StreamingTests
{
    /// <summary>More than the sockets of both sides hold.</summary>
    private const int Much = 64 * 1024 * 1024;

    [Theory]
    [Trait("trust", "A07")]
    [Trait("trust", "L05")]
    [InlineData("session")]
    [InlineData("item")]
    [InlineData("link")]
    [InlineData("album")]
    [InlineData("public")]
    [InlineData("download")]
    public async Task Bytes_stop_soon_after_the_right_to_them_ended(string lost)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var world = await World.StartAsync(time: time);
        var item = await world.PlantAsync(world.Ada, new byte[Much], "film.mp4", "video/mp4");
        var album = await world.AlbumAsync(world.Ada, item.Id);
        await world.Get<IAlbumMembers>().SetAsync(album.Id, world.Ben.Id, AlbumRole.Viewer, TestContext.Current.CancellationToken);
        var (link, token) = await world.LinkAsync(world.Ada, new NewLink { Name = "x", Album = album.Id, CanDownload = true, ShowMetadata = true });
        var published = await world.PublishAsync(album, canDownload: true, showMetadata: true);
        using var browser = await world.BrowserOfAsync(lost == "album" ? world.Ben : world.Ada);
        var root = lost switch
        {
            "album" => $"/albums/{album.Id}/media",
            "link" => $"/s/{token}/media",
            "public" or "download" => $"/p/{published.Address}/media",
            _ => "/media",
        };
        await using var body = await OpenAsync(browser.Client, item, root);
        await body.ReadExactlyAsync(new byte[100_000], TestContext.Current.CancellationToken);

        if (lost == "session") await world.EndSessionsAsync(world.Ada);
        else if (lost == "link") Assert.True(await world.Get<ILinkCatalog>().RevokeAsync(link.Id, TestContext.Current.CancellationToken));
        else if (lost == "public") Assert.True(await world.Get<IPublicationCatalog>().EndAsync(published, TestContext.Current.CancellationToken));
        else if (lost == "download") await world.PublishAsync(album);
        else if (lost == "album") Assert.True(await world.Get<IAlbumMembers>().RemoveAsync(album.Id, world.Ben.Id, TestContext.Current.CancellationToken));
        else Assert.True(await world.Get<IMediaCatalog>().BeginPurgeAsync(new Scope.Own(world.Ada.Id), item.Id, TestContext.Current.CancellationToken));
        time.Advance(Recheck.Every + TimeSpan.FromSeconds(1));

        var ended = await Assert.ThrowsAnyAsync<Exception>(() => body.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken));
        Assert.True(ended is HttpIOException or IOException, ended.ToString());
    }

    [Fact]
    public async Task Bytes_go_on_for_who_may_have_them()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var world = await World.StartAsync(time: time);
        var item = await world.PlantAsync(world.Ada, new byte[Much], "film.mp4", "video/mp4");
        using var program = await world.ProgramOfAsync(world.Ada);
        await using var body = await OpenAsync(program, item);
        await body.ReadExactlyAsync(new byte[100_000], TestContext.Current.CancellationToken);

        time.Advance(Recheck.Every + TimeSpan.FromSeconds(1));

        var rest = new CountingStream();
        await body.CopyToAsync(rest, TestContext.Current.CancellationToken);
        Assert.Equal(Much - 100_000, rest.Count);
    }

    [Fact]
    [Trait("trust", "D08")]
    public async Task Broken_off_downloads_leave_no_file_open()
    {
        await using var world = await World.StartAsync();
        var item = await world.PlantAsync(world.Ada, new byte[Much], "film.mp4", "video/mp4");
        using var program = await world.ProgramOfAsync(world.Ada);

        await Parallel.ForAsync(0, 100, TestContext.Current.CancellationToken, async (_, cancellationToken) =>
        {
            await using var body = await OpenAsync(program, item);
            await body.ReadExactlyAsync(new byte[1000], cancellationToken);
        });

        var path = Path.GetFullPath(Path.Combine(world.Data, "media", item.OriginalKey.Value));
        for (var deadline = DateTime.UtcNow.AddSeconds(30); OpenFiles.Count(path) > 0 && DateTime.UtcNow < deadline;)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Equal(0, OpenFiles.Count(path));
    }

    private static async Task<Stream> OpenAsync(HttpClient client, MediaItem item, string root = "/media")
    {
        var answer = await client.GetAsync($"{root}/{item.Id}/original", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
    }

    private sealed class CountingStream : MemoryStream
    {
        public long Count { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer) => Count += buffer.Length;

        public override void Write(byte[] buffer, int offset, int count) => Count += count;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Count += buffer.Length;
            return ValueTask.CompletedTask;
        }
    }
}
