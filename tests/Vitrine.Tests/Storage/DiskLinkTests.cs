using Vitrine.Storage;
using Vitrine.Tests.Backends;
using Vitrine.Tests.Contracts;

namespace Vitrine.Tests.Storage;

/// <summary>Symbolic links planted in the store lead nowhere.</summary>
public sealed class DiskLinkTests : IAsyncLifetime
{
    private readonly string outside = Directory.CreateTempSubdirectory("vitrine-outside-").FullName;
    private DiskStore store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        store = await DiskStore.CreateMarkedAsync();
        await File.WriteAllTextAsync(Path.Join(outside, "secret.txt"), "secret", Cancel);
        Directory.CreateDirectory(Path.Join(store.Folder.Root, "originals", "real"));
        Directory.CreateSymbolicLink(Path.Join(store.Folder.Root, "originals", "linked"), outside);
        File.CreateSymbolicLink(Path.Join(store.Folder.Root, "originals", "real", "link.txt"), Path.Join(outside, "secret.txt"));
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        Directory.Delete(outside, recursive: true);
    }

    [Theory, Trait("trust", "P03")]
    [InlineData("originals/real/link.txt")]
    [InlineData("originals/linked/secret.txt")]
    public async Task A_link_is_neither_read_nor_found_nor_listed(string name)
    {
        var key = new BlobKey(name);
        Assert.Null(await store.Blobs.FindAsync(key, Cancel));
        Assert.Null(await store.Blobs.OpenReadAsync(key, null, Cancel));
        Assert.Null(store.LocalFiles.Open(key));
        Assert.Empty(await store.KeysAsync("originals/"));
        Assert.Empty(await store.KeysAsync("originals/linked/"));
    }

    [Fact, Trait("trust", "P03")]
    public async Task Nothing_is_written_or_removed_through_a_link()
    {
        await Assert.ThrowsAsync<StorageUnavailableException>(
            () => store.Blobs.WriteAsync(new BlobKey("originals/linked/new.txt"), TestStore.Text("x"), "text/plain", Cancel));
        await store.Blobs.DeleteAsync(new BlobKey("originals/linked/secret.txt"), Cancel);
        Assert.Equal(WriteOutcome.AlreadyThere, await store.Blobs.WriteAsync(new BlobKey("originals/real/link.txt"), TestStore.Text("x"), "text/plain", Cancel));
        Assert.Equal(["secret.txt"], Directory.GetFiles(outside).Select(f => Path.GetFileName(f)!));
        Assert.Equal("secret", await File.ReadAllTextAsync(Path.Join(outside, "secret.txt"), Cancel));
    }

    [Fact]
    public async Task The_stores_own_folder_may_be_a_link()
    {
        var link = Path.Join(outside, "store");
        Directory.CreateSymbolicLink(link, store.Folder.Root);
        Assert.Equal(store.Folder.Root, new Vitrine.Storage.Disk.StoreFolder(link + "/", store.Posix).Root);
        await Task.CompletedTask;
    }
}
