using Vitrine.Library;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Media;

namespace Vitrine.Metadata.DynamoDb.Albums;

/// <summary>
/// Brings albums to list an item as it is: shown or not, at its date, or no longer. An item may be in a hundred albums, more than one
/// transaction holds, so its own change only notes that this is due; it is done right after it, album by album, and by the worker where
/// that failed. Until then nobody sees more: what an album lists is read back from the item.
/// </summary>
internal sealed class Showing(DynamoTable table)
{
    private const int Batch = 25;

    private sealed record Answer(bool Done);

    /// <summary>All that is due now; returns how many items. What fails stays due.</summary>
    public async Task<int> ApplyAsync(CancellationToken cancellationToken)
    {
        var due = await table.QueryShardsAsync("g1", ItemRows.ShowingList, KeyRange.Last, Batch, cancellationToken);
        foreach (var row in due) await BringAsync(new MediaId(row.Id("id")), cancellationToken);
        return due.Count;
    }

    /// <summary>Right after a change, which stands whatever happens here.</summary>
    public async Task FollowAsync(MediaId id, CancellationToken cancellationToken)
    {
        try
        {
            await BringAsync(id, cancellationToken);
        }
        catch (CatalogUnavailableException)
        {
            // It stays due, and the worker does it.
        }
    }

    /// <summary>Each album is a transaction of its own, and repeating it changes nothing.</summary>
    private async Task BringAsync(MediaId id, CancellationToken cancellationToken) => await table.InTurnsAsync<Answer>(
        async () =>
        {
            if (await table.FindAsync(RowKey.Item(id), cancellationToken) is not { } found) return new Answer(false);
            if (ItemRows.Read(found) is not { AlbumsSince: not null } row) return new Answer(false);
            var listed = await table.FindManyAsync(row.Placements.Select(at => RowKey.Placement(at.Album, id)), cancellationToken);
            foreach (var before in listed.Values.Select(PlacementRows.Read))
            {
                var after = row.IsAway ? null : before with { TakenAt = row.Item.TakenAt, Shown = row.IsLive };
                if (after != before && !await table.TransactAsync(Writes(row, before, after), cancellationToken)) return null;
            }

            var settled = row with { AlbumsSince = null, Placements = row.IsAway ? [] : row.Placements, Revision = row.Revision + 1 };
            return (await table.WriteAsync(Change.Put(row, settled), cancellationToken)).Won ? new Answer(true) : null;
        },
        cancellationToken);

    private static Write[] Writes(Row item, PlacementRow before, PlacementRow? after) =>
    [
        Write.Check(RowKey.Item(item.Item.Id), "rev = :rev", new Attributes().Add(":rev", item.Revision)),
        .. PlacementRows.Change(before, after),
        .. AlbumRows.Count(before.Album, PlacementRows.Difference(before, after)),
    ];
}
