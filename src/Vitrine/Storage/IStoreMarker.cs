namespace Vitrine.Storage;

/// <summary>
/// The marker object <c>vitrine-store.json</c>: proof that this is our store and not an empty mount point.
/// Sweeper, purge and start refuse to work without it.
/// </summary>
public interface IStoreMarker
{
    /// <summary>The setting that says where the store is, by its name, for sentences to an operator.</summary>
    string Setting { get; }

    /// <summary>The store's id, or null when there is no marker.</summary>
    Task<string?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Writes the marker of a new store. False when one is there already.</summary>
    Task<bool> CreateAsync(string storeId, CancellationToken cancellationToken);

    /// <summary>True when any original, rendition or catalog file exists, so that a lost marker is told from a new store.</summary>
    Task<bool> HoldsAnythingAsync(CancellationToken cancellationToken);

    /// <summary>Tries the exact write sequence of originals on a probe and removes it; throws with one sentence when it fails.</summary>
    Task ProbeAsync(CancellationToken cancellationToken);
}
