using System.Net;
using static Vitrine.Tests.Uploads.UploadWorld;

namespace Vitrine.Tests.Uploads;

public sealed class TusCoreTests : IAsyncLifetime
{
    private World world = null!;
    private HttpClient program = null!;
    private Tus tus = null!;

    public async ValueTask InitializeAsync()
    {
        world = await World.StartAsync();
        program = await world.ProgramOfAsync(world.Ada);
        tus = new Tus(program);
    }

    [Fact, Trait("trust", "U01")]
    public async Task A_file_sent_in_pieces_becomes_one_item_with_its_bytes_hash_and_name()
    {
        var bytes = Bytes(300_000);
        var url = await tus.CreateAsync(bytes.Length, "holiday.bin");
        using (var first = await tus.PatchAsync(url, 0, bytes[..100_000]))
        {
            Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
            Assert.Equal("100000", Tus.Header(first, "Upload-Offset"));
            Assert.Equal("1.0.0", Tus.Header(first, "Tus-Resumable"));
            Assert.Null(Tus.Header(first, "Upload-Media-Id"));
        }

        Assert.Empty(await world.ItemsAsync(world.Ada));
        using var last = await tus.PatchAsync(url, 100_000, bytes[100_000..]);
        Assert.Equal(HttpStatusCode.NoContent, last.StatusCode);
        Assert.Equal("300000", Tus.Header(last, "Upload-Offset"));

        var item = Assert.Single(await world.ItemsAsync(world.Ada));
        Assert.Equal(Tus.ItemOf(last), item.Id);
        Assert.Equal("holiday.bin", item.FileName);
        Assert.Equal(bytes.Length, item.Bytes);
        Assert.Equal(Sha256(bytes), item.Sha256);
        Assert.Equal(System.IO.Hashing.Crc32.HashToUInt32(bytes), item.Crc32);
        Assert.Equal(bytes, await OriginalAsync(program, item.Id));
        await world.NothingStaysHeldAsync();
    }

    [Theory, Trait("trust", "T01")]
    [InlineData(Tus.Place)]
    [InlineData(Tus.Place + "/00000000000000000000000000000000")]
    public async Task Options_says_what_works_and_needs_no_version(string url)
    {
        using var answer = await tus.SendAsync(HttpMethod.Options, url, (byte[]?)null, ("Tus-Resumable", ""));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("1.0.0", Tus.Header(answer, "Tus-Version"));
        Assert.Equal("creation,creation-with-upload,creation-defer-length,checksum,expiration,termination", Tus.Header(answer, "Tus-Extension"));
        Assert.Equal("50000000000", Tus.Header(answer, "Tus-Max-Size"));
        Assert.Equal("sha1,sha256,md5,crc32", Tus.Header(answer, "Tus-Checksum-Algorithm"));
    }

    [Theory, Trait("trust", "T02")]
    [InlineData("0.2.2")]
    [InlineData("")]
    public async Task Another_version_or_none_is_412_without_effect(string version)
    {
        var url = await tus.CreateAsync(10);
        foreach (var method in new[] { HttpMethod.Head, HttpMethod.Patch, HttpMethod.Delete })
        {
            using var answer = await tus.SendAsync(method, url, method == HttpMethod.Patch ? Bytes(10) : null, ("Upload-Offset", "0"), ("Tus-Resumable", version));
            Assert.Equal(HttpStatusCode.PreconditionFailed, answer.StatusCode);
            Assert.Equal("1.0.0", Tus.Header(answer, "Tus-Version"));
        }

        using var creation = await tus.SendAsync(HttpMethod.Post, Tus.Place, (byte[]?)null, ("Upload-Length", "10"), ("Tus-Resumable", version));
        Assert.Equal(HttpStatusCode.PreconditionFailed, creation.StatusCode);
        Assert.Equal(0, await tus.OffsetAsync(url));
    }

    [Theory, Trait("trust", "T03")]
    [InlineData(4)]
    [InlineData(6)]
    public async Task A_wrong_offset_is_409_and_changes_nothing(int offset)
    {
        var url = await tus.CreateAsync(20);
        using (await tus.PatchAsync(url, 0, Bytes(5)))
        using (var answer = await tus.PatchAsync(url, offset, Bytes(5)))
        {
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            Assert.Equal("offset_mismatch", await Tus.CodeAsync(answer));
        }

        Assert.Equal(5, await tus.OffsetAsync(url));
    }

    [Fact, Trait("trust", "T04")]
    public async Task A_body_of_another_type_is_415_and_changes_nothing()
    {
        var url = await tus.CreateAsync(10);
        using var text = new StringContent("0123456789");
        using var answer = await tus.SendAsync(HttpMethod.Patch, url, text, ("Upload-Offset", "0"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Equal(0, await tus.OffsetAsync(url));
    }

    [Fact, Trait("trust", "T05")]
    public async Task More_bytes_than_announced_are_refused_and_never_kept()
    {
        var url = await tus.CreateAsync(10);
        using (var known = await tus.PatchAsync(url, 0, Bytes(11)))
            Assert.Equal("length_mismatch", await Tus.CodeAsync(known));
        Assert.Equal(0, await tus.OffsetAsync(url));

        using var endless = new StreamContent(new OneByOne(Bytes(11)));
        using (var chunked = await tus.SendAsync(HttpMethod.Patch, url, endless, ("Upload-Offset", "0"), ("Transfer-Encoding", "chunked")))
            Assert.Equal(HttpStatusCode.BadRequest, chunked.StatusCode);
        Assert.Equal(0, await tus.OffsetAsync(url));
        Assert.Empty(await world.ItemsAsync(world.Ada));
    }

    [Fact, Trait("trust", "T07")]
    public async Task Head_says_offset_length_metadata_and_is_never_cached()
    {
        var url = await tus.CreateAsync(10, "ä b.jpg");
        using var answer = await tus.HeadAsync(url);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("0", Tus.Header(answer, "Upload-Offset"));
        Assert.Equal("10", Tus.Header(answer, "Upload-Length"));
        Assert.Equal("no-store", Tus.Header(answer, "Cache-Control"));
        Assert.Equal(Tus.Metadata(("filename", "ä b.jpg")), Tus.Header(answer, "Upload-Metadata"));
    }

    [Fact, Trait("trust", "T08"), Trait("trust", "A02")]
    public async Task Somebody_elses_upload_is_absent_in_the_same_words_as_one_that_never_was()
    {
        var url = await tus.CreateAsync(10);
        var nobodys = $"{Tus.Place}/{Guid.CreateVersion7():N}";
        using var bens = await world.ProgramOfAsync(world.Ben);
        var ben = new Tus(bens);
        foreach (var method in new[] { HttpMethod.Head, HttpMethod.Get, HttpMethod.Patch, HttpMethod.Delete })
        {
            var body = method == HttpMethod.Patch ? Bytes(10) : null;
            using var foreign = await ben.SendAsync(method, url, body, ("Upload-Offset", "0"));
            using var absent = await ben.SendAsync(method, nobodys, body, ("Upload-Offset", "0"));
            Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, absent.StatusCode);
            Assert.Null(Tus.Header(foreign, "Upload-Offset"));
            Assert.Equal(await absent.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), await foreign.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        using var stranger = world.ProgramWith(null);
        using var nobody = await new Tus(stranger).HeadAsync(url);
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        Assert.Null(Tus.Header(nobody, "Upload-Offset"));
        Assert.Equal(0, await tus.OffsetAsync(url));
    }

    [Fact, Trait("trust", "T17")]
    public async Task A_lost_last_answer_is_told_again_and_makes_no_second_item()
    {
        var bytes = Bytes(5000);
        var url = await tus.CreateAsync(bytes.Length);
        using var last = await tus.PatchAsync(url, 0, bytes);
        var id = Tus.ItemOf(last);

        using var head = await tus.HeadAsync(url);
        Assert.Equal("5000", Tus.Header(head, "Upload-Offset"));
        Assert.Equal(id, Tus.ItemOf(head));
        using var again = await tus.PatchAsync(url, 0, bytes);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        using var empty = await tus.PatchAsync(url, bytes.Length, []);
        Assert.Equal(HttpStatusCode.NoContent, empty.StatusCode);
        Assert.Equal(id, Tus.ItemOf(empty));

        var described = await tus.DescribeAsync(url);
        Assert.Equal("received", described.GetProperty("state").GetString());
        Assert.Equal(id.ToString(), described.GetProperty("mediaId").GetString());
        Assert.False(described.GetProperty("duplicate").GetBoolean());
        Assert.Single(await world.ItemsAsync(world.Ada));
    }

    [Fact]
    public async Task The_same_bytes_again_are_told_as_a_duplicate_and_stored_once()
    {
        var bytes = Bytes(5000);

        // Not named as pictures: what claims to be one and is none fails, and a failed file never blocks the same bytes (RULES 8).
        using var first = await tus.PatchAsync(await tus.CreateAsync(bytes.Length, "first.bin"), 0, bytes);
        var url = await tus.CreateAsync(bytes.Length, "copy.bin");
        using var second = await tus.PatchAsync(url, 0, bytes);

        Assert.Equal(Tus.ItemOf(first), Tus.ItemOf(second));
        Assert.Equal("true", Tus.Header(second, "Upload-Duplicate"));
        Assert.Equal("duplicate", (await tus.DescribeAsync(url)).GetProperty("state").GetString());
        Assert.Single(world.Originals());
        await world.NothingStaysHeldAsync();
        Assert.Equal(0, (await world.Get<Vitrine.Library.IUploadCatalog>().UsageAsync(world.Ada.Id, TestContext.Current.CancellationToken)).Reserved);
    }

    [Fact]
    public async Task Method_override_is_not_obeyed()
    {
        var url = await tus.CreateAsync(10);
        using var answer = await tus.SendAsync(HttpMethod.Post, url, (byte[]?)null, ("X-HTTP-Method-Override", "DELETE"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(0, await tus.OffsetAsync(url));
    }

    public async ValueTask DisposeAsync()
    {
        program.Dispose();
        await world.DisposeAsync();
    }

    /// <summary>A stream without a length, so that HttpClient sends chunks.</summary>
    private sealed class OneByOne(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
