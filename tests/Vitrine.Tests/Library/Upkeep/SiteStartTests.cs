using System.Diagnostics;
using Vitrine.Library;
using Vitrine.Storage;
using Vitrine.Tests.Contracts;

namespace Vitrine.Tests.Library.Upkeep;

public sealed class SiteStartTests
{
    private static readonly Dictionary<string, string?> ExpectExisting = new() { ["Site:ExpectExisting"] = "true" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_site_gets_one_id_in_store_and_database_and_starts_again()
    {
        await using var site = await SiteParts.CreateAsync();
        var id = await site.Get<IStoreMarker>().ReadAsync(Cancel);
        Assert.NotNull(id);
        Assert.Equal(id, await site.Get<ISiteCatalog>().GetAsync(SiteValues.StoreId, Cancel));
        await using var again = site.Again(ExpectExisting);
        await again.Get<SiteStart>().CheckAsync(Cancel);
    }

    [Fact]
    public async Task An_empty_folder_is_refused_where_a_site_is_expected_and_stays_empty()
    {
        await using var site = SiteParts.Empty(ExpectExisting);
        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => site.Get<SiteStart>().CheckAsync(Cancel));
        Assert.Contains("--data", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(site.Media));
    }

    [Fact, Trait("trust", "B08")]
    public async Task An_empty_mount_point_is_refused_and_nothing_is_deleted()
    {
        await using var site = await SiteParts.CreateAsync();
        var item = await site.TakeAsync(TestStore.Bytes(5000));
        await site.Get<IMediaCatalog>().PutInTrashAsync(Vitrine.Library.Access.Scope.Everything, item.Id, Cancel);
        site.Time.Advance(TimeSpan.FromDays(60));
        Directory.Move(site.Media, site.Media + ".unmounted");
        Directory.CreateDirectory(site.Media);

        await using var again = site.Again();
        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => again.Get<SiteStart>().CheckAsync(Cancel));
        Assert.Contains("marker", refused.Message, StringComparison.Ordinal);
        Assert.NotNull((await again.Get<Sweeper>().RunAsync(Cancel)).Refusal);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => again.VerifyAsync());
        await Assert.ThrowsAsync<StorageUnavailableException>(() => again.Get<IBlobStore>().OpenReadAsync(item.OriginalKey, null, Cancel));
        Assert.NotNull(again.Get<IStorageHealth>().NotReadable);
        Assert.Empty(Directory.EnumerateFileSystemEntries(site.Media));

        // Mounted again, everything is there, and only now does the trash empty.
        Directory.Delete(site.Media);
        Directory.Move(site.Media + ".unmounted", site.Media);
        await again.Get<SiteStart>().CheckAsync(Cancel);
        Assert.NotNull(await again.FindAsync(item.Id));
        Assert.Equal(1, (await again.Get<Sweeper>().RunAsync(Cancel)).Purged);
    }

    [Fact]
    public async Task A_store_without_its_database_is_not_a_new_site()
    {
        await using var site = await SiteParts.CreateAsync();
        await site.TakeAsync(TestStore.Bytes(5000));
        await using var again = site.Again(new Dictionary<string, string?> { ["Metadata:Sqlite:Path"] = Path.Join(site.Data, "new.db") });
        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => again.Get<SiteStart>().CheckAsync(Cancel));
        Assert.All(["rebuild", "restore", "--data"], word => Assert.Contains(word, refused.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Originals_with_neither_marker_nor_database_are_not_a_new_site()
    {
        await using var site = SiteParts.Empty();
        Directory.CreateDirectory(Path.Join(site.Media, "originals", "2026"));
        await File.WriteAllTextAsync(Path.Join(site.Media, "originals", "2026", "photo.jpg"), "x", Cancel);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => site.Get<SiteStart>().CheckAsync(Cancel));
        Assert.Null(await site.Get<IStoreMarker>().ReadAsync(Cancel));
    }

    [Fact]
    public async Task A_store_and_a_database_of_different_sites_do_not_start()
    {
        await using var one = await SiteParts.CreateAsync();
        await using var two = await SiteParts.CreateAsync();
        await using var mixed = one.Again(new Dictionary<string, string?> { ["Storage:Disk:Path"] = two.Media });
        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => mixed.Get<SiteStart>().CheckAsync(Cancel));
        Assert.Contains("different sites", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_first_start_that_died_before_the_marker_is_finished_by_the_next()
    {
        await using var site = SiteParts.Empty();
        await site.Get<ISiteCatalog>().SetAsync(SiteValues.StoreId, "half-made", Cancel);
        await site.Get<SiteStart>().CheckAsync(Cancel);
        Assert.Equal("half-made", await site.Get<IStoreMarker>().ReadAsync(Cancel));
    }

    [Fact]
    public async Task The_program_says_one_sentence_and_ends()
    {
        await using var site = await SiteParts.CreateAsync();
        await site.TakeAsync(TestStore.Bytes(5000));
        File.Delete(Path.Join(site.Media, "vitrine-store.json"));
        var start = new ProcessStartInfo(Path.Join(AppContext.BaseDirectory, "vitrine"), ["--data", site.Data, "--port", "0"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var program = Process.Start(start)!;
        var said = program.StandardError.ReadToEndAsync(Cancel);
        await program.StandardOutput.ReadToEndAsync(Cancel);
        await program.WaitForExitAsync(Cancel);
        Assert.Equal(1, program.ExitCode);
        Assert.Contains("vitrine-store.json", await said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", await said, StringComparison.Ordinal);
    }
}
