using Vitrine.Library.Access;

namespace Vitrine.Library;

/// <summary>Emptying the trash: all that was in it when the person was asked, and nothing that came into it or left it since.</summary>
public sealed class Emptying(IMediaCatalog catalog, Removal removal, BulkChanges changes)
{
    /// <summary>Counting goes on for so many pages; a fuller trash is said to hold at least as much.</summary>
    private const int MostPages = 100;

    /// <summary>How many items would go. Reads the whole trash, up to 50 000 items.</summary>
    /// <param name="asOf">Made when the person was asked: what came into the trash later stays.</param>
    public async Task<long> CountAsync(Scope scope, MediaId asOf, CancellationToken cancellationToken)
    {
        long count = 0;
        Cursor? after = null;
        for (var pages = 0; pages < MostPages; pages++)
        {
            var (ids, next) = await NextAsync(scope, asOf, after, cancellationToken);
            count += ids.Count;
            if (next is null) break;
            after = next;
        }

        return count;
    }

    /// <summary>
    /// Deletes at once what is no more than <see cref="Selection.MostAtOnce"/> and answers <see cref="SelectionOutcome.Few"/> with what
    /// went; more is a change that goes on by itself, and cannot be undone.
    /// </summary>
    public async Task<SelectionOutcome> EmptyAsync(AccountId owner, Scope scope, MediaId asOf, CancellationToken cancellationToken)
    {
        var (ids, next) = await NextAsync(scope, asOf, null, cancellationToken);
        if (next is null)
        {
            var gone = new List<MediaId>(ids.Count);
            foreach (var id in ids)
                if (await removal.PurgeAsync(scope, id, cancellationToken)) gone.Add(id);
            return new SelectionOutcome.Few(gone);
        }

        var total = await CountAsync(scope, asOf, cancellationToken);
        return await changes.StartAsync(owner, BulkChangeKind.Delete, new Selection { Stretches = [Stretch.Whole], AsOf = asOf }, total, cancellationToken) is { } change
            ? new SelectionOutcome.Started(change)
            : new SelectionOutcome.Refused(ProblemCode.ChangeUnderWay);
    }

    /// <summary>The next items of the trash, last trashed first: at most <see cref="Selection.MostAtOnce"/> are looked at.</summary>
    internal async Task<(IReadOnlyList<MediaId> Ids, Cursor? Next)> NextAsync(Scope scope, MediaId? asOf, Cursor? after, CancellationToken cancellationToken)
    {
        var page = await catalog.TrashAsync(scope, after, Selection.MostAtOnce, cancellationToken);
        return ([.. page.Items.Where(item => !(item.TrashedAt > asOf?.MadeAt)).Select(item => item.Id)], page.Next);
    }

    /// <summary>True when the item is gone, by this or before; false when it was taken out of the trash meanwhile.</summary>
    internal async Task<bool> DeleteAsync(Scope scope, MediaId id, CancellationToken cancellationToken)
    {
        if (await catalog.FindAsync(scope, id, cancellationToken) is { TrashedAt: null }) return false;
        await removal.PurgeAsync(scope, id, cancellationToken);
        return true;
    }
}
