using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Metadata.Items;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Metadata.Sqlite.Media;

namespace Vitrine.Metadata.Sqlite.Albums;

/// <summary>Which item stands where in which album. Counts of albums and what items keep of their albums move in the same transaction.</summary>
internal static class Placements
{
    private static readonly Sql Insert = new(
        "INSERT INTO album_items (album, item, id, position, taken_at, shown) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");

    private static readonly Sql Delete = new("DELETE FROM album_items WHERE album = ? AND item = ?");
    private static readonly Sql Inside = new("SELECT shown FROM album_items WHERE album = ? AND item = ?");

    private static readonly Sql Shown = new(
        "SELECT 1 FROM albums JOIN album_items ON album_items.album = albums.pk WHERE albums.id = ? AND deleted = 0 AND item = ? AND shown = 1");

    private static readonly Sql Last = new("SELECT position FROM album_items WHERE album = ? AND shown = 1 ORDER BY position DESC LIMIT 1");
    private static readonly Sql PositionOf = new("SELECT position FROM album_items WHERE album = ? AND item = ? AND shown = 1");

    private static readonly Sql PositionBefore = new(
        "SELECT position FROM album_items WHERE album = ? AND shown = 1 AND position < ? ORDER BY position DESC LIMIT 1");

    private static readonly Sql PositionAfter = new(
        "SELECT position FROM album_items WHERE album = ? AND shown = 1 AND position > ? ORDER BY position LIMIT 1");

    private static readonly Sql SetPosition = new("UPDATE album_items SET position = ?3 WHERE album = ?1 AND item = ?2");
    private static readonly Sql AlbumsOf = new("SELECT album FROM album_items WHERE item = ?");

    private static readonly Sql OfItem = new(
        "SELECT albums.id, position FROM album_items JOIN albums ON albums.pk = album_items.album WHERE item = ? AND deleted = 0 ORDER BY albums.id");

    private static readonly Sql SetShown = new("UPDATE album_items SET shown = ?2 WHERE item = ?1");
    private static readonly Sql SetTaken = new("UPDATE album_items SET taken_at = ?2 WHERE item = ?1");
    private static readonly Sql Some = new("SELECT id FROM album_items WHERE album = ? LIMIT ?");

    /// <summary>True when the item stands in the album, in the trash or not.</summary>
    public static bool Holds(Connection connection, long album, long item) => connection.Use(Inside).Bind(album).Bind(item).Any();

    /// <summary>True when there is such an album and it shows the item.</summary>
    public static bool Shows(Connection connection, AlbumId album, long item) => connection.Use(Shown).Bind(album.Value).Bind(item).Any();

    public static IReadOnlyList<Placement> Of(Connection connection, long item) =>
        connection.Use(OfItem).Bind(item).All(row => new Placement(new AlbumId(row.ReadId()), row.ReadText()));

    public static int Count(Connection connection, long item) => connection.Use(AlbumsOf).Bind(item).All(row => row.ReadLong()).Count;

    public static bool Add(Connection connection, long album, Row item, string position)
    {
        var added = connection.Use(Insert).Bind(album).Bind(item.Pk).Bind(item.Item.Id.Value).Bind(position)
            .Bind(Packing.Wall(item.Item.TakenAt)).Bind(item.IsLive).Execute() == 1;
        if (added && item.IsLive) AlbumRows.Count(connection, album, 1);
        return added;
    }

    public static void Append(Connection connection, long album, Row item) =>
        Add(connection, album, item, Position.Between(LastPosition(connection, album), null)!);

    public static bool Remove(Connection connection, long album, Row item)
    {
        var shown = connection.Use(Inside).Bind(album).Bind(item.Pk).Number();
        if (shown is null) return false;
        connection.Use(Delete).Bind(album).Bind(item.Pk).Execute();
        if (shown == 1) AlbumRows.Count(connection, album, -1);
        return true;
    }

    private static string? LastPosition(Connection connection, long album) => Text(connection.Use(Last).Bind(album));

    /// <summary>
    /// Equal positions, which two nodes adding at once could make elsewhere, are stepped over: the moved item then lands before or
    /// after all of them.
    /// </summary>
    public static bool Move(Connection connection, long album, Row item, Row target, bool before)
    {
        if (Text(connection.Use(PositionOf).Bind(album).Bind(target.Pk)) is not { } anchor) return false;
        var beyond = Text(connection.Use(before ? PositionBefore : PositionAfter).Bind(album).Bind(anchor));
        var position = before ? Position.Between(beyond, anchor) : Position.Between(anchor, beyond);
        return position is not null && connection.Use(SetPosition).Bind(album).Bind(item.Pk).Bind(position).Execute() == 1;
    }

    /// <summary>The item went to the trash or came back.</summary>
    public static void Show(Connection connection, long item, bool shown)
    {
        foreach (var album in connection.Use(AlbumsOf).Bind(item).All(row => row.ReadLong())) AlbumRows.Count(connection, album, shown ? 1 : -1);
        connection.Use(SetShown).Bind(item).Bind(shown).Execute();
    }

    public static void Retake(Connection connection, long item, TakenAt takenAt) =>
        connection.Use(SetTaken).Bind(item).Bind(Packing.Wall(takenAt)).Execute();

    /// <summary>A tombstone leaves its albums, which no longer show it.</summary>
    public static void Forget(Connection connection, long item)
    {
        foreach (var album in connection.Use(AlbumsOf).Bind(item).All(row => row.ReadLong()))
            connection.Use(Delete).Bind(album).Bind(item).Execute();
    }

    public static IReadOnlyList<MediaId> Take(Connection connection, long album, int limit) =>
        connection.Use(Some).Bind(album).Bind((long)limit).All(row => new MediaId(row.ReadId()));

    private static string? Text(Statement query) => query.First(row => row.ReadText());
}
