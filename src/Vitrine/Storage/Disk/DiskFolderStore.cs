namespace Vitrine.Storage.Disk;

/// <summary>A second store in a folder of this machine, beside the site's own: where a backup lies.</summary>
public sealed class DiskFolderStore : IDisposable
{
    private readonly DiskHealth health;

    public DiskFolderStore(string path, TimeProvider time, ILoggerFactory logs)
    {
        var folder = new StoreFolder(path, new Posix());
        health = new DiskHealth(folder, new DiskOptions { FreeFloor = 0 }, time, logs.CreateLogger<DiskHealth>());
        Blobs = new DiskBlobStore(folder, health, time);
        Marker = new DiskMarker(folder, health);
    }

    public IBlobStore Blobs { get; }

    public IStoreMarker Marker { get; }

    /// <summary>Makes the name of a file that .NET wrote, and the bytes, durable.</summary>
    public static void Flush(string file)
    {
        var posix = new Posix();
        using (var handle = posix.OpenRead(Path.GetFullPath(file)) ?? throw new FileNotFoundException("Not there to be flushed.", file)) posix.Flush(handle);
        using var parent = posix.OpenFolder(Path.GetDirectoryName(Path.GetFullPath(file))!);
        if (parent is not null) posix.Flush(parent);
    }

    public void Dispose() => health.Dispose();
}
