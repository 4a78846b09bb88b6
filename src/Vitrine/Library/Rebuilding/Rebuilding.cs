using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Moving;
using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>
/// Makes the catalog again from what lies in the store (RULES 10): inserts only what is lacking, changes nothing that is there.
/// Under a lease, so that neither a second rebuild nor the sweeper works beside it.
/// </summary>
internal sealed class Rebuilding(
    IMediaCatalog catalog, IAlbumCatalog albums, IAccountCatalog accounts, ISiteCatalog site, IUploadCatalog uploads, IBlobStore blobs,
    IStoreMarker marker, Sidecars sidecars, FrameRestoring frame, Adopting adopting, TimeProvider time)
{
    public const string Lease = "rebuild";

    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(10);
    private readonly string holder = Ids.NewSecret();

    /// <param name="tell">One line for a person, for each thing that did not come back by itself.</param>
    /// <param name="cancellationToken">Stops between items; running again goes on.</param>
    public async Task<RebuildReport> RunAsync(Action<string> tell, CancellationToken cancellationToken)
    {
        await TakeUpStoreAsync(cancellationToken);
        var report = new RebuildReport();
        await WalkAsync(
            () => frame.RunAsync(report, tell, cancellationToken),
            folder => AdoptAsync(report, folder, tell, cancellationToken),
            cancellationToken);
        return report;
    }

    /// <summary>Gives an account the originals without sidecar, which <see cref="RunAsync"/> only tells of. Returns how many it took.</summary>
    public async Task<long> AdoptAsync(Account owner, Action<string> tell, CancellationToken cancellationToken)
    {
        long adopted = 0;
        await WalkAsync(() => Task.CompletedTask, AdoptAsync, cancellationToken);
        return adopted;

        async Task AdoptAsync(OriginalFolder folder)
        {
            if (folder.Sidecar is not null || !await adopting.AdoptAsync(folder, owner, cancellationToken)) return;
            adopted++;
            tell($"adopted: {folder.Files[0].Key}");
        }
    }

    private async Task WalkAsync(Func<Task> first, Func<OriginalFolder, Task> each, CancellationToken cancellationToken)
    {
        await KeepLeasesAsync(cancellationToken);
        try
        {
            await first();
            var seen = 0;
            await foreach (var folder in OriginalFolders.ListAsync(blobs, cancellationToken))
            {
                await each(folder);
                if (++seen % 1000 == 0) await KeepLeasesAsync(cancellationToken);
            }
        }
        finally
        {
            await site.ReleaseAsync(Lease, holder, CancellationToken.None);
            await site.ReleaseAsync(Sweeper.Lease, holder, CancellationToken.None);
        }
    }

    /// <summary>A new database takes over the id of the store; one of another site is refused.</summary>
    private async Task TakeUpStoreAsync(CancellationToken cancellationToken)
    {
        var mark = (await marker.LookAsync(cancellationToken))?.RequireInUse()
            ?? throw new StorageUnavailableException($"There is no store here: its marker vitrine-store.json is missing. Is the disk mounted, and is {marker.Setting} (or --data) right?");
        if (mark.Generation > 1 && await site.GetAsync(SiteValues.StoreId, cancellationToken) is null)
            await site.GetOrAddAsync(SiteValues.Standing, new Standing(mark.Generation).ToJson(), cancellationToken);
        if (await site.GetOrAddAsync(SiteValues.StoreId, mark.StoreId, cancellationToken) != mark.StoreId)
            throw new StorageUnavailableException("This database belongs to another store. Set --data to a folder in which there is no database yet, or to the right one.");
    }

    private async Task KeepLeasesAsync(CancellationToken cancellationToken)
    {
        if (await site.LeaseAsync(Lease, holder, LeaseTime, cancellationToken) is null)
            throw new StorageUnavailableException("Another rebuild is under way.");
        if (await site.LeaseAsync(Sweeper.Lease, holder, LeaseTime, cancellationToken) is null)
            throw new StorageUnavailableException("The sweeper is at work; try again in a minute.");
    }

    private async Task AdoptAsync(RebuildReport report, OriginalFolder folder, Action<string> tell, CancellationToken cancellationToken)
    {
        if (folder.Id is not { } id || folder.Sidecar is null)
        {
            if (folder.Id is { } under && await uploads.IsUnderWayAsync(under, cancellationToken)) return;
            report.WithoutSidecar += folder.Files.Count;
            foreach (var file in folder.Files) tell($"no sidecar: {file.Key}");
            return;
        }

        if (await sidecars.ReadWholeAsync(folder.Sidecar.Key, cancellationToken) is not { Item: var item } kept)
        {
            report.Unreadable++;
            tell($"sidecar not understood: {folder.Sidecar.Key}");
        }
        else if (folder.Files.Find(f => f.Key == item.OriginalKey) is not { } original || original.Length != item.Bytes)
        {
            report.WithoutOriginal++;
            tell($"original missing or cut: {item.OriginalKey}");
        }
        else if (await InsertAsync(report, await WithAlbumAsync(kept, tell, cancellationToken), cancellationToken)) report.Adopted++;
        else report.Present++;
    }

    /// <summary>What a guest added waits for a yes in its album; without one nobody would ever see it, so it goes to its owner's trash.</summary>
    private async Task<KeptItem> WithAlbumAsync(KeptItem kept, Action<string> tell, CancellationToken cancellationToken)
    {
        if (kept.Item.WaitsIn is not { } album || await albums.FindAsync(album, cancellationToken) is not null) return kept;
        tell($"the album in which it waited is gone, so it is in the trash: {kept.Item.OriginalKey}");
        return kept with { Item = kept.Item with { WaitsIn = null, TrashedAt = time.GetUtcNow() } };
    }

    /// <summary>What changed since a sidecar was written is not undone: an item that is there is put where it was only while it is as it was.</summary>
    private async Task<bool> InsertAsync(RebuildReport report, KeptItem kept, CancellationToken cancellationToken)
    {
        var item = kept.Item;
        if (await accounts.FindAsync(item.Owner, cancellationToken) is null)
        {
            var recovered = new KeptAccount(item.Owner.ToString(), $"recovered-{item.Owner.ToString()[^8..]}", false, false, null, time.GetUtcNow());
            await frame.AddAccountAsync(report, recovered, item.Owner, cancellationToken);
        }

        var added = await catalog.AdoptAsync(item, new NextWork(MediaWork.Tile, Jobs.Lanes.Tile, time.GetUtcNow()), cancellationToken);
        if (added || (kept.Albums.Count > 0 && (await catalog.FindAsync(Scope.Everything, item.Id, cancellationToken))?.Version == item.Version))
        {
            foreach (var placement in kept.Albums) await albums.PlaceAsync(item.Id, placement, cancellationToken);
        }

        await frame.RestoreAsync(report, kept.Publication, cancellationToken);
        return added;
    }
}

/// <summary>What came back. Folders = adopted + present + without original + unreadable + (files) without sidecar.</summary>
internal sealed class RebuildReport
{
    public int Accounts { get; set; }
    public int Albums { get; set; }

    /// <summary>None with an address.</summary>
    public int Links { get; set; }

    /// <summary>Albums and items that are shown to everybody again.</summary>
    public int Public { get; set; }
    public long Adopted { get; set; }
    public long Present { get; set; }
    public long WithoutOriginal { get; set; }
    public long WithoutSidecar { get; set; }
    public long Unreadable { get; set; }

    public bool IsComplete => IsCompleteWith(0);

    /// <param name="adopted">Files without sidecar that were taken in afterwards.</param>
    public bool IsCompleteWith(long adopted) => WithoutOriginal + WithoutSidecar - adopted + Unreadable == 0;
}
