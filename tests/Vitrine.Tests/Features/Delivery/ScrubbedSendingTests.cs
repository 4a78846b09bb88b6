using Microsoft.AspNetCore.Http;
using Vitrine.Features.Delivery;
using Vitrine.Library;
using Vitrine.Library.Scrubbing;
using Vitrine.Tests.Imaging;
using Vitrine.Tests.Imaging.Scrubbing;

namespace Vitrine.Tests.Features.Delivery;

/// <summary>The one sender with a scrubbed original: length, ranges, tag and name are those of what is sent.</summary>
[Trait("trust", "M01")]
public sealed class ScrubbedSendingTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private const string File = "gps/DSCN0010.jpg";

    private readonly World world = shared.World;

    [Fact]
    public async Task The_whole_is_sent_under_its_own_length_tag_and_name()
    {
        var expected = await Scrubbed.FileAsync(File);
        var (context, body) = await SendAsync(_ => { });

        Assert.Equal((200, (long?)expected.Length, "image/jpeg"), (context.Response.StatusCode, context.Response.ContentLength, context.Response.ContentType));
        Assert.Equal("inline; filename=\"photo.jpg\"", context.Response.Headers.ContentDisposition.ToString());
        Assert.Empty(context.Response.Headers.LastModified.ToString());
        Assert.Equal(expected, body);
    }

    [Fact]
    public async Task A_range_is_one_of_the_scrubbed_bytes()
    {
        var expected = await Scrubbed.FileAsync(File);
        var (context, body) = await SendAsync(request => request.Headers.Range = "bytes=-1000");

        Assert.Equal((206, $"bytes {expected.Length - 1000}-{expected.Length - 1}/{expected.Length}"), (context.Response.StatusCode, context.Response.Headers.ContentRange.ToString()));
        Assert.Equal(expected[^1000..], body);
    }

    [Fact]
    public async Task Its_tag_saves_sending_it_again_and_the_originals_does_not()
    {
        var (first, _) = await SendAsync(_ => { });
        var (again, nothing) = await SendAsync(request => request.Headers.IfNoneMatch = first.Response.Headers.ETag);
        Assert.Equal((304, 0), (again.Response.StatusCode, nothing.Length));

        var item = await PlantAsync();
        var (other, _) = await SendAsync(request => request.Headers.IfNoneMatch = $"\"{item.Sha256}\"");
        Assert.Equal(200, other.Response.StatusCode);
    }

    private async Task<MediaItem> PlantAsync() => await world.PlantAsync(
        world.Ada, await System.IO.File.ReadAllBytesAsync(Corpus.PathOf(File), TestContext.Current.CancellationToken), $"Oma in {Canary.Word}.jpg");

    private async Task<(HttpContext Context, byte[] Body)> SendAsync(Action<HttpRequest> ask)
    {
        var item = await PlantAsync();
        var opened = Assert.IsType<ScrubbedOriginal.Opened>(await world.Get<IScrubbedOriginals>().OpenAsync(item, TestContext.Current.CancellationToken));
        await using var file = opened.File;
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Request = { Method = "GET" }, Response = { Body = body }, RequestServices = world.Site.Services };
        ask(context.Request);
        await world.Get<Sending>().SendAsync(context, MediaFile.Scrubbed(item, file), _ => Task.FromResult(true));
        await context.Response.BodyWriter.FlushAsync(TestContext.Current.CancellationToken);
        return (context, body.ToArray());
    }
}
