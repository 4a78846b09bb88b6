using Vitrine.Imaging.Scrubbing;
using Vitrine.Storage;

namespace Vitrine.Library.Scrubbing;

/// <summary>
/// A blob by offset. Where the store's stream can seek, that costs nothing; elsewhere reading onwards goes on with the answer under
/// way, over short gaps too, and a long jump asks the store anew. The caller disposes.
/// </summary>
internal sealed class BlobBytes : IFileBytes, IAsyncDisposable
{
    /// <summary>Reading over so much takes less time than asking a bucket again.</summary>
    private const int ShortJump = 256 * 1024;

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
        else if (offset > position && offset - position <= ShortJump) await SkipAsync(offset - position, cancellationToken);
        else
        {
            var next = await store.OpenReadAsync(info.Key, new ByteRange(offset, Length - offset), cancellationToken)
                ?? throw new StorageUnavailableException($"{info.Key} went while it was read.");
            await blob.DisposeAsync();
            blob = next;
        }

        position = offset;
    }

    private async ValueTask SkipAsync(long length, CancellationToken cancellationToken)
    {
        var skipped = new byte[Math.Min(length, 16 * 1024)];
        for (int read; length > 0; length -= read)
        {
            read = await blob.Content.ReadAsync(skipped.AsMemory(0, (int)Math.Min(length, skipped.Length)), cancellationToken);
            if (read == 0) throw new StorageUnavailableException($"{info.Key} ended {length} bytes early.");
        }
    }
}
