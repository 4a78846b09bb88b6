using Vitrine.Storage;
using Vitrine.Storage.Disk;

namespace Vitrine.Library;

/// <summary>
/// Copies the site into a folder while it runs (RULES 29). The copy is a data folder itself: <c>vitrine.db</c> and <c>media/</c>, so a
/// site can be started on it as it lies. Backing up again into the same folder copies what is new.
/// </summary>
internal sealed class Backups(
    IMediaCatalog catalog, ISiteCatalog site, IBlobStore blobs, IStoreMarker marker, TimeProvider time, ILoggerFactory logs, IDatabase? database = null)
{
    public const string DatabaseName = "vitrine.db";
    public const string MediaName = "media";

    private const int PageLength = 200;

    /// <param name="folder">An empty folder, or one that holds an earlier backup of this site.</param>
    /// <param name="tell">One line for each file that could not be copied as it should be.</param>
    /// <param name="cancellationToken">Stops between files; the earlier backup stays whole, and running again goes on.</param>
    public async Task<BackupReport> MakeAsync(string folder, Action<string> tell, CancellationToken cancellationToken)
    {
        var source = Database;
        var mark = (await marker.LookAsync(cancellationToken))?.RequireInUse();
        if (mark is null || mark.StoreId != await site.GetAsync(SiteValues.StoreId, cancellationToken))
            throw new StorageUnavailableException("There is no site here to back up: is --data right, and the disk mounted?");
        using var target = await OpenAsync(folder, mark, cancellationToken);
        var copied = new CopiedBlobs(blobs, target.Blobs);
        var report = new BackupReport();

        // Originals first, then the database, then what came meanwhile: so all that the copied database knows is there.
        var last = await CopyAfterAsync(null, copied, report, tell, cancellationToken);
        var fresh = Path.Join(folder, $"{DatabaseName}.new");
        File.Delete(fresh);
        await source.BackUpAsync(fresh, cancellationToken);
        await CopyAfterAsync(last, copied, report, tell, cancellationToken);
        await copied.ChangingAsync(CatalogFiles.AccountsKey, cancellationToken);

        File.Move(fresh, Path.Join(folder, DatabaseName), overwrite: true);
        DiskFolderStore.Flush(Path.Join(folder, DatabaseName));
        report.FilesCopied = copied.Copied;
        report.FilesPresent = copied.Present;
        report.BytesCopied = copied.BytesCopied;
        return report;
    }

    /// <summary>Where the metadata is no file of ours.</summary>
    internal static CatalogUnavailableException NoDatabase() => new(
        "The metadata of this site is not a file that a backup folder could hold. Back it up where it is kept (docs/dynamodb.md says how), and the originals by the means of their store.");

    private IDatabase Database => database ?? throw NoDatabase();

    private async Task<DiskFolderStore> OpenAsync(string folder, StoreMark mark, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var media = Path.Join(folder, MediaName);
        var strange = Directory.EnumerateFileSystemEntries(folder).Select(e => Path.GetFileName(e)).Any(n => n != MediaName && !n.StartsWith(DatabaseName, StringComparison.Ordinal));
        if (Path.GetFullPath(folder) == Path.GetDirectoryName(Path.GetFullPath(Database.Path)))
            throw new StorageUnavailableException($"{folder} is the site's own data folder; choose another for its backup.");
        if (strange) throw new StorageUnavailableException($"{folder} holds other files; a backup wants a folder of its own.");

        var store = new DiskFolderStore(media, time, logs);
        switch (await store.Marker.LookAsync(cancellationToken))
        {
            case null when File.Exists(Path.Join(folder, DatabaseName)) || Directory.Exists(media) && await store.Marker.HoldsAnythingAsync(cancellationToken):
                store.Dispose();
                throw new StorageUnavailableException($"{folder} holds files but no backup of ours; choose another folder.");
            case null:
                await store.Marker.CreateAsync(mark, cancellationToken);
                return store;
            case var other when other.StoreId != mark.StoreId:
                store.Dispose();
                throw new StorageUnavailableException($"{folder} holds the backup of another site; choose another folder.");
            case var earlier:
                if (earlier != mark) await store.Marker.ReplaceAsync(mark, cancellationToken); // the site moved since
                return store;
        }
    }

    private async Task<MediaId?> CopyAfterAsync(MediaId? after, CopiedBlobs copied, BackupReport report, Action<string> tell, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await catalog.WalkAsync(after, PageLength, cancellationToken);
            foreach (var item in page.Items)
            {
                await CopyAsync(item, copied, report, tell, cancellationToken);
                after = item.Id;
            }

            if (page.Items.Count < PageLength) return after;
        }
    }

    private async Task CopyAsync(MediaItem item, CopiedBlobs copied, BackupReport report, Action<string> tell, CancellationToken cancellationToken)
    {
        report.Items++;
        if (item.Synthetic) report.Synthetic++;
        else if (await copied.OriginalAsync(item, cancellationToken)) report.Safe++;
        else if (await catalog.FindAsync(Access.Scope.Everything, item.Id, cancellationToken) is null) report.Gone++;
        else
        {
            report.Damaged++;
            tell($"missing or damaged in the site itself, not backed up: {item.OriginalKey} ({item.FileName})");
        }

        await copied.ChangingAsync(item.SidecarKey, cancellationToken);
        foreach (var rendition in item.Renditions)
        {
            var key = Keys.Rendition(item.Id, item.Recipe ?? "", rendition.Name, rendition.Extension);
            await copied.RenditionAsync(key, rendition.Bytes, rendition.ContentType, cancellationToken);
        }
    }
}

/// <summary>Items = safe + synthetic + gone + damaged. Files are originals and renditions.</summary>
internal sealed class BackupReport
{
    public long Items { get; set; }
    public long Safe { get; set; }
    public long Synthetic { get; set; }
    public long Gone { get; set; }
    public long Damaged { get; set; }
    public long FilesCopied { get; set; }
    public long FilesPresent { get; set; }
    public long BytesCopied { get; set; }
}
