using Vitrine.Library;
using Vitrine.Metadata.Sqlite.Engine;
using static Vitrine.Tests.Metadata.DatabaseFile;

namespace Vitrine.Tests.Metadata;

public sealed class BackupTests : IDisposable
{
    private readonly DatabaseFile file = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Target => Path.Join(file.Folder, "copy.db");

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task A_backup_under_load_holds_one_moment_and_all_that_was_acknowledged_before_it()
    {
        var database = file.Open();
        var site = file.Site(database);
        for (var n = 0; n < 50; n++) await site.SetAsync($"before{n:D2}", new string('x', 60_000), Cancel);
        using var stop = new CancellationTokenSource();
        var load = WriteUntilAsync();

        await database.BackUpAsync(Target, Cancel);
        await stop.CancelAsync();
        var written = await load;

        Assert.Equal("50", Ask(Target, "SELECT count(*) FROM site WHERE name LIKE 'before%'"));
        Assert.Equal("ok", Ask(Target, "PRAGMA integrity_check"));
        Assert.Equal(Ask(Target, "SELECT value FROM site WHERE name = 'left'"), Ask(Target, "SELECT value FROM site WHERE name = 'right'"));
        Assert.True(written > 0);
        Assert.Equal(["copy.db"], Directory.GetFiles(file.Folder, "copy*").Select(Path.GetFileName));
        await database.CheckAsync(Target, Cancel);

        async Task<int> WriteUntilAsync()
        {
            for (var n = 1; ; n++)
            {
                await database.WriteAsync(connection => connection.Execute($"REPLACE INTO site VALUES ('left', '{n}'), ('right', '{n}')"), Cancel);
                if (stop.IsCancellationRequested) return n;
            }
        }
    }

    [Fact]
    public async Task A_backup_is_never_written_over()
    {
        var database = file.Open();
        await file.Site(database).SetAsync("a", "1", Cancel);
        await File.WriteAllTextAsync(Target, "precious", Cancel);

        RequireSentence(await Assert.ThrowsAsync<CatalogUnavailableException>(() => database.BackUpAsync(Target, Cancel)), Target);

        Assert.Equal("precious", await File.ReadAllTextAsync(Target, Cancel));
    }

    [Fact]
    public async Task A_backup_that_was_cancelled_or_has_no_room_leaves_nothing()
    {
        using var disk = SmallDisk.Mount(megabytes: 1);
        var database = file.Open();
        for (var n = 0; n < 30; n++) await file.Site(database).SetAsync($"{n}", new string('x', 60_000), Cancel);

        var failure = await Assert.ThrowsAsync<CatalogUnavailableException>(() => database.BackUpAsync(Path.Join(disk.Path, "copy.db"), Cancel));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => database.BackUpAsync(Target, new CancellationToken(canceled: true)));

        Assert.True(failure.Full, failure.Message);
        Assert.Empty(Directory.GetFiles(disk.Path));
        Assert.Empty(Directory.GetFiles(file.Folder, "copy*"));
    }

    [Fact]
    public async Task What_is_no_whole_database_of_ours_is_no_backup()
    {
        var database = file.Open();
        await file.Site(database).SetAsync("a", new string('x', 60_000), Cancel);
        await database.BackUpAsync(Target, Cancel);

        await RefusedAsync("absent.db", "no file");
        await RefusedAsync("text.db", "damaged", path => File.WriteAllText(path, "no database at all, only text that is long enough to be taken for one"));
        await RefusedAsync("empty.db", "no database of Vitrine", path => File.WriteAllBytes(path, []));
        await RefusedAsync("damaged.db", "damaged", path =>
        {
            File.Copy(Target, path);
            using var handle = File.OpenWrite(path);
            handle.Position = 4096 * 8;
            handle.Write(new byte[4096]);
        });
        await RefusedAsync("later.db", "later version", path =>
        {
            File.Copy(Target, path);
            using var connection = Connection.Open(path, Codes.OpenReadWrite, TimeSpan.FromSeconds(1));
            connection.Execute("PRAGMA user_version = 999");
        });

        async Task RefusedAsync(string name, string words, Action<string>? make = null)
        {
            var path = Path.Join(file.Folder, name);
            make?.Invoke(path);
            RequireSentence(await Assert.ThrowsAsync<CatalogUnavailableException>(() => database.CheckAsync(path, Cancel)), words);
        }
    }
}
