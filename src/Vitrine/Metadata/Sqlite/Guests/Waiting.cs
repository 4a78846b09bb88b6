using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;
using Vitrine.Metadata.Items;
using Vitrine.Metadata.Sqlite.Albums;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Metadata.Sqlite.Media;

namespace Vitrine.Metadata.Sqlite.Guests;

/// <summary>What guests added and nobody has said yes or no to.</summary>
internal static class Waiting
{
    private static readonly Sql InAlbum = new($"SELECT {Rows.Columns} FROM items WHERE waits_in = ? AND shelf = 5 AND id > ? ORDER BY id LIMIT ?");

    public static Page<MediaItem> Page(Connection connection, AlbumId album, Cursor? after, int limit)
    {
        var from = after is null ? Guid.Empty : Guid.ParseExact(after.Id, "N");
        var items = connection.Use(InAlbum).Bind(album.Value).Bind(from).Bind(limit + 1L).All(Rows.ReadItem);
        if (items.Count <= limit) return new Page<MediaItem>(items, null);
        items.RemoveAt(limit);
        return new Page<MediaItem>(items, new Cursor("", items[^1].Id.ToString()));
    }

    public static MediaItem? Approve(Connection connection, AlbumId album, MediaId id, DateTimeOffset now)
    {
        if (Find(connection, album, id) is not { } row || AlbumRows.Find(connection, album) is not { } joined) return null;
        var live = Change.Save(connection, row, Decided(row, Shelf.Live, null), now);
        Placements.Append(connection, joined.Pk, live);
        return live.Item;
    }

    public static MediaItem? Reject(Connection connection, AlbumId album, MediaId id, DateTimeOffset now) =>
        Find(connection, album, id) is { } row ? Change.Save(connection, row, Decided(row, Shelf.Trash, Edits.ToMilliseconds(now)), now).Item : null;

    /// <summary>What waited in an album that is deleted: a step of its clearing. Returns how many went to the trash.</summary>
    public static int Clear(Connection connection, AlbumId album, int limit, DateTimeOffset now)
    {
        var waiting = Page(connection, album, null, limit).Items;
        foreach (var item in waiting) Reject(connection, album, item.Id, now);
        return waiting.Count;
    }

    public static Withdrawal Withdraw(Connection connection, LinkId link, string visitor, MediaId id, DateTimeOffset now)
    {
        if (GuestFiles.Find(connection, link, visitor, id) is null || Rows.Find(connection, id) is not { } row) return Withdrawal.Absent;
        switch (row.Shelf)
        {
            case Shelf.Live:
                Editing.Trash(connection, Scope.Everything, id, now);
                return Withdrawal.InTrash;
            case Shelf.Waiting:
                Editing.BeginPurge(connection, Scope.Everything, id, now);
                GuestFiles.Release(connection, link, visitor, id);
                return Withdrawal.Purging;
            default:
                return Withdrawal.Absent;
        }
    }

    private static Row? Find(Connection connection, AlbumId album, MediaId id) =>
        Rows.Find(connection, id) is { Shelf: Shelf.Waiting } row && row.Item.WaitsIn == album ? row : null;

    private static Row Decided(Row row, Shelf shelf, DateTimeOffset? trashedAt) =>
        row with { Shelf = shelf, Item = row.Item with { WaitsIn = null, TrashedAt = trashedAt } };
}
