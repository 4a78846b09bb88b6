using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Metadata.DynamoDb.Albums;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.Items;

namespace Vitrine.Metadata.DynamoDb.Media;

/// <summary>What may be read of items in a scope, by their keys and, through an album, by the album's; consistently.</summary>
internal sealed class Seeing(DynamoTable table)
{
    /// <summary>The row when it may be read in this scope and is no tombstone.</summary>
    public async Task<Row?> FindAsync(Scope scope, MediaId id, CancellationToken cancellationToken)
    {
        if (scope is Scope.InAlbum or Scope.Given) return (await FindManyAsync(scope, [id], cancellationToken)) is [var found] ? found : null;
        return await table.FindAsync(RowKey.Item(id), cancellationToken) is { } row && ItemRows.Read(row) is var item && IsSeen(scope, item) ? item : null;
    }

    /// <summary>Those that may be read, in the order asked.</summary>
    public async Task<IReadOnlyList<Row>> FindManyAsync(Scope scope, IReadOnlyList<MediaId> ids, CancellationToken cancellationToken)
    {
        var keys = ids.Select(RowKey.Item).ToList();
        RowKey[] album = scope is Scope.InAlbum inside ? [RowKey.Album(inside.Album)] : [];
        RowKey[] files = scope is Scope.Given given ? [.. ids.Select(id => RowKey.GuestFile(given.Link, given.Visitor, id))] : [];
        var rows = await table.FindManyAsync([.. keys, .. album, .. files], cancellationToken);
        if (scope is Scope.Given) keys = [.. keys.Zip(files).Where(pair => rows.ContainsKey(pair.Second)).Select(pair => pair.First)];
        if (album is [var key] && !AlbumRows.IsPresent(rows.GetValueOrDefault(key))) return [];
        return [.. keys.Where(rows.ContainsKey).Select(item => ItemRows.Read(rows[item])).Where(row => IsSeen(scope, row))];
    }

    private static bool IsSeen(Scope scope, Row row) => scope switch
    {
        Scope.InAlbum inside => row.IsShowable && row.IsIn(inside.Album),
        Scope.Named named => row.IsShowable && row.Item.Owner == named.Owner && named.Items.Contains(row.Item.Id),
        Scope.Waiting waiting => row.Shelf == Shelf.Waiting && row.Item.WaitsIn == waiting.Album,
        Scope.Given => row.Shelf is Shelf.Waiting or Shelf.Live,
        _ => !row.IsAway && (row.Shelf != Shelf.Waiting || scope is Scope.All) && scope.Includes(row.Item.Owner),
    };
}
