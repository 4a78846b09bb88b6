using Vitrine.Storage;
using Vitrine.Storage.Disk;

namespace Vitrine.Library;

/// <summary>
/// Brings a backup into an empty data folder: files first, the database last, so that a restore that was interrupted is no site yet
/// and is simply run again.
/// </summary>
internal sealed class Restoring(IBlobStore blobs, IStoreMarker marker, TimeProvider time, ILoggerFactory logs, IDatabase? database = null)
{
    /// <summary>Returns how many files were copied. What they are worth, <see cref="Verification"/> says afterwards.</summary>
    public async Task<CopiedBlobs> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var backup = Path.Join(folder, Backups.DatabaseName);
        await Database.CheckAsync(backup, cancellationToken);
        if (Database.Inspect() != DatabaseState.Absent)
            throw new StorageUnavailableException($"There is a site already ({Database.Path}). Restore wants an empty data folder: set --data to a new one.");
        if (!Directory.Exists(Path.Join(folder, Backups.MediaName))) throw NoBackup(folder);
        using var source = new DiskFolderStore(Path.Join(folder, Backups.MediaName), time, logs);
        var mark = (await source.Marker.LookAsync(cancellationToken))?.RequireInUse() ?? throw NoBackup(folder);
        await MarkAsync(mark, cancellationToken);

        var copied = new CopiedBlobs(source.Blobs, blobs);
        await foreach (var blob in source.Blobs.ListAsync("", cancellationToken))
        {
            if (MayHaveChanged(blob.Key)) await copied.ChangingAsync(blob.Key, cancellationToken);
            else await copied.RenditionAsync(blob.Key, blob.Length, "", cancellationToken);
        }

        PutDatabase(backup);
        return copied;
    }

    private async Task MarkAsync(StoreMark mark, CancellationToken cancellationToken)
    {
        var present = await marker.ReadAsync(cancellationToken);
        if (present is null && await marker.HoldsAnythingAsync(cancellationToken))
            throw new StorageUnavailableException("The store holds files of a site without a marker. Restore wants an empty data folder: set --data to a new one.");
        if (present is null) await marker.CreateAsync(mark, cancellationToken);
        else if (present != mark.StoreId)
            throw new StorageUnavailableException("The store here belongs to another site. Restore wants an empty data folder: set --data to a new one.");
    }

    /// <summary>Sidecars and the catalog's files; all others never change.</summary>
    private static bool MayHaveChanged(BlobKey key) =>
        key.Value.StartsWith(Keys.Catalog, StringComparison.Ordinal) || key.Value.EndsWith("/" + Keys.SidecarName, StringComparison.Ordinal);

    private void PutDatabase(string backup)
    {
        var part = $"{Database.Path}.restoring";
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Database.Path))!);
        File.Copy(backup, part, overwrite: true);
        DiskFolderStore.Flush(part);
        File.Move(part, Database.Path, overwrite: true);
        DiskFolderStore.Flush(Database.Path);
    }

    private IDatabase Database => database ?? throw Backups.NoDatabase();

    private static StorageUnavailableException NoBackup(string folder) =>
        new($"{folder} holds no backup: there should be {Backups.DatabaseName} and {Backups.MediaName}/.");
}
