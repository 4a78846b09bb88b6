namespace Vitrine.Storage;

/// <summary>
/// The marker object <c>vitrine-store.json</c>: proof that this is our store and not an empty mount point.
/// Sweeper, purge and start refuse to work without it.
/// </summary>
public interface IStoreMarker
{
    /// <summary>The setting that says where the store is, by its name, for sentences to an operator.</summary>
    string Setting { get; }

    /// <summary>All that the marker says, also of a store that no site may use; null when there is none.</summary>
    Task<StoreMark?> LookAsync(CancellationToken cancellationToken);

    /// <summary>The store's id, or null when there is no marker. Throws where the site has moved away, or not yet here.</summary>
    async Task<string?> ReadAsync(CancellationToken cancellationToken) => (await LookAsync(cancellationToken))?.RequireInUse().StoreId;

    /// <summary>Writes the marker of a store that has none. False when one is there already.</summary>
    Task<bool> CreateAsync(StoreMark mark, CancellationToken cancellationToken);

    Task<bool> CreateAsync(string storeId, CancellationToken cancellationToken) => CreateAsync(new StoreMark(storeId), cancellationToken);

    /// <summary>Writes over the marker that is there, whole and durable; for a move, which holds a lease.</summary>
    Task ReplaceAsync(StoreMark mark, CancellationToken cancellationToken);

    /// <summary>True when any original, rendition or catalog file exists, so that a lost marker is told from a new store.</summary>
    Task<bool> HoldsAnythingAsync(CancellationToken cancellationToken);

    /// <summary>Tries the exact write sequence of originals on a probe and removes it; throws with one sentence when it fails.</summary>
    Task ProbeAsync(CancellationToken cancellationToken);
}
