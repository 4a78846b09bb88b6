using Vitrine.Library;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Metadata.Sqlite.Schema;
using Vitrine.Tests.Backends;
using Vitrine.Tests.Contracts;
using static Vitrine.Tests.Metadata.DatabaseFile;

namespace Vitrine.Tests.Metadata;

public sealed class MigrationTests : IDisposable
{
    private readonly DatabaseFile file = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task A_new_database_is_made_at_first_use_and_no_backup_of_nothing()
    {
        var database = file.Open();
        Assert.Equal(DatabaseState.Absent, database.Inspect());
        Assert.False(File.Exists(file.Path));

        await database.MigrateAsync(Cancel);

        Assert.Equal(DatabaseState.Present, database.Inspect());
        Assert.False(Directory.Exists(Path.Join(file.Folder, "backups")));
        Assert.Equal("wal", Ask(file.Path, "PRAGMA journal_mode"));
    }

    [Fact]
    [Trait("trust", "G03")]
    public async Task An_older_database_is_migrated_after_a_backup_that_was_opened_and_checked()
    {
        await MakeTodaysAsync();

        await file.Open(Tomorrow()).MigrateAsync(Cancel);

        Assert.Equal("3", Ask(file.Path, "PRAGMA user_version"));
        Assert.Equal("kept", Ask(file.Path, "SELECT a FROM second"));
        var backup = Assert.Single(Directory.GetFiles(Path.Join(file.Folder, "backups")));
        Assert.StartsWith("before-v3-from-v1-", Path.GetFileName(backup), StringComparison.Ordinal);
        Assert.Equal("1", Ask(backup, "PRAGMA user_version"));
        Assert.Equal("kept", Ask(backup, "SELECT value FROM site"));
        Assert.Equal("ok", Ask(backup, "PRAGMA integrity_check"));
    }

    [Fact]
    [Trait("trust", "G03")]
    public async Task Without_room_for_the_backup_nothing_is_migrated()
    {
        await MakeTodaysAsync();
        await File.WriteAllTextAsync(Path.Join(file.Folder, "backups"), "a file where the folder should be", Cancel);

        await Assert.ThrowsAnyAsync<Exception>(() => file.Open(Tomorrow()).MigrateAsync(Cancel));

        Assert.Equal("1", Ask(file.Path, "PRAGMA user_version"));
    }

    [Fact]
    [Trait("trust", "G02")]
    public async Task A_migration_that_fails_at_any_step_leaves_the_old_version_whole_and_the_repaired_one_finishes()
    {
        await MakeTodaysAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => file.Open(Tomorrow(repaired: false)).MigrateAsync(Cancel));

        Assert.Equal("1", Ask(file.Path, "PRAGMA user_version"));
        Assert.Null(Ask(file.Path, "SELECT name FROM sqlite_schema WHERE name = 'second'"));
        Assert.Equal("kept", await file.Site(file.Open(Today)).GetAsync("a", Cancel));
        file.Time.Advance(TimeSpan.FromMinutes(1));
        await file.Open(Tomorrow()).MigrateAsync(Cancel);
        Assert.Equal("3", Ask(file.Path, "PRAGMA user_version"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("trust", "G02")]
    public async Task Killed_between_steps_the_next_start_finishes(int stepsDone)
    {
        await MakeTodaysAsync();
        using var killed = new DatabaseFile();
        using (var connection = Connection.Open(file.Path, Codes.OpenReadWrite, TimeSpan.FromSeconds(5)))
        {
            // A cache of one page makes SQLite write the open transaction out, as a long migration does.
            connection.Execute("PRAGMA cache_size = 1; BEGIN IMMEDIATE; CREATE TABLE second (a TEXT);");
            if (stepsDone > 1) connection.Execute("CREATE INDEX third ON second (a); PRAGMA user_version = 3;");
            connection.Execute("WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO second SELECT hex(randomblob(100)) FROM n;");
            foreach (var suffix in new[] { "", "-wal" }) File.Copy(file.Path + suffix, killed.Path + suffix);
            Assert.True(new FileInfo(killed.Path + "-wal").Length > 100_000);
        }

        var database = killed.Open(Tomorrow());
        Assert.Equal(DatabaseState.Older, database.Inspect());
        await database.MigrateAsync(Cancel);

        Assert.Equal("kept", Ask(killed.Path, "SELECT a FROM second"));
        Assert.Equal("ok", Ask(killed.Path, "PRAGMA integrity_check"));
    }

    [Fact]
    [Trait("trust", "N05")]
    public async Task Two_that_start_at_once_migrate_once()
    {
        await MakeTodaysAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => file.Open(Tomorrow()).MigrateAsync(Cancel)));

        Assert.Equal("3", Ask(file.Path, "PRAGMA user_version"));
        Assert.Single(Directory.GetFiles(Path.Join(file.Folder, "backups")));
    }

    [Fact]
    [Trait("trust", "G08")]
    public async Task A_verb_never_migrates_and_says_what_to_do()
    {
        await MakeTodaysAsync();
        var database = file.Open(Tomorrow());

        Assert.Equal(DatabaseState.Older, database.Inspect());
        var failure = await Assert.ThrowsAsync<CatalogUnavailableException>(() => file.Site(database).GetAsync("a", Cancel));
        RequireSentence(failure, "vitrine serve", file.Path);
        failure = await Assert.ThrowsAsync<CatalogUnavailableException>(() => file.Site(database).SetAsync("a", "b", Cancel));
        RequireSentence(failure, "vitrine serve");
        Assert.Equal("1", Ask(file.Path, "PRAGMA user_version"));
    }

    [Fact]
    [Trait("trust", "G08")]
    public async Task An_old_program_refuses_a_newer_database_and_leaves_it_alone()
    {
        await file.Open(new Migrations([(1, "CREATE TABLE site (a);"), (9, "CREATE TABLE later (a);")])).MigrateAsync(Cancel);
        var database = file.Open(Today);

        Assert.Equal(DatabaseState.Newer, database.Inspect());
        RequireSentence(await Assert.ThrowsAsync<CatalogUnavailableException>(() => database.MigrateAsync(Cancel)), "later version");
        RequireSentence(await Assert.ThrowsAsync<CatalogUnavailableException>(() => file.Site(database).GetAsync("a", Cancel)), "later version");
        Assert.Equal("9", Ask(file.Path, "PRAGMA user_version"));
    }

    [Fact]
    public async Task Another_programs_database_is_not_ours_to_touch()
    {
        using (var theirs = Connection.Open(file.Path, Codes.OpenReadWrite | Codes.OpenCreate, TimeSpan.FromSeconds(1)))
            theirs.Execute("CREATE TABLE theirs (a);");

        RequireSentence(await Assert.ThrowsAsync<CatalogUnavailableException>(() => file.Open().MigrateAsync(Cancel)), file.Path);

        Assert.Equal("theirs", Ask(file.Path, "SELECT group_concat(name) FROM sqlite_schema"));
    }

    /// <summary>A site that was there before files said it has them all written once.</summary>
    [Fact]
    public async Task The_files_of_links_albums_and_what_is_public_are_due_after_the_version_that_writes_them()
    {
        await using var world = new SqliteWorld();
        await new FullCatalog(world).FillAsync();
        using var sql = new StreamReader(typeof(Migrations).Assembly.GetManifestResourceStream("Schema/0014-link-files")!);
        var step = await sql.ReadToEndAsync(Cancel);
        await world.Database.WriteAsync(c => c.Execute($"DROP TABLE link_files; UPDATE albums SET file_due = NULL; UPDATE items SET sidecar_due = NULL; {step}"), Cancel);

        Assert.Equal("0", await AskAsync("SELECT count(*) FROM links WHERE id NOT IN (SELECT link FROM link_files)"));
        Assert.Equal("4", await AskAsync("SELECT count(*) FROM link_files"));
        Assert.Equal("0", await AskAsync("SELECT count(*) FROM albums WHERE deleted = 0 AND file_due IS NULL"));
        Assert.Equal("2", await AskAsync("SELECT count(*) FROM items WHERE sidecar_due IS NOT NULL"));
        Assert.Equal("0", await AskAsync("SELECT count(*) FROM items WHERE sidecar_due IS NULL AND visibility <> 0"));

        Task<string?> AskAsync(string question) => world.Database.ReadAsync(c => c.Ask(question), Cancel);
    }

    [Fact]
    public void The_type_of_the_longest_mount_that_holds_the_file_decides()
    {
        string[] mounts =
        [
            "21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
            "35 21 0:40 / /srv/share rw - nfs4 server:/share rw",
            "36 35 8:2 / /srv/share/local\\040disk rw - xfs /dev/sdb1 rw",
        ];

        Assert.Equal("ext4", LocalDisk.TypeOf("/srv/shared/vitrine.db", mounts));
        Assert.Equal("nfs4", LocalDisk.TypeOf("/srv/share/vitrine.db", mounts));
        Assert.Equal("xfs", LocalDisk.TypeOf("/srv/share/local disk/vitrine.db", mounts));
    }

    private async Task MakeTodaysAsync()
    {
        using var database = file.Open(Today);
        await file.Site(database).SetAsync("a", "kept", Cancel);
    }
}
