using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>Copies blobs from one store to another, once each, checked on the way.</summary>
internal sealed class CopiedBlobs(IBlobStore from, IBlobStore to)
{
    public long Copied { get; private set; }

    public long Present { get; private set; }

    public long BytesCopied { get; private set; }

    /// <summary>
    /// Copies an original unless a file of its length is there. Its hash is taken of the bytes that were read; when it is another than
    /// the row's, or the length is, nothing of it stays and the answer is false.
    /// </summary>
    public async Task<bool> OriginalAsync(MediaItem item, CancellationToken cancellationToken)
    {
        if (await IsThereAsync(item.OriginalKey, item.Bytes, cancellationToken)) return true;
        await using var blob = await from.OpenReadAsync(item.OriginalKey, null, cancellationToken);
        if (blob is null || blob.Info.Length != item.Bytes) return false;
        var hash = new RunningHash();
        await to.WriteAsync(item.OriginalKey, new HashingStream(blob.Content, hash), item.ContentType, cancellationToken);
        if (item.Sha256 is not null && hash.Sha256Hex != item.Sha256)
        {
            await to.DeleteAsync(item.OriginalKey, CancellationToken.None);
            return false;
        }

        Count(hash.Length);
        return true;
    }

    /// <summary>Copies a rendition, which is made again where it is lacking. False when it is not there.</summary>
    public async Task<bool> RenditionAsync(BlobKey key, long length, string contentType, CancellationToken cancellationToken)
    {
        if (await IsThereAsync(key, length, cancellationToken)) return true;
        await using var blob = await from.OpenReadAsync(key, null, cancellationToken);
        if (blob is null || blob.Info.Length != length) return false;
        await to.WriteAsync(key, blob.Content, contentType, cancellationToken);
        Count(length);
        return true;
    }

    /// <summary>Copies a file that may change: sidecars and the catalog's own.</summary>
    public async Task ChangingAsync(BlobKey key, CancellationToken cancellationToken)
    {
        await using var blob = await from.OpenReadAsync(key, null, cancellationToken);
        if (blob is null) return;
        var present = await to.FindAsync(key, cancellationToken);
        if (present is not null && present.Length == blob.Info.Length && present.ModifiedAt >= blob.Info.ModifiedAt) return;
        using var content = new MemoryStream();
        await blob.Content.CopyToAsync(content, cancellationToken);
        await to.ReplaceAsync(key, content.ToArray(), present?.Tag, cancellationToken);
    }

    private async Task<bool> IsThereAsync(BlobKey key, long length, CancellationToken cancellationToken)
    {
        if (await to.FindAsync(key, cancellationToken) is not { } present) return false;
        if (present.Length == length)
        {
            Present++;
            return true;
        }

        // Whole files only ever get here by a rename, so this one is damaged.
        await to.DeleteAsync(key, cancellationToken);
        return false;
    }

    private void Count(long bytes)
    {
        Copied++;
        BytesCopied += bytes;
    }
}
