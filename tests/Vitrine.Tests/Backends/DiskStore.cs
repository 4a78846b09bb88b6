using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Storage;
using Vitrine.Storage.Disk;
using Vitrine.Tests.Contracts;

namespace Vitrine.Tests.Backends;

/// <summary>A store on this machine's disk, in a folder of its own.</summary>
internal sealed class DiskStore : TestStore
{
    public DiskStore(IPosix? posix = null, DiskOptions? options = null, TimeProvider? time = null)
    {
        Posix = posix ?? new Posix();
        Folder = new StoreFolder(Directory.CreateTempSubdirectory("vitrine-store-").FullName, Posix);
        Health = new DiskHealth(Folder, options ?? new DiskOptions { FreeFloor = 0 }, time ?? TimeProvider.System, NullLogger<DiskHealth>.Instance);
        var blobs = new DiskBlobStore(Folder, Health, time ?? TimeProvider.System);
        (Blobs, LocalFiles) = (blobs, blobs);
        Partial = new DiskPartialWrites(Folder, Health);
        Marker = new DiskMarker(Folder, Health);
    }

    public IPosix Posix { get; }

    public StoreFolder Folder { get; }

    public DiskHealth Health { get; }

    public ILocalFiles LocalFiles { get; }

    public override IBlobStore Blobs { get; }

    public override IPartialWrites Partial { get; }

    public override IStoreMarker Marker { get; }

    public static async ValueTask<DiskStore> CreateMarkedAsync(IPosix? posix = null, DiskOptions? options = null, TimeProvider? time = null)
    {
        var store = new DiskStore(posix, options, time);
        await store.Marker.CreateAsync("test-store", TestContext.Current.CancellationToken);
        return store;
    }

    public override ValueTask DisposeAsync()
    {
        Health.Dispose();
        Directory.Delete(Folder.Root, recursive: true);
        return ValueTask.CompletedTask;
    }
}
