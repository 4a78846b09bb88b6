using Vitrine.Library.Access;
using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>
/// Deleting for ever (RULES 14): tombstone, sidecar, renditions, original, row, in that order. Whatever interrupts it, the
/// tombstone stays, the item is absent to everybody, and going through the steps again harms nothing.
/// </summary>
public sealed class Removal(IMediaCatalog catalog, IBlobStore blobs, ILogger<Removal> log)
{
    /// <summary>
    /// Deletes an item for ever. False when it is absent. When the store is in trouble the bytes go later, by the sweeper.
    /// Once the tombstone stands, a cancel no longer stops it.
    /// </summary>
    public async Task<bool> PurgeAsync(Scope scope, MediaId id, CancellationToken cancellationToken)
    {
        if (!await catalog.BeginPurgeAsync(scope, id, cancellationToken)) return false;
        try
        {
            await ContinueAsync(id, CancellationToken.None);
        }
        catch (Exception failure) when (failure is StorageUnavailableException or CatalogUnavailableException)
        {
            log.LogWarning("The bytes of {Id} wait to be removed: {Reason}", id, failure.Message);
        }

        return true;
    }

    /// <summary>Removes what a tombstone stands for, then the tombstone.</summary>
    public async Task ContinueAsync(MediaId id, CancellationToken cancellationToken)
    {
        await RemoveBytesAsync(id, cancellationToken);
        await catalog.EndPurgeAsync(id, cancellationToken);
    }

    /// <summary>The sidecar first, or a rebuild would bring the item back.</summary>
    private async Task RemoveBytesAsync(MediaId id, CancellationToken cancellationToken)
    {
        await blobs.DeleteAsync(Keys.Sidecar(id), cancellationToken);
        await RemoveAllAsync(Keys.RenditionsOf(id), cancellationToken);
        await RemoveAllAsync(Keys.OriginalsOf(id), cancellationToken);
    }

    private async Task RemoveAllAsync(string prefix, CancellationToken cancellationToken)
    {
        await foreach (var blob in blobs.ListAsync(prefix, cancellationToken)) await blobs.DeleteAsync(blob.Key, cancellationToken);
    }
}
