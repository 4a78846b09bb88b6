using System.Collections.Concurrent;
using Vitrine.Storage;
using Vitrine.Tests.Backends;
using Vitrine.Tests.Contracts;
using static Vitrine.Tests.Uploads.UploadWorld;

namespace Vitrine.Tests.Storage.S3;

/// <summary>The memory for parts on their way, one budget for all uploads (RULES 6).</summary>
public sealed class S3MemoryTests : IAsyncLifetime
{
    private const int Part = 8 * 1024 * 1024;

    private readonly ConcurrentDictionary<int, TaskCompletionSource> held = new();
    private FaultProxy network = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => network = new FaultProxy(await CephRgw.AddressAsync());

    public ValueTask DisposeAsync() => network.DisposeAsync();

    [Fact]
    public async Task Alone_an_upload_sends_four_parts_at_once_and_leaves_room_for_another()
    {
        await using var store = await StoreAsync(megabytes: 64);
        var bytes = TestStore.Bytes((6 * Part) + 3);
        network.Rule = HoldParts;
        var source = new MemoryStream(bytes);
        var sending = AppendAsync(store, "a1", source);

        await UntilAsync(() => Task.FromResult(held.Count == 4));
        Assert.Equal(4 * Part, source.Position);
        Assert.Equal(10, await AppendAsync(store, "b2", new MemoryStream(TestStore.Bytes(10)))); // what another takes is free

        Release(Enumerable.Range(1, 6));
        Assert.Equal(bytes.Length, await sending);
    }

    [Fact]
    public async Task Who_has_memory_for_several_parts_gives_some_back_to_who_has_none()
    {
        await using var store = await StoreAsync(megabytes: 16);
        var bytes = TestStore.Bytes(4 * Part);
        network.Rule = HoldParts;
        var large = AppendAsync(store, "a1", new MemoryStream(bytes));
        await UntilAsync(() => Task.FromResult(held.Count == 2));

        var small = AppendAsync(store, "b2", new MemoryStream(TestStore.Bytes(10)));
        Assert.False(small.IsCompleted);
        Release([1]);
        Assert.Equal(10, await small);
        Assert.False(large.IsCompleted);

        Release(Enumerable.Range(2, 3));
        Assert.Equal(bytes.Length, await large);
    }

    [Theory, Trait("trust", "B03")]
    [InlineData("slow down")]
    [InlineData("reset")]
    [InlineData("lost answer")]
    public async Task A_part_that_fails_among_four_is_sent_again_and_the_whole_is_right(string how)
    {
        await using var store = await StoreAsync(megabytes: 64);
        var bytes = TestStore.Bytes((6 * Part) + 3);
        var failed = 0;
        network.Rule = request => request.IsPart && NumberOf(request) == 2 && Interlocked.Exchange(ref failed, 1) == 0
            ? Fault.Named(how)
            : null;
        var key = KeyOf("a1");
        var upload = (await store.Partial.AppendAsync(new PartialUpload("a1", 0, []), TestStore.Target(key, null), new MemoryStream(bytes), Cancel)).Upload;
        Assert.Equal(WriteOutcome.Stored, await store.Partial.FinishAsync(upload, key, "video/mp4", Cancel));
        Assert.Equal(bytes, await store.ReadAsync(key));
        Assert.Equal(1, failed);
    }

    private static BlobKey KeyOf(string upload) => new($"originals/2026/11/{upload}/film.mp4");

    private static int NumberOf(ProxiedRequest part) => int.Parse(part.Target.Split("partNumber=")[1].Split('&')[0], System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<long> AppendAsync(S3TestStore store, string upload, Stream content)
    {
        var appended = await store.Partial.AppendAsync(new PartialUpload(upload, 0, []), TestStore.Target(KeyOf(upload), null), content, Cancel);
        Assert.Null(appended.SourceFailure);
        return appended.Upload.Length;
    }

    private ValueTask<S3TestStore> StoreAsync(int megabytes) => S3TestStore.CreateMarkedAsync(
        options => (options.Endpoint, options.BufferMegabytes, options.BufferWaitSeconds) = (network.Address, megabytes, 60));

    private Fault? HoldParts(ProxiedRequest request) => request.IsPart ? new Fault.Wait(held.GetOrAdd(NumberOf(request), _ => new()).Task) : null;

    private void Release(IEnumerable<int> parts)
    {
        foreach (var part in parts) held.GetOrAdd(part, _ => new()).TrySetResult();
    }
}
