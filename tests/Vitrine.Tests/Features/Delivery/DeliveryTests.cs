using System.Net;
using System.Net.Http.Headers;
using Vitrine.Library;

namespace Vitrine.Tests.Features.Delivery;

public sealed class DeliveryTests : IAsyncLifetime
{
    private static readonly byte[] Content = Planting.Bytes(300_000);
    private static readonly byte[] Tile = Planting.Bytes(13_000, seed: 2);

    private World world = null!;
    private HttpClient ada = null!;
    private HttpClient ben = null!;
    private MediaItem item = null!;

    public async ValueTask InitializeAsync()
    {
        world = await World.StartAsync();
        ada = await world.ProgramOfAsync(world.Ada);
        ben = await world.ProgramOfAsync(world.Ben);
        item = await world.PlantAsync(world.Ada, Content, renditions: ("tile", Tile));
    }

    public async ValueTask DisposeAsync()
    {
        ada.Dispose();
        ben.Dispose();
        await world.DisposeAsync();
    }

    private string Original => $"/media/{item.Id}/original";

    [Fact]
    [Trait("trust", "H03")]
    public async Task An_original_comes_byte_for_byte_with_what_a_cache_must_know()
    {
        using var answer = await SendAsync(ada, Original);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Content, await BytesAsync(answer));
        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal($"\"{item.Sha256}\"", answer.Headers.ETag?.ToString());
        Assert.Equal("no-cache, private", Sorted(answer.Headers.CacheControl));
        Assert.Equal("bytes", Assert.Single(answer.Headers.AcceptRanges));
        Assert.Equal("inline; filename=\"picture.jpg\"", answer.Content.Headers.GetValues("Content-Disposition").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("sandbox; default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.NotNull(answer.Content.Headers.LastModified);
    }

    [Fact]
    [Trait("trust", "H03")]
    public async Task A_tile_is_the_same_from_disk_and_from_memory()
    {
        for (var i = 0; i < 3; i++)
        {
            using var answer = await SendAsync(ada, $"/media/{item.Id}/tile");
            Assert.Equal(Tile, await BytesAsync(answer));
            Assert.Equal("image/webp", answer.Content.Headers.ContentType?.ToString());
            Assert.Equal("no-cache, private", Sorted(answer.Headers.CacheControl));

            using var part = await SendAsync(ada, $"/media/{item.Id}/tile", range: "bytes=100-199");
            Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
            Assert.Equal(Tile[100..200], await BytesAsync(part));
        }
    }

    [Theory]
    [Trait("trust", "R01")]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=5-", 5, 299_995)]
    [InlineData("bytes=-1", 299_999, 1)]
    [InlineData("bytes=0-99999999", 0, 300_000)]
    [InlineData("bytes=299999-299999", 299_999, 1)]
    [InlineData("bytes=65530-131080", 65_530, 65_551)]
    public async Task A_range_is_exactly_those_bytes(string range, int offset, int length)
    {
        using var answer = await SendAsync(ada, Original, range);

        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal($"bytes {offset}-{offset + length - 1}/300000", answer.Content.Headers.ContentRange?.ToString());
        Assert.Equal(length, answer.Content.Headers.ContentLength);
        Assert.NotNull(answer.Headers.ETag);
        Assert.Equal(Content[offset..(offset + length)], await BytesAsync(answer));
    }

    [Theory]
    [Trait("trust", "R02")]
    [InlineData("bytes=300000-")]
    [InlineData("bytes=-0")]
    public async Task A_range_without_a_byte_is_416(string range)
    {
        using var answer = await SendAsync(ada, Original, range);

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, answer.StatusCode);
        Assert.Equal("bytes */300000", answer.Content.Headers.ContentRange?.ToString());
    }

    [Theory]
    [Trait("trust", "R03")]
    [InlineData("GET", "bytes=5-2")]
    [InlineData("GET", "bytes=a-b")]
    [InlineData("GET", "items=0-1")]
    [InlineData("GET", "")]
    [InlineData("GET", "bytes=0-1,3-4")]
    [InlineData("HEAD", "bytes=0-9")]
    public async Task An_odd_range_gets_the_whole(string method, string range)
    {
        using var answer = await SendAsync(ada, Original, range, method);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(300_000, answer.Content.Headers.ContentLength);
        Assert.Equal(method == "HEAD" ? 0 : 300_000, (await BytesAsync(answer)).Length);
    }

    [Fact]
    [Trait("trust", "R03")]
    public async Task Posting_to_bytes_is_refused()
    {
        using var answer = await SendAsync(ada, Original, "bytes=0-1", "POST");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Theory]
    [Trait("trust", "R07")]
    [InlineData("{0}", null)]
    [InlineData("*", null)]
    [InlineData("W/{0}", null)]
    [InlineData("\"x\", {0}", "Thu, 01 Jan 1970 00:00:00 GMT")]
    public async Task Who_holds_the_bytes_gets_304(string tag, string? since)
    {
        using var answer = await SendAsync(ada, Original, ("If-None-Match", string.Format(null, tag, $"\"{item.Sha256}\"")), ("If-Modified-Since", since));

        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
        Assert.Equal($"\"{item.Sha256}\"", answer.Headers.ETag?.ToString());
        Assert.Equal("no-cache, private", Sorted(answer.Headers.CacheControl));
        Assert.NotEmpty(answer.Headers.Vary);
        Assert.Empty(await BytesAsync(answer));
    }

    [Fact]
    [Trait("trust", "R07")]
    public async Task Other_bytes_are_sent_whatever_the_date_says()
    {
        using var answer = await SendAsync(ada, Original, ("If-None-Match", "\"other\""), ("If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [Trait("trust", "R07")]
    [Trait("trust", "A02")]
    [InlineData("GET", null)]
    [InlineData("HEAD", null)]
    [InlineData("GET", "bytes=0-0")]
    public async Task What_is_not_yours_is_answered_as_what_is_not_there(string method, string? range)
    {
        foreach (var name in new[] { "original", "tile", "screen", "nothing", "original?download=1" })
        {
            var tag = name.StartsWith("tile", StringComparison.Ordinal) ? "\"test-recipe-tile\"" : $"\"{item.Sha256}\"";
            using var foreign = await SendAsync(ben, $"/media/{item.Id}/{name}", method, ("Range", range), ("If-None-Match", tag));
            using var absent = await SendAsync(ben, $"/media/{new string('0', 32)}/{name}", method, ("Range", range), ("If-None-Match", tag));
            using var malformed = await SendAsync(ben, $"/media/..%2f..%2fetc/{name}", method, ("Range", range), ("If-None-Match", tag));

            Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, absent.StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, malformed.StatusCode);
            Assert.Equal(await BytesAsync(absent), await BytesAsync(foreign));
            Assert.Equal(Names(absent), Names(foreign));
            Assert.Equal("no-store", foreign.Headers.CacheControl?.ToString());
        }
    }

    [Fact]
    [Trait("trust", "R07")]
    public async Task A_stranger_learns_nothing_from_a_tag()
    {
        using var nobody = world.ProgramWith(null);
        using var answer = await SendAsync(nobody, Original, ("If-None-Match", $"\"{item.Sha256}\""));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Null(answer.Headers.ETag);
    }

    [Fact]
    public async Task A_changed_file_is_sent_whole_to_who_holds_a_part_of_another()
    {
        using var same = await SendAsync(ada, Original, ("Range", "bytes=10-19"), ("If-Range", $"\"{item.Sha256}\""));
        using var other = await SendAsync(ada, Original, ("Range", "bytes=10-19"), ("If-Range", "\"other\""));

        Assert.Equal(HttpStatusCode.PartialContent, same.StatusCode);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Theory]
    [Trait("trust", "C01")]
    [InlineData("text/html", "page.html")]
    [InlineData("image/svg+xml", "drawing.svg")]
    [InlineData("application/xml", "a.xml")]
    [InlineData("text/javascript", "a.js")]
    [InlineData("application/x-shockwave-flash", "a.swf")]
    [InlineData("application/pdf", "a.pdf")]
    [InlineData("application/octet-stream", "a.bin")]
    [InlineData("image/tiff", "a.tif")]
    public async Task What_could_hold_script_is_only_ever_a_download(string contentType, string fileName)
    {
        var planted = await world.PlantAsync(world.Ada, "<script>alert(1)</script>"u8.ToArray(), fileName, contentType);
        using var answer = await SendAsync(ada, $"/media/{planted.Id}/original");

        Assert.Equal($"attachment; filename=\"{fileName}\"", answer.Content.Headers.GetValues("Content-Disposition").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("sandbox; default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Fact]
    [Trait("trust", "H02")]
    public async Task A_hostile_name_stays_in_its_header()
    {
        var planted = await world.PlantAsync(world.Ada, Content, "a\"\r\nSet-Cookie: x\u202e漢.jpg");
        using var answer = await SendAsync(ada, $"/media/{planted.Id}/original?download=1");

        Assert.Equal(
            "attachment; filename=\"a___Set-Cookie: x__.jpg\"; filename*=UTF-8''a%22__Set-Cookie%3A%20x_%E6%BC%A2.jpg",
            answer.Content.Headers.GetValues("Content-Disposition").Single());
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Lost_and_shortened_originals_are_told_and_never_sent_as_whole()
    {
        var path = Path.Combine(world.Data, "media", item.OriginalKey.Value);
        await File.WriteAllBytesAsync(path, Content[..100_000], TestContext.Current.CancellationToken);
        foreach (var range in new[] { null, "bytes=0-9", "bytes=200000-200009" })
        {
            using var shortened = await SendAsync(ada, Original, range);
            Assert.Contains("original_missing", await TextAsync(shortened));
            Assert.False(shortened.IsSuccessStatusCode);
            Assert.Null(shortened.Headers.ETag);
        }

        File.Delete(path);
        using var lost = await SendAsync(ada, Original);
        Assert.Contains("original_missing", await TextAsync(lost));
        Assert.False(lost.IsSuccessStatusCode);

        File.Delete(Path.Combine(world.Data, "media", $"renditions/{item.Id}/test-recipe/tile.webp"));
        using var tile = await SendAsync(ada, $"/media/{item.Id}/tile");
        Assert.Equal(HttpStatusCode.NotFound, tile.StatusCode);
    }

    [Fact]
    public async Task An_empty_file_is_sent_as_nothing()
    {
        var empty = await world.PlantAsync(world.Ada, [], "empty.jpg");
        using var whole = await SendAsync(ada, $"/media/{empty.Id}/original");
        using var part = await SendAsync(ada, $"/media/{empty.Id}/original", range: "bytes=0-0");

        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        Assert.Empty(await BytesAsync(whole));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, part.StatusCode);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string path, string? range = null, string method = "GET") =>
        SendAsync(client, path, method, ("Range", range));

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string path, params (string Name, string? Value)[] headers) =>
        SendAsync(client, path, "GET", headers);

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string path, string method, params (string Name, string? Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        foreach (var (name, value) in headers)
            if (value is not null) request.Headers.TryAddWithoutValidation(name, value);
        return client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static Task<byte[]> BytesAsync(HttpResponseMessage answer) => answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static string Sorted(CacheControlHeaderValue? caching) => string.Join(", ", caching!.ToString().Split(", ").Order());

    private static IEnumerable<string> Names(HttpResponseMessage answer) => answer.Headers.Concat(answer.Content.Headers).Select(h => h.Key).Order();
}
