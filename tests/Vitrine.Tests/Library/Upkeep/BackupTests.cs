using Vitrine.Library;
using Vitrine.Storage;
using Vitrine.Tests.Contracts;

namespace Vitrine.Tests.Library.Upkeep;

public sealed class BackupTests : IAsyncLifetime
{
    private readonly string target = Directory.CreateTempSubdirectory("vitrine-backup-").FullName;
    private SiteParts site = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => site = await SiteParts.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        Directory.Delete(target, recursive: true);
    }

    [Fact, Trait("trust", "G06")]
    public async Task Backup_wipe_restore_verify()
    {
        var items = new List<MediaItem>();
        for (var i = 0; i < 5; i++) items.Add(await site.TakeAsync(TestStore.Bytes(50_000, i), i == 4 ? "data.json" : $"photo{i}.jpg"));
        var made = await BackUpAsync(site);
        Assert.Equal((5, 5, 0, 5), (made.Items, made.Safe, made.Damaged, made.FilesCopied));

        await using var restored = SiteParts.Empty();
        var copied = await restored.Get<Restoring>().RunAsync(target, Cancel);
        Assert.True(copied.Copied >= 5);
        await restored.Get<SiteStart>().CheckAsync(Cancel);
        var (report, _) = await restored.VerifyAsync();
        Assert.True(report.IsClean);
        Assert.Equal((5, 5, 250_000), (report.Items, report.Intact, report.BytesRead));
        foreach (var item in items) Assert.Equal(item.Sha256, (await restored.FindAsync(item.Id))!.Sha256);
        Assert.Equal("secret-hash", (await restored.Get<IAccountCatalog>().FindAsync(site.Owner.Id, Cancel))!.PasswordHash);
    }

    [Fact]
    public async Task A_second_backup_copies_only_what_is_new()
    {
        await site.TakeAsync(TestStore.Bytes(5000, 1));
        await BackUpAsync(site);
        var second = await site.TakeAsync(TestStore.Bytes(5000, 2));
        var made = await BackUpAsync(site);
        Assert.Equal((2, 1, 1), (made.Safe, made.FilesCopied, made.FilesPresent));
        Assert.True(File.Exists(Path.Join(target, "media", second.OriginalKey.Value)));
    }

    [Fact]
    public async Task A_backup_is_a_data_folder_that_a_site_starts_on()
    {
        var item = await site.TakeAsync(TestStore.Bytes(5000));
        await BackUpAsync(site);
        await using var copy = site.Again(new Dictionary<string, string?> { ["Site:Data"] = target });
        await copy.Get<SiteStart>().CheckAsync(Cancel);
        Assert.NotNull(await copy.FindAsync(item.Id));
        Assert.True((await copy.VerifyAsync()).Report.IsClean);
    }

    [Fact, Trait("trust", "G06")]
    public async Task A_damaged_original_is_told_of_and_not_taken_into_the_backup()
    {
        var item = await site.TakeAsync(TestStore.Bytes(5000));
        await File.WriteAllBytesAsync(site.PathOf(item.OriginalKey), TestStore.Bytes(5000, 99), Cancel);
        var told = new List<string>();
        var made = await site.Get<Backups>().MakeAsync(target, told.Add, Cancel);
        Assert.Equal((0, 1), (made.Safe, made.Damaged));
        Assert.Contains(item.OriginalKey.Value, Assert.Single(told), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Join(target, "media", item.OriginalKey.Value)));
    }

    [Fact, Trait("trust", "G06")]
    public async Task A_backup_of_a_damaged_database_is_refused_when_it_is_made_and_the_former_one_stays()
    {
        await site.TakeAsync(TestStore.Bytes(5000));
        await BackUpAsync(site);
        var before = await File.ReadAllBytesAsync(Path.Join(target, "vitrine.db"), Cancel);
        for (var i = 0; i < 30; i++) await site.TakeAsync(TestStore.Bytes(100, 10 + i));

        // A database file whose later pages were overwritten.
        var harmed = Directory.CreateTempSubdirectory("vitrine-harmed-").FullName;
        try
        {
            await site.Get<IDatabase>().BackUpAsync(Path.Join(harmed, "vitrine.db"), Cancel);
            await using (var file = File.Open(Path.Join(harmed, "vitrine.db"), FileMode.Open))
            {
                file.Position = file.Length / 2;
                file.Write(TestStore.Bytes((int)(file.Length / 4)));
            }

            await using var broken = site.Again(new Dictionary<string, string?> { ["Metadata:Sqlite:Path"] = Path.Join(harmed, "vitrine.db") });
            await Assert.ThrowsAnyAsync<CatalogUnavailableException>(() => broken.Get<Backups>().MakeAsync(target, _ => { }, Cancel));
        }
        finally
        {
            Directory.Delete(harmed, recursive: true);
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Join(target, "vitrine.db"), Cancel));
    }

    [Fact]
    public async Task Folders_of_somebody_else_are_refused()
    {
        await site.TakeAsync(TestStore.Bytes(5000));
        await using var other = await SiteParts.CreateAsync();
        await BackUpAsync(other);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => BackUpAsync(site));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => site.Get<Backups>().MakeAsync(site.Data, _ => { }, Cancel));
        var strange = Directory.CreateDirectory(Path.Join(target, "sub"));
        await File.WriteAllTextAsync(Path.Join(strange.FullName, "letters.txt"), "x", Cancel);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => site.Get<Backups>().MakeAsync(strange.FullName, _ => { }, Cancel));
        Assert.Equal("x", await File.ReadAllTextAsync(Path.Join(strange.FullName, "letters.txt"), Cancel));
    }

    [Fact]
    public async Task Restore_touches_no_folder_in_which_a_site_is()
    {
        await site.TakeAsync(TestStore.Bytes(5000));
        await BackUpAsync(site);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => site.Get<Restoring>().RunAsync(target, Cancel));
        await using var other = await SiteParts.CreateAsync();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => other.Get<Restoring>().RunAsync(target, Cancel));
        await using var empty = SiteParts.Empty();
        await Assert.ThrowsAnyAsync<Exception>(() => empty.Get<Restoring>().RunAsync(Path.Join(target, "nowhere"), Cancel));
        Assert.False(Directory.Exists(empty.Media));
    }

    [Fact]
    public async Task A_restore_that_was_interrupted_is_no_site_and_is_run_again()
    {
        for (var i = 0; i < 3; i++) await site.TakeAsync(TestStore.Bytes(5000, i));
        await BackUpAsync(site);
        await using var restored = SiteParts.Empty();
        restored.Posix.FailWhen((call, number) => call == "write" && number > 20 ? Vitrine.Storage.Disk.Errno.ENOSPC : null);
        await Assert.ThrowsAsync<StorageFullException>(() => restored.Get<Restoring>().RunAsync(target, Cancel));
        Assert.Equal(DatabaseState.Absent, restored.Get<IDatabase>().Inspect());
        restored.Posix.Heal();
        await restored.Get<Restoring>().RunAsync(target, Cancel);
        Assert.True((await restored.VerifyAsync()).Report.IsClean);
    }

    [Fact]
    public async Task The_site_may_go_on_while_it_is_backed_up()
    {
        for (var i = 0; i < 20; i++) await site.TakeAsync(TestStore.Bytes(20_000, i));
        var making = Task.Run(() => BackUpAsync(site), Cancel);
        for (var i = 100; i < 120; i++) await site.TakeAsync(TestStore.Bytes(20_000, i));
        Assert.Equal(0, (await making).Damaged);

        await using var restored = SiteParts.Empty();
        await restored.Get<Restoring>().RunAsync(target, Cancel);
        var (report, findings) = await restored.VerifyAsync();
        Assert.Equal(0, report.Of(FindingKind.Missing));
        Assert.InRange(report.Intact, 20, 40);
        Assert.DoesNotContain(findings, f => f.Kind is not FindingKind.Orphaned);
    }

    private Task<BackupReport> BackUpAsync(SiteParts of) => of.Get<Backups>().MakeAsync(target, line => Assert.Fail(line), Cancel);
}
