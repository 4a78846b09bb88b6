using Vitrine.Library.Access;
using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>
/// Removes renditions of former recipes and of items that are gone. A walk over all renditions, so once a day, and in two passes:
/// nothing goes before it is known how much would.
/// </summary>
internal sealed class RenditionSweep(IMediaCatalog catalog, IBlobStore blobs, ISiteCatalog site, TimeProvider time)
{
    private const string LastWalk = "sweeper/renditions-walked";
    private const int Batch = 100;
    private static readonly TimeSpan Every = TimeSpan.FromDays(1);

    /// <summary>A worker may just be writing them, and mark its item ready in a moment.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    public async Task<int> SweepAsync(Func<CancellationToken, Task<bool>> keepLease, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var last = await site.GetAsync(LastWalk, cancellationToken);
        if (DateTimeOffset.TryParse(last, System.Globalization.CultureInfo.InvariantCulture, out var walked) && now - walked < Every && now >= walked) return 0;

        var guard = new SweepGuard("items with renditions");
        var orphaned = 0;
        await foreach (var batch in BatchesAsync(cancellationToken))
        {
            guard.Examined += batch.Count;
            orphaned += batch.Count(b => b.Recipe is null);
            if (!await keepLease(cancellationToken)) return 0;
        }

        guard.Require(orphaned);
        var removed = 0;
        await foreach (var batch in BatchesAsync(cancellationToken))
        {
            foreach (var folder in batch) removed += await RemoveOldAsync(folder, now - Grace, cancellationToken);
            if (!await keepLease(cancellationToken)) return removed;
        }

        await site.SetAsync(LastWalk, now.ToString("O", System.Globalization.CultureInfo.InvariantCulture), cancellationToken);
        return removed;
    }

    private async Task<int> RemoveOldAsync(ItemRenditions item, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var removed = 0;
        await foreach (var blob in blobs.ListAsync(Keys.RenditionsOf(item.Id), cancellationToken))
        {
            if (blob.ModifiedAt >= before || blob.Key.Value.Split('/')[2] == item.Recipe) continue;
            await blobs.DeleteAsync(blob.Key, cancellationToken);
            removed++;
        }

        return removed;
    }

    /// <summary>The items that have renditions, with the recipe their rows name; null where there is no row.</summary>
    private async IAsyncEnumerable<List<ItemRenditions>> BatchesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ids = new List<MediaId>(Batch);
        await foreach (var blob in blobs.ListAsync(Keys.Renditions, cancellationToken))
        {
            if (!MediaId.TryParse(blob.Key.Value.Split('/')[1], out var id) || (ids.Count > 0 && ids[^1] == id)) continue;
            if (ids.Count == Batch)
            {
                yield return await WithRecipesAsync(ids, cancellationToken);
                ids.Clear();
            }

            ids.Add(id);
        }

        if (ids.Count > 0) yield return await WithRecipesAsync(ids, cancellationToken);
    }

    private async Task<List<ItemRenditions>> WithRecipesAsync(List<MediaId> ids, CancellationToken cancellationToken)
    {
        var rows = (await catalog.FindManyAsync(Scope.Everything, ids, cancellationToken)).ToDictionary(i => i.Id);
        return ids.ConvertAll(id => new ItemRenditions(id, rows.TryGetValue(id, out var row) ? row.Recipe ?? "" : null));
    }

    /// <param name="Recipe">Null when there is no such item; empty when its row names none.</param>
    private sealed record ItemRenditions(MediaId Id, string? Recipe);
}
