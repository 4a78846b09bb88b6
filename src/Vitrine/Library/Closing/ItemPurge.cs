using Vitrine.Library.Access;

namespace Vitrine.Library;

/// <summary>The items of an account that goes: live ones, trashed ones, and tombstones that somebody left. They leave other people's albums by that.</summary>
internal sealed class ItemPurge(IMediaCatalog catalog, Removal removal)
{
    private const int Batch = 50;

    /// <summary>Removals that wait for the disk together share its flushes.</summary>
    private const int AtOnce = 8;

    /// <summary>Returns how many items went.</summary>
    public async Task<int> PurgeSomeAsync(AccountId owner, CancellationToken cancellationToken)
    {
        var own = new Scope.Own(owner);
        var items = (await catalog.PageAsync(own, MediaSort.TakenOldest, null, Batch, cancellationToken)).Items;
        if (items.Count == 0) items = (await catalog.TrashAsync(own, null, Batch, cancellationToken)).Items;
        if (items.Count == 0) return await ContinueAsync(owner, cancellationToken);
        var purged = 0;
        await Parallel.ForEachAsync(items, Together(cancellationToken), async (item, cancel) =>
        {
            // What another worker marked meanwhile is a tombstone, and comes by again as one.
            if (!await catalog.BeginPurgeAsync(own, item.Id, cancel)) return;
            await removal.ContinueAsync(item.Id, cancel);
            Interlocked.Increment(ref purged);
        });
        return purged;
    }

    private async Task<int> ContinueAsync(AccountId owner, CancellationToken cancellationToken)
    {
        var tombstones = (await catalog.PurgingAsync(Batch, cancellationToken)).Where(item => item.Owner == owner).ToList();
        await Parallel.ForEachAsync(tombstones, Together(cancellationToken), async (item, cancel) => await removal.ContinueAsync(item.Id, cancel));
        return tombstones.Count;
    }

    private static ParallelOptions Together(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
}
