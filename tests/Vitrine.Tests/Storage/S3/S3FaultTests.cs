using Vitrine.Storage;
using Vitrine.Tests.Backends;
using Vitrine.Tests.Contracts;

namespace Vitrine.Tests.Storage.S3;

/// <summary>A real bucket behind a network and a service that fail.</summary>
public sealed class S3FaultTests : IAsyncLifetime
{
    private const int Mebibyte = 1024 * 1024;
    private const string Upload = "0198c0ffee";
    private static readonly BlobKey Key = new($"originals/2026/11/{Upload}/film.mp4");
    private static readonly BlobKey Sidecar = new($"originals/2026/11/{Upload}/vitrine.json");

    private FaultProxy network = null!;
    private S3TestStore store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        network = new FaultProxy(await CephRgw.AddressAsync());
        store = await S3TestStore.CreateMarkedAsync(options => (options.Endpoint, options.TimeoutSeconds, options.BufferMegabytes, options.BufferWaitSeconds) = (network.Address, 10, 16, 1));
        network.Heal();
    }

    public async ValueTask DisposeAsync()
    {
        network.Heal();
        await store.DisposeAsync();
        await network.DisposeAsync();
    }

    public static TheoryData<string> Passing => ["slow down", "internal error", "conflict", "reset", "lost answer"];

    [Theory, MemberData(nameof(Passing)), Trait("trust", "B03")]
    public async Task What_fails_in_passing_is_tried_again_and_done_once(string how)
    {
        FailOnce(request => request.Method is "PUT" or "POST", Fault.Named(how));
        Assert.Equal(WriteOutcome.Stored, await store.Blobs.WriteAsync(Sidecar, TestStore.Text("one"), "application/json", Cancel));
        Assert.Equal(WriteOutcome.AlreadyThere, await store.Blobs.WriteAsync(Sidecar, TestStore.Text("two"), "application/json", Cancel));

        FailOnce(request => request.Method == "PUT", Fault.Named(how));
        var tag = (await store.Blobs.FindAsync(Sidecar, Cancel))!.Tag;
        Assert.True(await store.Blobs.ReplaceAsync(Sidecar, "three"u8.ToArray(), tag, Cancel));
        Assert.Equal("three"u8.ToArray(), await store.ReadAsync(Sidecar));

        FailOnce(request => request.Method == "DELETE", Fault.Named(how));
        await store.Blobs.DeleteAsync(Sidecar, Cancel);
        Assert.Empty(await store.KeysAsync("originals/"));
    }

    [Theory, MemberData(nameof(Passing)), Trait("trust", "B03")]
    public async Task Each_step_of_a_large_upload_may_fail_in_passing(string how)
    {
        var bytes = TestStore.Bytes((17 * Mebibyte) + 3);
        foreach (var step in new Func<ProxiedRequest, bool>[] { request => request.Target.EndsWith("?uploads", StringComparison.Ordinal), request => request.IsPart, request => request.IsComplete })
        {
            FailOnce(step, Fault.Named(how));
            var upload = await AppendAsync(new PartialUpload(Upload, 0, []), bytes);
            Assert.Equal(WriteOutcome.Stored, await store.Partial.FinishAsync(upload, Key, "video/mp4", Cancel));
            Assert.Equal(bytes, await store.ReadAsync(Key));
            await store.Blobs.DeleteAsync(Key, Cancel);
        }
    }

    [Fact, Trait("trust", "B01")]
    public async Task Tries_are_bounded_and_the_failure_is_a_sentence()
    {
        network.Rule = request => request.Method == "PUT" ? Fault.SlowDown : null;
        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Blobs.WriteAsync(Key, TestStore.Text("x"), "video/mp4", Cancel));
        Assert.Contains("slow down", failure.Message, StringComparison.Ordinal);
        Assert.Equal(store.Options.Attempts, network.Seen.Count(request => request.IsOf("film.mp4")));
        Assert.NotNull(store.Health.NotWritable);
        Assert.Null(store.Health.NotReadable);

        network.Heal();
        Assert.Equal(WriteOutcome.Stored, await store.Blobs.WriteAsync(Key, TestStore.Text("x"), "video/mp4", Cancel));
        Assert.Null(store.Health.NotWritable);
    }

    [Fact, Trait("trust", "B01")]
    public async Task A_store_that_hangs_is_given_up_in_time_and_found_again_by_itself()
    {
        await using var impatient = await S3TestStore.CreateMarkedAsync(options => (options.Endpoint, options.TimeoutSeconds, options.Attempts) = (network.Address, 1, 2));
        network.Rule = _ => new Fault.Hang();
        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => impatient.Blobs.OpenReadAsync(Key, null, Cancel));
        Assert.Contains("in time", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(impatient.Health.NotReadable);

        network.Heal();
        for (var deadline = DateTime.UtcNow.AddSeconds(60); impatient.Health.NotReadable is not null; await Task.Delay(50, Cancel))
            Assert.True(DateTime.UtcNow < deadline, "The store was not found again.");
        Assert.Null(await impatient.Blobs.OpenReadAsync(Key, null, Cancel));
    }

    [Fact, Trait("trust", "B01")]
    public async Task An_upload_that_hangs_is_given_up_in_time()
    {
        await using var impatient = await S3TestStore.CreateMarkedAsync(options => (options.Endpoint, options.TimeoutSeconds, options.Attempts) = (network.Address, 1, 2));
        network.Rule = request => request.IsPart ? new Fault.Hang() : null;
        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => impatient.Partial.AppendAsync(
            new PartialUpload(Upload, 0, []), Target(Upload), new MemoryStream(TestStore.Bytes(9 * Mebibyte)), Cancel));
        Assert.Contains("in time", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, network.Seen.Count(request => request.IsPart));

        // It is known now: the next one is not kept waiting for as many tries.
        await Assert.ThrowsAsync<StorageUnavailableException>(() => impatient.Partial.AppendAsync(
            new PartialUpload(Upload, 0, []), Target(Upload), new MemoryStream(TestStore.Bytes(9 * Mebibyte)), Cancel));
        Assert.InRange(network.Seen.Count(request => request.IsPart), 3, 4);
    }

    [Theory, Trait("trust", "B04")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_breaks_off_is_read_on_from_where_it_broke(bool hard)
    {
        var bytes = TestStore.Bytes(1_500_000);
        await store.Blobs.WriteAsync(Key, new MemoryStream(bytes), "video/mp4", Cancel);
        FailOnce(request => request.Method == "GET" && request.IsOf("film.mp4"), new Fault.CutAnswer(700_000, hard));
        Assert.Equal(bytes, await store.ReadAsync(Key));
        Assert.Equal(2, network.Seen.Count(request => request.Method == "GET" && request.IsOf("film.mp4")));

        FailOnce(request => request.Method == "GET" && request.IsOf("film.mp4"), new Fault.CutAnswer(50_000, hard));
        Assert.Equal(bytes[1000..101_000], await store.ReadAsync(Key, new ByteRange(1000, 100_000)));
    }

    [Fact, Trait("trust", "B04")]
    public async Task A_body_that_always_breaks_off_is_never_taken_for_the_whole()
    {
        await store.Blobs.WriteAsync(Key, new MemoryStream(TestStore.Bytes(1_500_000)), "video/mp4", Cancel);
        network.Rule = request => request.Method == "GET" ? new Fault.CutAnswer(70_000) : null;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.ReadAsync(Key));
        Assert.InRange(network.Seen.Count(request => request.IsOf("film.mp4")), 2, 10);
    }

    [Fact, Trait("trust", "B06")]
    public async Task Completing_that_says_200_over_an_error_is_not_believed()
    {
        var bytes = TestStore.Bytes(9 * Mebibyte);
        const string error = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\n<Error><Code>InternalError</Code><Message>We encountered an internal error.</Message></Error>";
        var upload = await AppendAsync(new PartialUpload(Upload, 0, []), bytes);
        network.Rule = request => request.IsComplete ? new Fault.Answer(200, "OK", error) : null;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Partial.FinishAsync(upload, Key, "video/mp4", Cancel));
        Assert.Empty(await store.KeysAsync("originals/"));

        network.Heal();
        upload = await AppendAsync(new PartialUpload(Upload, 0, []), bytes);
        FailOnce(request => request.IsComplete, new Fault.Answer(200, "OK", error));
        Assert.Equal(WriteOutcome.Stored, await store.Partial.FinishAsync(upload, Key, "video/mp4", Cancel));
        Assert.Equal(bytes, await store.ReadAsync(Key));
    }

    [Theory, Trait("trust", "K06")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_node_that_dies_while_parts_are_put_together_leaves_all_or_nothing_and_another_ends_it(bool arrived)
    {
        var bytes = TestStore.Bytes((9 * Mebibyte) + 1);
        var upload = await AppendAsync(new PartialUpload(Upload, 0, []), bytes);
        network.Rule = request => !request.IsComplete ? null : arrived ? new Fault.LoseAnswer() : new Fault.Reset();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Partial.FinishAsync(upload, Key, "video/mp4", Cancel));
        network.Heal();
        if (await store.ReadAsync(Key) is { } whole) Assert.Equal(bytes, whole);

        using var another = store.Another();
        Assert.Equal(WriteOutcome.Stored, await another.Partial.FinishAsync(upload, Key, "video/mp4", Cancel));
        Assert.Equal(bytes, await store.ReadAsync(Key));
        Assert.Empty(await store.HeldAsync());
    }

    [Fact, Trait("trust", "B06")]
    public async Task A_part_that_another_writer_replaced_is_found_out_and_the_upload_begins_anew()
    {
        var upload = await AppendAsync(new PartialUpload(Upload, 0, []), TestStore.Bytes(9 * Mebibyte));
        var begun = (await store.Client.ListMultipartUploadsAsync(new Amazon.S3.Model.ListMultipartUploadsRequest { BucketName = store.Options.Bucket }, Cancel)).MultipartUploads.Single();
        await store.Client.UploadPartAsync(
            new Amazon.S3.Model.UploadPartRequest { BucketName = store.Options.Bucket, Key = begun.Key, UploadId = begun.UploadId, PartNumber = 1, InputStream = new MemoryStream(TestStore.Bytes(8 * Mebibyte, seed: 2)) }, Cancel);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Partial.FinishAsync(upload, Key, "video/mp4", Cancel));
        Assert.Empty(await store.KeysAsync("originals/"));
        Assert.Null(await store.Partial.LengthAsync(upload, Cancel));
    }

    [Fact]
    public async Task Whoever_finds_no_memory_for_a_part_in_time_is_sent_away_and_may_come_back()
    {
        var release = new TaskCompletionSource();
        using var arrived = new CountdownEvent(2);
        var hung = new[] { "a1", "b2" }.Select(name => store.Partial.AppendAsync(new PartialUpload(name, 0, []), Target(name), new BrokenStream(TestStore.Bytes(10), Hang), Cancel)).ToList();
        Assert.True(arrived.Wait(TimeSpan.FromSeconds(60), Cancel));
        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => AppendAsync(new PartialUpload(Upload, 0, []), TestStore.Bytes(10)));
        Assert.Contains("BUFFERMEGABYTES", failure.Message, StringComparison.Ordinal);
        Assert.Null(store.Health.NotWritable);

        release.SetResult();
        Assert.All(await Task.WhenAll(hung), appended => Assert.Equal(10, appended.Upload.Length));
        Assert.Equal(10, (await AppendAsync(new PartialUpload(Upload, 0, []), TestStore.Bytes(10))).Length);

        Task Hang(CancellationToken cancel)
        {
            arrived.Signal();
            return release.Task;
        }
    }

    private static PartialTarget Target(string upload) => TestStore.Target(new BlobKey($"originals/2026/11/{upload}/film.mp4"), null);

    private void FailOnce(Func<ProxiedRequest, bool> which, Fault fault)
    {
        network.Heal();
        var failed = 0;
        network.Rule = request => which(request) && Interlocked.Exchange(ref failed, 1) == 0 ? fault : null;
    }

    private async Task<PartialUpload> AppendAsync(PartialUpload upload, byte[] bytes) =>
        (await store.Partial.AppendAsync(upload, Target(upload.Name), new MemoryStream(bytes), Cancel)).Upload;
}
