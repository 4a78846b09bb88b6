using Microsoft.Extensions.Time.Testing;
using Vitrine.Storage;
using Vitrine.Storage.Disk;
using Vitrine.Tests.Backends;
using Vitrine.Tests.Contracts;

namespace Vitrine.Tests.Storage;

/// <summary>A disk that fails at each step of an upload in turn.</summary>
public sealed class DiskFaultTests
{
    private static readonly BlobKey Key = new("originals/2026/11/0f/photo.jpg");
    private static readonly BlobKey SidecarKey = new("originals/2026/11/0f/vitrine.json");
    private static readonly byte[] Content = TestStore.Bytes(600_000);
    private static readonly PartialTarget Target = TestStore.Target(Key, null);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, Trait("trust", "K03")]
    [InlineData(Errno.EIO, typeof(StorageReadOnlyException))]
    [InlineData(Errno.ENOSPC, typeof(StorageFullException))]
    [InlineData(Errno.EDQUOT, typeof(StorageFullException))]
    [InlineData(13, typeof(StorageUnavailableException))]
    public async Task Whichever_call_of_an_upload_fails_nothing_is_acknowledged_and_the_retry_succeeds(int errno, Type expected)
    {
        var calls = await CountCallsAsync();
        Assert.Superset(new HashSet<string> { "create", "write", "fsync", "fdatasync", "rename", "mkdir" }, calls.ToHashSet());
        for (var n = 1; n <= calls.Count; n++)
        {
            var faulty = new FaultyPosix();
            await using var store = await DiskStore.CreateMarkedAsync(faulty);
            var failing = n;
            faulty.FailWhen((_, number) => number == failing ? errno : null);

            var failure = await Record.ExceptionAsync(() => UploadAsync(store));
            Assert.IsType(expected, failure);

            // A restart: another process opens the same folder.
            await using var restarted = new Reopened(store);
            if (await restarted.ReadAsync(Key) is { } bytes) Assert.Equal(Content, bytes);
            await UploadAsync(restarted);
            Assert.Equal(Content, await restarted.ReadAsync(Key));
            Assert.Equal("{}"u8.ToArray(), await restarted.ReadAsync(SidecarKey));
            Assert.Equal([Key.Value, SidecarKey.Value], await restarted.KeysAsync("originals/"));
        }
    }

    [Theory]
    [InlineData("rename")]
    [InlineData("mkdir")]
    public async Task A_folder_that_is_removed_as_empty_just_before_something_moves_into_it_is_made_again(string call)
    {
        var faulty = new FaultyPosix();
        await using var store = await DiskStore.CreateMarkedAsync(faulty);
        var folder = Path.Join(store.Folder.Root, "renditions", "0f", "r1");
        var removed = false;
        faulty.FailWhen((name, _) =>
        {
            var emptied = call == "rename" ? folder : Path.GetDirectoryName(folder)!;
            if (name == call && !removed && Directory.Exists(emptied) && (removed = true)) Directory.Delete(emptied);
            return null;
        });

        Assert.Equal(WriteOutcome.Stored, await store.Blobs.WriteAsync(new BlobKey("renditions/0f/r1/tile.webp"), new MemoryStream(Content), "image/webp", Cancel));

        Assert.True(removed);
        Assert.Equal(Content, await store.ReadAsync(new BlobKey("renditions/0f/r1/tile.webp")));
    }

    [Theory, Trait("trust", "K03")]
    [InlineData("write")]
    [InlineData("fdatasync")]
    [InlineData("rename")]
    [InlineData("create")]
    [InlineData("mkdir")]
    public async Task A_whole_write_that_fails_leaves_neither_blob_nor_leftovers(string call)
    {
        var faulty = new FaultyPosix();
        await using var store = await DiskStore.CreateMarkedAsync(faulty);
        faulty.FailWhen((name, _) => name == call ? Errno.ENOSPC : null);
        await Assert.ThrowsAsync<StorageFullException>(() => store.Blobs.WriteAsync(Key, new MemoryStream(Content), "image/jpeg", Cancel));
        faulty.Heal();
        Assert.Null(await store.Blobs.FindAsync(Key, Cancel));
        Assert.Empty(await store.HeldAsync());
    }

    [Theory, Trait("trust", "K04")]
    [InlineData("fdatasync")]
    [InlineData("fsync")]
    public async Task One_failed_flush_closes_the_store_for_writing_until_a_test_write_passes(string call)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var faulty = new FaultyPosix();
        await using var store = await DiskStore.CreateMarkedAsync(faulty, time: time);
        await store.Blobs.WriteAsync(SidecarKey, TestStore.Text("old"), "application/json", Cancel);
        var broken = true;
        var failed = 0;
        faulty.FailWhen((name, _) => name == call && broken && failed++ == 0 ? Errno.EIO : null);
        await Assert.ThrowsAsync<StorageReadOnlyException>(() => UploadAsync(store));

        // The flush would now "succeed": it must not be believed.
        await Assert.ThrowsAsync<StorageReadOnlyException>(() => UploadAsync(store));
        Assert.Contains("reported an error", store.Health.NotWritable, StringComparison.Ordinal);
        Assert.Null(store.Health.NotReadable);
        Assert.Equal("old"u8.ToArray(), await store.ReadAsync(SidecarKey));
        Assert.Null(await store.Blobs.FindAsync(Key, Cancel));

        faulty.FailWhen((name, _) => name == call && broken ? Errno.EIO : null);
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.NotNull(store.Health.NotWritable);

        broken = false;
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Null(store.Health.NotWritable);
        await store.Blobs.DeleteAsync(SidecarKey, Cancel);
        await UploadAsync(store);
        Assert.Equal(Content, await store.ReadAsync(Key));
    }

    [Fact, Trait("trust", "E06")]
    public async Task Below_the_floor_new_files_are_refused_but_reading_deleting_and_sidecars_work()
    {
        var faulty = new FaultyPosix();
        await using var store = await DiskStore.CreateMarkedAsync(faulty, new DiskOptions { FreeFloor = 1000 });
        await UploadAsync(store);
        faulty.FreeBytesOverride = 999;

        await Assert.ThrowsAsync<StorageFullException>(() => store.Partial.BeginAsync("b2", Cancel));
        await Assert.ThrowsAsync<StorageFullException>(() => store.Blobs.WriteAsync(new BlobKey("renditions/0f/r/tile.webp"), TestStore.Text("x"), "image/webp", Cancel));
        Assert.Contains("FREEFLOOR", store.Health.NotWritable, StringComparison.Ordinal);
        Assert.Equal(Content, await store.ReadAsync(Key));
        var tag = (await store.Blobs.FindAsync(SidecarKey, Cancel))!.Tag;
        Assert.True(await store.Blobs.ReplaceAsync(SidecarKey, "{ }"u8.ToArray(), tag, Cancel));
        await store.Blobs.DeleteAsync(SidecarKey, Cancel);

        faulty.FreeBytesOverride = 1000;
        Assert.Null(store.Health.NotWritable);
        await store.Partial.BeginAsync("b2", Cancel);
    }

    [Fact, Trait("trust", "E06")]
    public async Task A_long_upload_stops_at_the_floor_and_goes_on_when_there_is_room()
    {
        var faulty = new FaultyPosix();
        await using var store = await DiskStore.CreateMarkedAsync(faulty, new DiskOptions { FreeFloor = 1000 });
        var bytes = TestStore.Bytes(20 * 1024 * 1024);
        faulty.FailWhen((call, number) =>
        {
            if (call == "write" && number > 40) faulty.FreeBytesOverride = 999;
            return null;
        });
        await store.Partial.BeginAsync("a1", Cancel);
        await Assert.ThrowsAsync<StorageFullException>(() => store.Partial.AppendAsync(At(0), Target, new MemoryStream(bytes), Cancel));

        faulty.Heal();
        faulty.FreeBytesOverride = null;
        var held = (await store.Partial.LengthAsync(At(0), Cancel))!.Value;
        Assert.InRange(held, 1, bytes.Length - 1);
        await store.Partial.AppendAsync(At(held), Target, new MemoryStream(bytes, (int)held, bytes.Length - (int)held), Cancel);
        await store.Partial.FinishAsync(At(bytes.Length), Key, "image/jpeg", Cancel);
        Assert.Equal(bytes, await store.ReadAsync(Key));
    }

    [Fact, Trait("trust", "K03")]
    public async Task What_may_not_be_flushed_yet_is_flushed_by_whoever_relies_on_it()
    {
        var faulty = new FaultyPosix();
        await using var store = await DiskStore.CreateMarkedAsync(faulty);
        await UploadAsync(store);

        // Another process knows nothing of which folders were flushed: root, year, month and item, then the file's own folder.
        var other = new FaultyPosix();
        await using var restarted = new Reopened(store, other);
        await restarted.Blobs.WriteAsync(new BlobKey("originals/2026/11/0f/second.jpg"), TestStore.Text("x"), "image/jpeg", Cancel);
        Assert.Equal(1 + 4 + 1, other.Calls.Count(c => c == "fsync"));
    }

    private static PartialUpload At(long length) => new("a1", length, []);

    private static async Task UploadAsync(TestStore store)
    {
        await store.Partial.BeginAsync("a1", Cancel);
        if (await store.Blobs.FindAsync(Key, Cancel) is null)
        {
            // Bytes that no row vouches for stand behind the offset, as after a crash.
            await store.Partial.AppendAsync(At(0), Target, new MemoryStream([.. Content, 1, 2, 3]), Cancel);
        }

        await store.Partial.FinishAsync(At(Content.Length), Key, "image/jpeg", Cancel);
        if (await store.Blobs.FindAsync(SidecarKey, Cancel) is { } old)
            Assert.True(await store.Blobs.ReplaceAsync(SidecarKey, "{}"u8.ToArray(), old.Tag, Cancel));
        else Assert.Equal(WriteOutcome.Stored, await store.Blobs.WriteAsync(SidecarKey, TestStore.Text("{}"), "application/json", Cancel));
    }

    private static async Task<IReadOnlyList<string>> CountCallsAsync()
    {
        var counting = new FaultyPosix();
        await using var store = await DiskStore.CreateMarkedAsync(counting);
        counting.Heal();
        await UploadAsync(store);
        return counting.Calls;
    }

    /// <summary>The same folder through other objects, which know nothing of the first ones.</summary>
    private sealed class Reopened : TestStore
    {
        private readonly DiskHealth health;

        public Reopened(DiskStore store, IPosix? posix = null)
        {
            var folder = new StoreFolder(store.Folder.Root, posix ?? new Posix());
            health = new DiskHealth(folder, new DiskOptions { FreeFloor = 0 }, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<DiskHealth>.Instance);
            Blobs = new DiskBlobStore(folder, health, TimeProvider.System);
            Partial = new DiskPartialWrites(folder, health);
            Marker = new DiskMarker(folder, health);
        }

        public override IBlobStore Blobs { get; }

        public override IPartialWrites Partial { get; }

        public override IStoreMarker Marker { get; }

        public override ValueTask DisposeAsync()
        {
            health.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
