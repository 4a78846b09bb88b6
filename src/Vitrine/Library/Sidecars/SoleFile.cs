using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>A file below <c>catalog/</c> of which there is one for the site, and every node writes it.</summary>
internal sealed class SoleFile(BlobKey key)
{
    private const int Tries = 10;
    private byte[]? written;

    /// <summary>
    /// Writes what there is to say now, if that is not what this process wrote last. The present file is looked at before the thing is read, so
    /// that who read it earlier never writes over who read it later; where another was faster, both are done anew. Throws
    /// <see cref="StorageUnavailableException"/> when others were faster again and again.
    /// </summary>
    /// <param name="readAsync">The thing, read afresh; null when there is nothing to say yet.</param>
    public async Task WriteAsync(IBlobStore blobs, Func<Task<byte[]?>> readAsync, CancellationToken cancellationToken)
    {
        if (await readAsync() is not { } known || known.AsSpan().SequenceEqual(written)) return;
        for (var tries = 0; tries < Tries; tries++)
        {
            var present = await blobs.FindAsync(key, cancellationToken);
            if (await readAsync() is not { } now) return;
            if (!await blobs.ReplaceAsync(key, now, present?.Tag, cancellationToken)) continue;
            written = now;
            return;
        }

        throw new StorageUnavailableException($"{key} is being written by others all the time.");
    }
}
