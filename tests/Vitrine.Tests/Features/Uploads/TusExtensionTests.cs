using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Vitrine.Library;
using static Vitrine.Tests.Uploads.UploadWorld;

namespace Vitrine.Tests.Uploads;

/// <summary>Creation, checksum, expiration and termination.</summary>
public sealed class TusExtensionTests : IAsyncLifetime
{
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private World world = null!;
    private HttpClient program = null!;
    private Tus tus = null!;

    public async ValueTask InitializeAsync()
    {
        world = await World.StartAsync(new Dictionary<string, string?> { ["Uploads:MaxFileBytes"] = "1000000" }, time);
        program = await world.ProgramOfAsync(world.Ada);
        tus = new Tus(program);
    }

    [Theory, Trait("trust", "T09")]
    [InlineData("-1", "", 400)]
    [InlineData("1e30", "", 400)]
    [InlineData("abc", "", 400)]
    [InlineData("", "", 400)]
    [InlineData("10", "1", 400)]
    [InlineData("", "2", 400)]
    [InlineData("1000001", "", 413)]
    [InlineData("99999999999999999999999999", "", 413)]
    [InlineData("1000000", "", 201)]
    public async Task Lengths_that_make_no_sense_are_400_and_too_large_ones_413_before_any_byte(string length, string defer, int status)
    {
        using var answer = await tus.SendAsync(HttpMethod.Post, Tus.Place, (byte[]?)null, ("Upload-Length", length), ("Upload-Defer-Length", defer));
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact, Trait("trust", "U03")]
    public async Task An_empty_file_is_refused_at_creation()
    {
        using var answer = await tus.SendAsync(HttpMethod.Post, Tus.Place, (byte[]?)null, ("Upload-Length", "0"));
        Assert.Equal("empty_file", await Tus.CodeAsync(answer));
        Assert.Empty(await world.ItemsAsync(world.Ada));
    }

    [Fact]
    public async Task Creation_may_bring_all_the_bytes_or_the_first_ones()
    {
        var bytes = Bytes(2000);
        using var whole = await tus.SendAsync(HttpMethod.Post, Tus.Place, bytes, ("Upload-Length", "2000"), ("Upload-Metadata", Tus.Metadata(("filename", "a.bin"))));
        Assert.Equal(HttpStatusCode.Created, whole.StatusCode);
        Assert.Equal("2000", Tus.Header(whole, "Upload-Offset"));
        Assert.Equal(bytes, await OriginalAsync(program, Tus.ItemOf(whole)));

        var other = Bytes(2000, seed: 2);
        using var part = await tus.SendAsync(HttpMethod.Post, Tus.Place, other[..500], ("Upload-Length", "2000"));
        Assert.Equal("500", Tus.Header(part, "Upload-Offset"));
        Assert.Null(Tus.Header(part, "Upload-Media-Id"));
        using var rest = await tus.PatchAsync(part.Headers.Location!.OriginalString, 500, other[500..]);
        Assert.Equal(other, await OriginalAsync(program, Tus.ItemOf(rest)));
    }

    [Fact]
    public async Task A_length_may_be_said_later_and_only_once()
    {
        using var creation = await tus.SendAsync(HttpMethod.Post, Tus.Place, (byte[]?)null, ("Upload-Defer-Length", "1"));
        var url = creation.Headers.Location!.OriginalString;
        var bytes = Bytes(3000);
        using (await tus.PatchAsync(url, 0, bytes[..1000]))
        using (var head = await tus.HeadAsync(url))
        {
            Assert.Equal("1", Tus.Header(head, "Upload-Defer-Length"));
            Assert.Null(Tus.Header(head, "Upload-Length"));
            Assert.Equal("1000", Tus.Header(head, "Upload-Offset"));
        }

        using (var tooLate = await tus.PatchAsync(url, 1000, bytes[1000..2000], ("Upload-Length", "999")))
            Assert.Equal(HttpStatusCode.BadRequest, tooLate.StatusCode);
        using (var fixedNow = await tus.PatchAsync(url, 1000, bytes[1000..2000], ("Upload-Length", "3000")))
            Assert.Equal(HttpStatusCode.NoContent, fixedNow.StatusCode);
        using (var changed = await tus.PatchAsync(url, 2000, bytes[2000..], ("Upload-Length", "4000")))
            Assert.Equal(HttpStatusCode.BadRequest, changed.StatusCode);
        using var last = await tus.PatchAsync(url, 2000, bytes[2000..]);
        Assert.Equal(bytes, await OriginalAsync(program, Tus.ItemOf(last)));
    }

    [Fact]
    public async Task A_file_of_unknown_length_stops_at_the_limit()
    {
        using var creation = await tus.SendAsync(HttpMethod.Post, Tus.Place, (byte[]?)null, ("Upload-Defer-Length", "1"));
        using var answer = await tus.PatchAsync(creation.Headers.Location!.OriginalString, 0, Bytes(1_000_001));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("file_too_large", await Tus.CodeAsync(answer));
    }

    [Fact]
    public async Task Metadata_goes_into_the_item()
    {
        var taken = new DateTimeOffset(2019, 7, 4, 12, 30, 15, 250, TimeSpan.Zero);
        var metadata = Tus.Metadata(
            ("filename", "Ünï.jpg"), ("title", " A title "), ("description", "Two\r\nlines"), ("place", "Oslo"), ("tags", """["sea","Sea","sun"]"""),
            ("lastModified", taken.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)), ("unknown", "x"));
        using var answer = await tus.SendAsync(HttpMethod.Post, Tus.Place, Bytes(100), ("Upload-Length", "100"), ("Upload-Metadata", metadata));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var item = Assert.Single(await world.ItemsAsync(world.Ada));
        Assert.Equal(("Ünï.jpg", "A title", "Two\nlines", "Oslo"), (item.FileName, item.Title, item.Description, item.Place));
        Assert.Equal(["sea", "sun"], item.Tags);
        Assert.Equal("2019-07-04T12:30:15.250", item.TakenAt.ToString());
        Assert.Equal(TakenFrom.FileTime, item.TakenFrom);
    }

    [Theory]
    [InlineData("filename !!!")]
    [InlineData("filename YQ==,filename Yg==")]
    [InlineData("filename /w==")]
    [InlineData("tags e30=")]
    [InlineData("lastModified YWJj")]
    public async Task Metadata_that_cannot_be_read_is_400(string metadata)
    {
        using var answer = await tus.SendAsync(HttpMethod.Post, Tus.Place, (byte[]?)null, ("Upload-Length", "10"), ("Upload-Metadata", metadata));
        Assert.Equal("invalid_metadata", await Tus.CodeAsync(answer));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_title_over_its_limit_is_refused_not_cut()
    {
        using var answer = await tus.SendAsync(
            HttpMethod.Post, Tus.Place, (byte[]?)null, ("Upload-Length", "10"), ("Upload-Metadata", Tus.Metadata(("title", new string('x', 201)))));
        Assert.Equal("invalid_field", await Tus.CodeAsync(answer));
    }

    [Fact, Trait("trust", "T14")]
    public async Task Joining_uploads_is_refused()
    {
        using var answer = await tus.SendAsync(HttpMethod.Post, Tus.Place, (byte[]?)null, ("Upload-Length", "10"), ("Upload-Concat", "partial"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory, Trait("trust", "T06"), Trait("trust", "U05")]
    [InlineData("sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA=", 460)]
    [InlineData("crc32 AAAAAA==", 460)]
    [InlineData("sha512 AAAA", 400)]
    [InlineData("sha1 !!!", 400)]
    [InlineData("sha1 AAAA", 400)]
    [InlineData("sha1", 400)]
    public async Task A_wrong_checksum_counts_nothing(string checksum, int status)
    {
        var url = await tus.CreateAsync(1000);
        using (await tus.PatchAsync(url, 0, Bytes(1000)[..200]))
        using (var answer = await tus.PatchAsync(url, 200, Bytes(1000)[200..], ("Upload-Checksum", checksum)))
            Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(200, await tus.OffsetAsync(url));
        Assert.Empty(await world.ItemsAsync(world.Ada));

        using var right = await tus.PatchAsync(url, 200, Bytes(1000)[200..], ("Upload-Checksum", $"sha1 {Convert.ToBase64String(Digest(HashAlgorithmName.SHA1, Bytes(1000)[200..]))}"));
        Assert.Equal(Bytes(1000), await OriginalAsync(program, Tus.ItemOf(right)));
    }

    [Fact, Trait("trust", "T06")]
    public async Task Every_offered_checksum_is_verified()
    {
        var bytes = Bytes(500);
        var crc = System.IO.Hashing.Crc32.Hash(bytes).Reverse().ToArray(); // ours is big-endian
        var digests = new Dictionary<string, byte[]> { ["sha1"] = Digest(HashAlgorithmName.SHA1, bytes), ["sha256"] = Digest(HashAlgorithmName.SHA256, bytes), ["md5"] = Digest(HashAlgorithmName.MD5, bytes), ["crc32"] = crc };
        var url = await tus.CreateAsync(bytes.Length * 4);
        var offset = 0;
        foreach (var (algorithm, digest) in digests)
        {
            using var answer = await tus.PatchAsync(url, offset, bytes, ("Upload-Checksum", $"{algorithm} {Convert.ToBase64String(digest)}"));
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
            offset += bytes.Length;
        }
    }

    [Fact, Trait("trust", "T12")]
    public async Task An_upload_expires_after_seven_days_and_says_when()
    {
        var begun = time.GetUtcNow();
        var url = await tus.CreateAsync(1000);
        using (await tus.PatchAsync(url, 0, Bytes(400)))
        using (var head = await tus.HeadAsync(url))
            Assert.Equal((begun + TimeSpan.FromDays(7)).ToString("R", CultureInfo.InvariantCulture), Tus.Header(head, "Upload-Expires"));

        time.Pass(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1));
        using (var head = await tus.HeadAsync(url))
            Assert.Equal(HttpStatusCode.NotFound, head.StatusCode);
        using (var patch = await tus.PatchAsync(url, 400, Bytes(600)))
            Assert.Equal(HttpStatusCode.NotFound, patch.StatusCode);

        await world.Get<Sweeper>().RunAsync(TestContext.Current.CancellationToken);
        await world.NothingStaysHeldAsync();
        Assert.Equal(0, (await world.Get<IUploadCatalog>().UsageAsync(world.Ada.Id, TestContext.Current.CancellationToken)).Reserved);
    }

    [Fact, Trait("trust", "T13")]
    public async Task Terminating_removes_the_bytes_and_gives_the_room_back()
    {
        var url = await tus.CreateAsync(1000);
        using (await tus.PatchAsync(url, 0, Bytes(400)))
        using (var gone = await tus.SendAsync(HttpMethod.Delete, url, (byte[]?)null))
            Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);

        await world.NothingStaysHeldAsync();
        foreach (var method in new[] { HttpMethod.Head, HttpMethod.Patch, HttpMethod.Delete })
        {
            using var answer = await tus.SendAsync(method, url, method == HttpMethod.Patch ? Bytes(600) : null, ("Upload-Offset", "400"));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        Assert.Equal(0, (await world.Get<IUploadCatalog>().UsageAsync(world.Ada.Id, TestContext.Current.CancellationToken)).Reserved);
    }

    [Fact, Trait("trust", "T13")]
    public async Task Terminating_ends_a_patch_under_way_and_leaves_no_ghost()
    {
        var url = await tus.CreateAsync(1000);
        using var hanging = await world.RawAsync(program, $"PATCH {url} HTTP/1.1\r\nContent-Type: application/offset+octet-stream\r\nUpload-Offset: 0\r\nContent-Length: 1000");
        await hanging.SendAsync(Bytes(500));
        await UntilAsync(() => Task.FromResult(world.Get<UploadWriters>().IsBusy(IdOf(url))));

        using var gone = await tus.SendAsync(HttpMethod.Delete, url, (byte[]?)null);
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.DoesNotContain(" 2", await hanging.StatusAsync(), StringComparison.Ordinal);
        await world.NothingStaysHeldAsync();
        Assert.Empty(await world.ItemsAsync(world.Ada));
    }

    [Fact, Trait("trust", "T18")]
    public async Task A_new_patch_takes_over_from_one_that_hangs()
    {
        var bytes = Bytes(1000);
        var url = await tus.CreateAsync(bytes.Length);
        using var hanging = await world.RawAsync(program, $"PATCH {url} HTTP/1.1\r\nContent-Type: application/offset+octet-stream\r\nUpload-Offset: 0\r\nContent-Length: 1000");
        await hanging.SendAsync(Bytes(500, seed: 9));
        await UntilAsync(() => Task.FromResult(world.Get<UploadWriters>().IsBusy(IdOf(url))));

        using var answer = await tus.PatchAsync(url, await tus.OffsetAsync(url), bytes);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(bytes, await OriginalAsync(program, Tus.ItemOf(answer)));
        Assert.DoesNotContain(" 2", await hanging.StatusAsync(), StringComparison.Ordinal);
    }

    [Theory, Trait("trust", "T11")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cut_patch_counts_as_far_as_it_came(bool reset)
    {
        var bytes = Bytes(1000);
        var url = await tus.CreateAsync(bytes.Length);
        using (var cut = await world.RawAsync(program, $"PATCH {url} HTTP/1.1\r\nContent-Type: application/offset+octet-stream\r\nUpload-Offset: 0\r\nContent-Length: 1000"))
        {
            await cut.SendAsync(bytes[..600]);
            await UntilAsync(() => Task.FromResult(world.Get<UploadWriters>().IsBusy(IdOf(url))));
            if (reset) cut.Cut();
            else cut.EndSending();
            await UntilAsync(() => Task.FromResult(!world.Get<UploadWriters>().IsBusy(IdOf(url))));
        }

        var offset = await tus.OffsetAsync(url);
        Assert.InRange(offset, 0, 600); // the end of the connection may overtake bytes that the server did not read yet
        using var rest = await tus.PatchAsync(url, offset, bytes[(int)offset..]);
        Assert.Equal(bytes, await OriginalAsync(program, Tus.ItemOf(rest)));
    }

    public async ValueTask DisposeAsync()
    {
        program.Dispose();
        await world.DisposeAsync();
    }

    private static byte[] Digest(HashAlgorithmName algorithm, byte[] bytes)
    {
        using var digest = IncrementalHash.CreateHash(algorithm);
        digest.AppendData(bytes);
        return digest.GetHashAndReset();
    }

    private static MediaId IdOf(string url)
    {
        Assert.True(MediaId.TryParse(url[(url.LastIndexOf('/') + 1)..], out var id));
        return id;
    }
}
