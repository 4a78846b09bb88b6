namespace Vitrine.Storage.Disk;

/// <summary><c>vitrine-store.json</c> in the store's folder: a <see cref="StoreMark"/>.</summary>
internal sealed class DiskMarker(StoreFolder folder, DiskHealth health) : IStoreMarker
{
    private const int Longest = 64 * 1024;
    private static readonly string[] Kept = ["originals", "renditions", "catalog"];

    public string Setting => "VITRINE_STORAGE__DISK__PATH";

    public Task<StoreMark?> LookAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(health.Run(Read));
    }

    public Task<bool> CreateAsync(StoreMark mark, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(health.Run(() => Create(mark)));
    }

    public Task ReplaceAsync(StoreMark mark, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        health.RequireMarker();
        health.Run(() => folder.PublishOver(Write(mark), folder.MarkerPath));
        return Task.CompletedTask;
    }

    public Task<bool> HoldsAnythingAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(health.Run(() => Kept.Any(name => new FolderListing(folder).Keys(name + "/").Any())));
    }

    public Task ProbeAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            Directory.CreateDirectory(folder.Root);
            health.Probe();
            return Task.CompletedTask;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException(
                $"{Setting}: a test write in {folder.Root} failed ({failure.Message}). The folder must be on a disk with room that this user may write.",
                failure);
        }
    }

    private StoreMark? Read()
    {
        using var file = folder.Posix.OpenRead(folder.MarkerPath);
        if (file is null) return null;
        var length = folder.Posix.Stat(file).Length;
        if (length > Longest) throw Unintelligible();
        var bytes = new byte[length];
        using var stream = new DiskReadStream(file, 0, length, health);
        stream.ReadExactly(bytes);
        return StoreMark.Parse(bytes) ?? throw Unintelligible();
    }

    private bool Create(StoreMark mark)
    {
        var temporary = Write(mark);
        var created = folder.Publish(temporary, folder.MarkerPath);
        if (!created) folder.Remove(temporary);
        return created;
    }

    /// <summary>Whole and flushed, under a name that it does not keep.</summary>
    private string Write(StoreMark mark)
    {
        Directory.CreateDirectory(folder.Root);
        folder.OpenOrMake(Path.Join(folder.Root, StoreFolder.Incoming)).Dispose();
        var temporary = folder.IncomingPath(IncomingNames.Fresh());
        using var file = folder.Posix.Create(temporary) ?? throw new PosixException(Errno.EEXIST, "open", temporary);
        folder.Posix.Write(file, mark.ToJson(), 0);
        folder.Posix.Flush(file);
        return temporary;
    }

    private StorageUnavailableException Unintelligible() =>
        new($"{folder.MarkerPath} is not a store marker. Put it back from a backup; deleting it is not a remedy.");
}
