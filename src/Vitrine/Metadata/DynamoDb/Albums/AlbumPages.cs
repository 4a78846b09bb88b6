using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Media;

namespace Vitrine.Metadata.DynamoDb.Albums;

/// <summary>
/// What an album shows, by keyset: a stretch of one of its two lists, then the items by their keys. An item that is no longer shown but
/// still listed is left out, so a page may be shorter than asked and yet have a next one.
/// </summary>
internal sealed class AlbumPages(DynamoTable table)
{
    private static readonly Page<MediaItem> Empty = new([], null);

    public async Task<Page<MediaItem>> PageAsync(AlbumId album, AlbumOrder order, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        if (after is not null && !Fits(order, after)) return Empty;
        var stretch = All(album, order);
        if (after is not null) stretch = stretch.Beyond(PlacementRows.SortOf(order, after.Key, Tiles.IdOf(after)));
        var listed = await table.QueryAsync(stretch, limit + 1, cancellationToken);
        var ids = listed.Take(limit).Select(row => new MediaId(row.Id("id"))).ToList();
        var items = await ShownAsync(album, ids, cancellationToken);
        return new Page<MediaItem>(items, listed.Count > limit ? new Cursor(KeyIn(table.KeyOf(listed[limit - 1])), ids[^1].ToString()) : null);
    }

    /// <summary>The items before and after one that the album shows.</summary>
    public async Task<Beside> BesideAsync(PlacementRow here, AlbumOrder order, CancellationToken cancellationToken)
    {
        var stretch = All(here.Album, order).Beyond(here.SortOf(order));
        var back = All(here.Album, order) with { Ascending = !stretch.Ascending };
        var (previous, next) = (FirstAsync(back.Beyond(here.SortOf(order))), FirstAsync(stretch));
        return new Beside(await previous, await next);

        async Task<MediaId?> FirstAsync(KeyRange beyond) =>
            await table.QueryAsync(beyond, 1, cancellationToken) is [var row] ? new MediaId(row.Id("id")) : null;
    }

    /// <summary>With the cover that a card shows.</summary>
    public async Task<Album> WithCoverAsync(Album album, CancellationToken cancellationToken)
    {
        if (album.ChosenCover is { } chosen && await ShownAsync(album.Id, [chosen], cancellationToken) is [_]) return album with { Cover = chosen };
        var first = await PageAsync(album.Id, album.Order, null, 1, cancellationToken);
        return album with { Cover = first.Items is [var item] ? item.Id : null };
    }

    /// <summary>Those of the items that the album shows.</summary>
    public async Task<IReadOnlyList<MediaItem>> ShownAsync(AlbumId album, IEnumerable<MediaId> ids, CancellationToken cancellationToken)
    {
        var keys = ids.Select(RowKey.Item).ToList();
        var rows = await table.FindManyAsync(keys, cancellationToken);
        return [.. keys.Where(rows.ContainsKey).Select(key => ItemRows.Read(rows[key])).Where(row => row.IsLive && row.IsIn(album)).Select(row => row.Item)];
    }

    private static KeyRange All(AlbumId album, AlbumOrder order) =>
        KeyRange.StartingWith(RowKey.InAlbum(album), PlacementRows.ListOf(order)) with { Ascending = order != AlbumOrder.TakenNewest };

    private static bool Fits(AlbumOrder order, Cursor cursor) =>
        order == AlbumOrder.ByHand ? Position.IsValid(cursor.Key) : TakenAt.TryParse(cursor.Key, out _);

    /// <summary>Between the list's two letters and the item's id.</summary>
    private static string KeyIn(RowKey listed) => listed.Sort[2..^33];
}
