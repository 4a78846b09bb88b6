using Vitrine.Imaging.Scrubbing;
using Vitrine.Storage;

namespace Vitrine.Library.Scrubbing;

/// <summary>
/// A blob by offset. Where the store's stream can seek, that costs nothing; elsewhere reading onwards goes on with the answer under
/// way, and a jump asks the store anew. The caller disposes.
/// </summary>
internal sealed class BlobBytes : IFileBytes, IAsyncDisposable
{
    private readonly IBlobStore store;
    private readonly BlobInfo info;
    private Blob blob;
    private long position;

    private BlobBytes(IBlobStore store, Blob blob) => (this.store, this.blob, info) = (store, blob, blob.Info);

    public long Length => info.Length;

    /// <summary>Null when the blob is absent.</summary>
    public static async Task<BlobBytes?> OpenAsync(IBlobStore store, BlobKey key, CancellationToken cancellationToken) =>
        await store.OpenReadAsync(key, range: null, cancellationToken) is { } blob ? new BlobBytes(store, blob) : null;

    public async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (offset >= Length) return 0;
        if (offset != position) await JumpAsync(offset, cancellationToken);
        var read = await blob.Content.ReadAsync(buffer, cancellationToken);
        position += read;
        return read;
    }

    public ValueTask DisposeAsync() => blob.DisposeAsync();

    private async ValueTask JumpAsync(long offset, CancellationToken cancellationToken)
    {
        if (blob.Content.CanSeek) blob.Content.Position = offset;
        else
        {
            var next = await store.OpenReadAsync(info.Key, new ByteRange(offset, Length - offset), cancellationToken)
                ?? throw new StorageUnavailableException($"{info.Key} went while it was read.");
            await blob.DisposeAsync();
            blob = next;
        }

        position = offset;
    }
}
