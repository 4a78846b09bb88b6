using System.Net;
using System.Security.Cryptography;
using Vitrine.Storage;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="IDirectWrites"/> does.</summary>
public abstract class DirectWritesContract : IAsyncLifetime
{
    private const int Mebibyte = 1024 * 1024;
    private const int Length = (8 * Mebibyte) + 5;
    private const string Upload = "0198c0ffee";
    private static readonly BlobKey Key = new($"originals/2026/11/{Upload}/film & more ü.mp4");
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);
    private static readonly byte[] Bytes = TestStore.Bytes(Length);

    private readonly HttpClient sender = new();
    private TestStore store = null!;
    private IDirectWrites direct = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DirectPart First => PartOf(1, Bytes.AsSpan(0, (int)direct.PartLength(Length)));

    private DirectPart Second => PartOf(2, Bytes.AsSpan((int)direct.PartLength(Length)));

    protected abstract ValueTask<(TestStore Store, IDirectWrites Direct)> CreateAsync();

    public async ValueTask InitializeAsync() => (store, direct) = await CreateAsync();

    public async ValueTask DisposeAsync()
    {
        sender.Dispose();
        if (store is not null) await store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Parts_sent_by_links_in_any_order_become_one_blob_once()
    {
        var note = await BeginAsync();
        Assert.True(note.Length < 2048);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(note, Second));
        Assert.Equal([Second], await direct.PartsAsync(note, 0, 10, Cancel));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(note, First));
        Assert.Equal([First, Second], await direct.PartsAsync(note, 0, 10, Cancel));
        Assert.Equal([Second], await direct.PartsAsync(note, 1, 10, Cancel));
        Assert.Equal([First], await direct.PartsAsync(note, 0, 1, Cancel));
        Assert.Null(await store.ReadAsync(Key));

        Assert.IsType<DirectFinish.Stored>(await FinishAsync(note, First, Second));
        Assert.Equal(Bytes, await store.ReadAsync(Key));
        Assert.Empty(await store.HeldAsync());
        Assert.Null(await direct.PartsAsync(note, 0, 10, Cancel));
    }

    [Fact]
    [Trait("trust", "B03")]
    public async Task Finishing_again_after_a_lost_answer_is_the_same_success()
    {
        var note = await BeginAsync();
        await SendAsync(note, First);
        await SendAsync(note, Second);
        Assert.IsType<DirectFinish.Stored>(await FinishAsync(note, First, Second));
        Assert.IsType<DirectFinish.Stored>(await FinishAsync(note, First, Second));
        Assert.Equal(Bytes, await store.ReadAsync(Key));
    }

    [Fact]
    public async Task A_link_takes_its_own_bytes_and_no_others()
    {
        var note = await BeginAsync();
        Assert.NotEqual(HttpStatusCode.OK, await PutAsync(note, First, Altered(0, (int)First.Length), First.Md5));
        Assert.NotEqual(HttpStatusCode.OK, await PutAsync(note, Second, Altered(0, 5), PartOf(2, Altered(0, 5)).Md5));
        Assert.NotEqual(HttpStatusCode.OK, await PutAsync(note, Second, Bytes[..6], PartOf(2, Bytes.AsSpan(0, 6)).Md5));
        Assert.NotEqual(HttpStatusCode.OK, await PutAsync(note, Second, Bytes[^5..], null));
        Assert.Empty((await direct.PartsAsync(note, 0, 10, Cancel))!);
    }

    [Fact]
    public async Task A_link_is_good_for_its_time_only()
    {
        var note = await BeginAsync();
        var link = await direct.LinkAsync(note, Second, TimeSpan.FromSeconds(1), Cancel);
        await Uploads.UploadWorld.UntilAsync(async () => await PutAsync(link, Bytes[^5..], Second.Md5) != HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_part_sent_again_replaces_the_former()
    {
        var note = await BeginAsync();
        var other = PartOf(2, Altered((int)First.Length, 5));
        await SendAsync(note, First);
        Assert.Equal(HttpStatusCode.OK, await PutAsync(note, other, Altered((int)First.Length, 5), other.Md5));
        await SendAsync(note, Second);
        Assert.IsType<DirectFinish.Stored>(await FinishAsync(note, First, Second));
        Assert.Equal(Bytes, await store.ReadAsync(Key));
    }

    [Fact]
    public async Task What_is_missing_or_different_is_named_and_may_be_sent_still()
    {
        var note = await BeginAsync();
        Assert.Equal(new DirectFinish.Missing(1), await FinishAsync(note, First, Second));
        await SendAsync(note, Second);
        Assert.Equal(new DirectFinish.Missing(1), await FinishAsync(note, First, Second));
        await SendAsync(note, First);
        Assert.Equal(new DirectFinish.Missing(2), await FinishAsync(note, First, Second with { Length = 6 }));
        Assert.Equal(new DirectFinish.Different(2), await FinishAsync(note, First, Second with { Md5 = First.Md5 }));
        Assert.Null(await store.ReadAsync(Key));

        Assert.IsType<DirectFinish.Stored>(await FinishAsync(note, First, Second));
    }

    [Fact]
    public async Task What_is_given_up_is_gone_with_its_parts()
    {
        var note = await BeginAsync();
        await SendAsync(note, Second);
        Assert.Equal([Upload], (await store.HeldAsync()).Select(held => held.Upload));

        await store.Partial.AbandonAsync(Upload, Cancel);

        Assert.Empty(await store.HeldAsync());
        Assert.Null(await direct.PartsAsync(note, 0, 10, Cancel));
        Assert.NotEqual(HttpStatusCode.OK, await SendAsync(note, Second));
        Assert.IsType<DirectFinish.Gone>(await FinishAsync(note, First, Second));
    }

    [Fact]
    public async Task Links_begin_with_the_origin_and_large_files_have_few_parts()
    {
        Assert.StartsWith($"{direct.Origin}/", (await direct.LinkAsync(await BeginAsync(), First, Lifetime, Cancel)).AbsoluteUri, StringComparison.Ordinal);
        Assert.InRange(5_000_000_000_000 / direct.PartLength(5_000_000_000_000), 1, 9_999);
    }

    private static DirectPart PartOf(int number, ReadOnlySpan<byte> bytes) => new(number, bytes.Length, Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.MD5, bytes)));

    private static byte[] Altered(int offset, int length)
    {
        var bytes = Bytes[offset..(offset + length)];
        bytes[0] ^= 1;
        return bytes;
    }

    private Task<byte[]> BeginAsync() => direct.BeginAsync(Upload, Key, Length, Cancel);

    private Task<DirectFinish> FinishAsync(byte[] note, params DirectPart[] parts) => direct.FinishAsync(Upload, note, parts, Cancel);

    private Task<HttpStatusCode> SendAsync(byte[] note, DirectPart part)
    {
        var from = (part.Number - 1) * (int)direct.PartLength(Length);
        return PutAsync(note, part, Bytes[from..(from + (int)part.Length)], part.Md5);
    }

    private async Task<HttpStatusCode> PutAsync(byte[] note, DirectPart part, byte[] bytes, string? md5) =>
        await PutAsync(await direct.LinkAsync(note, part, Lifetime, Cancel), bytes, md5);

    /// <summary>As a browser does it: nothing goes along but the bytes and their checksum. A store that refuses may hang up at once.</summary>
    private async Task<HttpStatusCode> PutAsync(Uri link, byte[] bytes, string? md5)
    {
        using var content = new ByteArrayContent(bytes);
        if (md5 is not null) content.Headers.ContentMD5 = Convert.FromHexString(md5);
        try
        {
            using var answer = await sender.PutAsync(link, content, Cancel);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return HttpStatusCode.BadRequest;
        }
    }
}
