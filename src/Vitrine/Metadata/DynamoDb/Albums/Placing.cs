using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Media;

namespace Vitrine.Metadata.DynamoDb.Albums;

/// <summary>
/// What is put into albums, moved and taken out. One item is one transaction: the album's rows for it, the album's number of items, and
/// the item's own row, which keeps where it stands and whose sidecar is then due.
/// </summary>
internal sealed class Placing(DynamoTable table, TimeProvider time)
{
    private readonly Editing editing = new(table, time);

    private enum Added
    {
        Now,
        Before,
        Absent,
        Refused,
    }

    private sealed record Answer<T>(T Value);

    public async Task<Addition> AddAsync(AlbumId album, Scope scope, IReadOnlyList<MediaId> items, CancellationToken cancellationToken)
    {
        List<MediaId> added = [], inside = [], absent = [], refused = [];
        var last = await NextPositionAsync(Backwards(album), cancellationToken);
        foreach (var item in items)
        {
            var position = Position.Between(last, null)!;
            switch (await AddAsync(album, scope, item, position, cancellationToken))
            {
                case Added.Now: added.Add(item); last = position; break;
                case Added.Before: inside.Add(item); break;
                case Added.Refused: refused.Add(item); break;
                default: absent.Add(item); break;
            }
        }

        return new Addition(added, inside, absent, refused);
    }

    public async Task<bool> RemoveAsync(AlbumId album, MediaId item, CancellationToken cancellationToken)
    {
        var removed = await table.InTurnsAsync<Answer<bool>>(
            async () =>
            {
                if (await AlbumRows.FindAsync(table, album, cancellationToken) is null) return new Answer<bool>(false);
                if (await PlacementRows.FindAsync(table, album, item, cancellationToken) is not { } placed) return new Answer<bool>(false);
                return await TakeOutAsync(placed, cancellationToken) is { } done ? new Answer<bool>(done) : null;
            },
            cancellationToken);
        return removed.Value;
    }

    /// <summary>False for one that a purge takes out of its albums; null when it changed meanwhile.</summary>
    public async Task<bool?> TakeOutAsync(PlacementRow placed, CancellationToken cancellationToken)
    {
        Write[] writes = [.. PlacementRows.Change(placed, null), .. AlbumRows.Count(placed.Album, PlacementRows.Difference(placed, null))];
        if (await editing.FindAnyAsync(placed.Item, cancellationToken) is not { } row) return await table.TransactAsync(writes, cancellationToken) ? true : null;
        if (row.IsAway) return false;
        var after = Change.Next(row, row with { Placements = [.. row.Placements.Where(at => at.Album != placed.Album)] }, Now);
        return await table.TransactAsync([.. writes, .. Change.Save(row, after)], cancellationToken) ? true : null;
    }

    /// <summary>Equal positions, which two nodes adding at once can make, are stepped over: the moved item lands before or after all of them.</summary>
    public async Task<bool> MoveAsync(AlbumId album, MediaId item, MediaId target, bool before, CancellationToken cancellationToken)
    {
        if (item == target) return false;
        var moved = await table.InTurnsAsync<Answer<bool>>(
            async () =>
            {
                if (await PlacementRows.FindAsync(table, album, target, cancellationToken) is not { Shown: true, Position: var anchor }) return new Answer<bool>(false);
                if (await PlacementRows.FindAsync(table, album, item, cancellationToken) is not { Shown: true } placed) return new Answer<bool>(false);
                if (await editing.FindAnyAsync(item, cancellationToken) is not { IsLive: true } row || !row.IsIn(album)) return new Answer<bool>(false);
                if (await AlbumRows.FindAsync(table, album, cancellationToken) is null) return new Answer<bool>(false);
                var beyond = await NextPositionAsync(Beside(album, anchor, before), cancellationToken);
                if ((before ? Position.Between(beyond, anchor) : Position.Between(anchor, beyond)) is not { } position) return new Answer<bool>(false);
                var after = Change.Next(row, row with { Placements = [.. row.Placements.Where(at => at.Album != album), new Placement(album, position)] }, Now);
                Write[] writes = [AlbumRows.Take(album, 0), .. PlacementRows.Change(placed, placed with { Position = position }), .. Change.Save(row, after)];
                return await table.TransactAsync(writes, cancellationToken) ? new Answer<bool>(true) : null;
            },
            cancellationToken);
        return moved.Value;
    }

    /// <summary>The sidecar says so already, so it is not due.</summary>
    public async Task<bool> PlaceAsync(MediaId item, Placement placement, CancellationToken cancellationToken)
    {
        if (!Position.IsValid(placement.Position)) return false;
        var placed = await table.InTurnsAsync<Answer<bool>>(
            async () =>
            {
                if (await AlbumRows.FindAsync(table, placement.Album, cancellationToken) is null) return new Answer<bool>(false);
                if (await editing.FindAnyAsync(item, cancellationToken) is not { IsAway: false, Item.IsRead: true } row) return new Answer<bool>(false);
                if (row.IsIn(placement.Album) || row.Placements.Count >= IAlbumCatalog.MostAlbumsOfItem) return new Answer<bool>(false);
                var after = row with { Placements = [.. row.Placements, placement], Revision = row.Revision + 1 };
                return await table.TransactAsync([.. In(row, placement), Change.Put(row, after)], cancellationToken) ? new Answer<bool>(true) : null;
            },
            cancellationToken);
        return placed.Value;
    }

    /// <summary>The next place of an album.</summary>
    public async Task<Placement> AtEndAsync(AlbumId album, CancellationToken cancellationToken) =>
        new(album, Position.Between(await NextPositionAsync(Backwards(album), cancellationToken), null)!);

    /// <summary>What an album writes when it takes an item in.</summary>
    public static Write[] In(Row row, Placement placement) =>
    [
        AlbumRows.Take(placement.Album, row.IsLive ? 1 : 0),
        .. PlacementRows.Change(null, PlacementRows.New(placement.Album, row, placement.Position)),
    ];

    private DateTimeOffset Now => time.GetUtcNow();

    private async Task<Added> AddAsync(AlbumId album, Scope scope, MediaId item, string position, CancellationToken cancellationToken)
    {
        var added = await table.InTurnsAsync<Answer<Added>>(
            async () =>
            {
                if (await editing.FindAsync(scope, item, cancellationToken) is not { IsShowable: true } row) return new Answer<Added>(Added.Absent);
                if (row.IsIn(album)) return new Answer<Added>(Added.Before);
                if (row.Placements.Count >= IAlbumCatalog.MostAlbumsOfItem) return new Answer<Added>(Added.Refused);
                var placement = new Placement(album, position);
                var after = Change.Next(row, row with { Placements = [.. row.Placements, placement] }, Now);
                if (await table.TransactAsync([.. In(row, placement), .. Change.Save(row, after)], cancellationToken)) return new Answer<Added>(Added.Now);
                return await AlbumRows.FindAsync(table, album, cancellationToken) is null ? new Answer<Added>(Added.Absent) : null;
            },
            cancellationToken);
        return added.Value;
    }

    /// <summary>All positions before one, the nearest first, or all after it.</summary>
    private static KeyRange Beside(AlbumId album, string anchor, bool before)
    {
        var all = KeyRange.StartingWith(RowKey.InAlbum(album), RowKey.ByPosition);
        var sort = $"{RowKey.ByPosition}{anchor}#";
        return before ? all with { Until = KeyRange.JustBefore(sort), Ascending = false } : all with { From = sort + KeyRange.Last };
    }

    private static KeyRange Backwards(AlbumId album) => KeyRange.StartingWith(RowKey.InAlbum(album), RowKey.ByPosition) with { Ascending = false };

    private async Task<string?> NextPositionAsync(KeyRange stretch, CancellationToken cancellationToken) =>
        await table.QueryAsync(stretch, 1, cancellationToken) is [var row] ? table.KeyOf(row).Sort[2..^33] : null;
}
