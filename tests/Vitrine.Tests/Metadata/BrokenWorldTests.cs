using System.Security.Cryptography;
using Vitrine.Library;
using Vitrine.Metadata.Sqlite;
using Vitrine.Metadata.Sqlite.Schema;
using Vitrine.Tests.Backends;
using static Vitrine.Tests.Metadata.DatabaseFile;

namespace Vitrine.Tests.Metadata;

/// <summary>A database that is locked, full or damaged: a bounded wait, one sentence, and all well again when the world is.</summary>
public sealed class BrokenWorldTests : IDisposable
{
    private readonly DatabaseFile file = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => file.Dispose();

    [Fact]
    [Trait("trust", "B02")]
    public async Task While_another_program_holds_the_lock_writes_fail_together_and_reads_go_on()
    {
        var database = file.Open(busySeconds: 0.2);
        var site = file.Site(database);
        await site.SetAsync("a", "before", Cancel);

        using (file.Lock())
        {
            // Had each of them waited its own busy timeout, the last would have waited a hundred.
            var started = TimeProvider.System.GetTimestamp();
            var failures = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => Assert.ThrowsAsync<CatalogUnavailableException>(() => site.SetAsync("a", $"{n}", Cancel))));
            Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0, 10);
            Assert.All(failures, failure => Assert.False(failure.Full));
            RequireSentence(failures[0], "locked");
            Assert.Equal("before", await site.GetAsync("a", Cancel));
        }

        await site.SetAsync("a", "after", Cancel);
        Assert.Equal("after", await site.GetAsync("a", Cancel));
    }

    [Fact]
    [Trait("trust", "B02")]
    public async Task A_write_waits_for_a_lock_that_is_let_go_in_time()
    {
        var site = file.Site(file.Open(busySeconds: 60));
        await site.SetAsync("a", "before", Cancel);
        Task write;
        using (file.Lock())
        {
            write = site.SetAsync("a", "after", Cancel);
            Assert.Equal("before", await site.GetAsync("a", Cancel));
            Assert.False(write.IsCompleted);
        }

        await write;
        Assert.Equal("after", await site.GetAsync("a", Cancel));
    }

    [Fact]
    public async Task A_write_that_fails_fails_alone()
    {
        var database = file.Open();
        var site = file.Site(database);
        Task[] writes;
        using (await HeldAsync(database))
        {
            writes =
            [
                site.SetAsync("one", "1", Cancel),
                database.WriteAsync<bool>(_ => throw new InvalidOperationException("this one"), Cancel),
                site.SetAsync("two", "2", Cancel),
                site.SetAsync("three", "3", new CancellationToken(canceled: true)),
            ];
        }

        await writes[0];
        Assert.Equal("this one", (await Assert.ThrowsAsync<InvalidOperationException>(() => writes[1])).Message);
        await writes[2];
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writes[3]);
        Assert.Equal(["one", "two"], (await site.ListAsync("", Cancel)).Keys.Order());
    }

    [Fact]
    public async Task A_durable_change_is_flushed_whoever_shares_its_transaction()
    {
        const string Full = "2", Normal = "1";
        var database = file.Open();
        Assert.Equal(Full, await database.WriteAsync(c => c.Ask("PRAGMA synchronous"), Cancel));
        Assert.Equal(Normal, await database.WriteUnflushedAsync(c => c.Ask("PRAGMA synchronous"), Cancel));
        Assert.Equal(Full, await database.WriteAsync(c => c.Ask("PRAGMA synchronous"), Cancel));

        Task<string?>[] together;
        using (await HeldAsync(database))
            together = [database.WriteUnflushedAsync(c => c.Ask("PRAGMA synchronous"), Cancel), database.WriteAsync(c => c.Ask("PRAGMA synchronous"), Cancel)];

        Assert.All(await Task.WhenAll(together), flushed => Assert.Equal(Full, flushed));
    }

    [Fact]
    public async Task A_change_that_fails_midway_leaves_nothing_behind_that_the_next_could_trip_over()
    {
        await using var world = new SqliteWorld();
        var item = world.NewItem(world.Anna);

        await Assert.ThrowsAsync<FormatException>(() => world.Media.AdoptAsync(item with { Sha256 = "no hash" }, null, Cancel));
        await Assert.ThrowsAsync<FormatException>(() => world.Media.FindByHashAsync(world.Anna, "no hash", Cancel));

        Assert.True(await world.Media.AdoptAsync(item, null, Cancel));
        Assert.Equal(item.Id, (await world.Media.FindByHashAsync(world.Anna, item.Sha256!, Cancel))?.Id);
        Assert.Equal(new Usage(1000, 0, 1), await world.Uploads.UsageAsync(world.Anna, Cancel));
    }

    [Fact]
    [Trait("trust", "E02")]
    public async Task On_a_full_disk_changes_are_refused_with_a_reason_and_reading_goes_on_until_there_is_room()
    {
        await using var world = new SqliteWorld();
        var item = await world.ReceiveAsync(world.Anna);
        var pages = long.Parse(Ask(world.DatabasePath, "PRAGMA page_count")!, null);
        await world.Database.WriteAsync(connection => connection.Execute($"PRAGMA max_page_count = {pages}"), Cancel);

        var failure = await Assert.ThrowsAsync<CatalogUnavailableException>(() => world.Site.SetAsync("big", new string('x', 60_000), Cancel));

        Assert.True(failure.Full);
        RequireSentence(failure, "full");
        Assert.NotNull(await world.Media.FindAsync(world.AnnasOwn, item.Id, Cancel));
        Assert.Null(await world.Site.GetAsync("big", Cancel));

        // The writer opens the file afresh after a failure, and with it the limit is gone: there is room again.
        await world.Site.SetAsync("big", new string('x', 60_000), Cancel);
        Assert.Equal("ok", Ask(world.DatabasePath, "PRAGMA integrity_check"));
    }

    [Fact]
    [Trait("trust", "E02")]
    public async Task On_a_disk_that_is_really_full_deleting_makes_room_again()
    {
        using var disk = SmallDisk.Mount(megabytes: 1);
        using var database = new SqliteDatabase(Path.Join(disk.Path, "vitrine.db"), TimeSpan.FromSeconds(5), file.Time);
        var site = file.Site(database);
        await site.SetAsync("kept", "1", Cancel);
        await File.WriteAllBytesAsync(Path.Join(disk.Path, "ballast"), new byte[100_000], Cancel);

        var failure = await Assert.ThrowsAsync<CatalogUnavailableException>(async () =>
        {
            for (var n = 0; n < 1000; n++) await site.SetAsync($"big{n}", new string('x', 60_000), Cancel);
        });

        Assert.True(failure.Full, failure.Message);
        Assert.Equal("1", await site.GetAsync("kept", Cancel));
        File.Delete(Path.Join(disk.Path, "ballast"));
        await site.SetAsync("kept", "2", Cancel);
        Assert.Equal("2", await site.GetAsync("kept", Cancel));
        Assert.Equal("ok", Ask(database.Path, "PRAGMA integrity_check"));
    }

    [Fact]
    [Trait("trust", "K10")]
    public async Task A_damaged_page_refuses_the_start_with_a_sentence_and_changes_nothing()
    {
        await FilledAsync();
        Damage(at: 8 * 4096);
        var before = SHA256.HashData(await File.ReadAllBytesAsync(file.Path, Cancel));

        var failure = await Assert.ThrowsAsync<CatalogUnavailableException>(() => file.Open().MigrateAsync(Cancel));

        RequireSentence(failure, "damaged", "vitrine restore");
        Assert.Equal(before, SHA256.HashData(await File.ReadAllBytesAsync(file.Path, Cancel)));
    }

    [Fact]
    [Trait("trust", "K10")]
    public async Task A_damaged_header_is_told_from_a_new_database()
    {
        await FilledAsync();
        Damage(at: 0);

        RequireSentence(await Assert.ThrowsAsync<CatalogUnavailableException>(() => file.Open().MigrateAsync(Cancel)), "damaged", "vitrine restore");
    }

    [Fact]
    [Trait("trust", "K10")]
    public async Task A_truncated_file_refuses_the_start()
    {
        await FilledAsync();
        using (var handle = File.OpenWrite(file.Path)) handle.SetLength(handle.Length / 2);

        RequireSentence(await Assert.ThrowsAsync<CatalogUnavailableException>(() => file.Open().MigrateAsync(Cancel)), "damaged", "vitrine restore");
    }

    [Fact]
    [Trait("trust", "K10")]
    public async Task Damage_in_a_large_file_is_found_by_the_look_after_the_start()
    {
        await FilledAsync();
        var look = new Upgrade(file.Path, Migrations.Present, file.Time);
        look.LookOver(Cancel);
        Damage(at: 8 * 4096);

        RequireSentence(Assert.Throws<CatalogUnavailableException>(() => look.LookOver(Cancel)), "damaged", "vitrine restore");
    }

    private async Task FilledAsync()
    {
        using var database = file.Open();
        await database.MigrateAsync(Cancel);
        for (var n = 0; n < 20; n++) await file.Site(database).SetAsync($"value{n}", new string('x', 10_000), Cancel);
    }

    private void Damage(int at)
    {
        using var handle = File.OpenWrite(file.Path);
        handle.Position = at;
        handle.Write(Enumerable.Repeat((byte)0xa5, 4096).ToArray());
    }

    /// <summary>Keeps the writer busy until disposed, so that what is written meanwhile becomes one batch.</summary>
    private static async Task<IDisposable> HeldAsync(SqliteDatabase database)
    {
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new Gate();
        _ = database.WriteAsync(_ => { began.TrySetResult(); gate.Wait(); }, CancellationToken.None);
        await began.Task;
        return gate;
    }

    private sealed class Gate : IDisposable
    {
        private readonly ManualResetEventSlim open = new();

        public void Wait() => open.Wait();

        public void Dispose() => open.Set();
    }
}
