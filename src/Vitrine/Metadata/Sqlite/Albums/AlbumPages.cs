using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Metadata.Items;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Metadata.Sqlite.Media;

namespace Vitrine.Metadata.Sqlite.Albums;

/// <summary>What an album shows, by keyset: a stretch of one of its two indexes, then the items by their keys.</summary>
internal static class AlbumPages
{
    private static readonly Dictionary<AlbumOrder, Walk> Orders = new()
    {
        [AlbumOrder.ByHand] = new("position", ascending: true),
        [AlbumOrder.TakenOldest] = new("taken_at", ascending: true),
        [AlbumOrder.TakenNewest] = new("taken_at", ascending: false),
    };

    public static Page<MediaItem> Page(Connection connection, long album, AlbumOrder order, Cursor? after, int limit)
    {
        if (after is not null && !Fits(order, after)) return new Page<MediaItem>([], null);
        var walk = Orders[order];
        var query = connection.Use(walk.Forward).Bind(album);
        if (after is null) Pages.BindStart(query, walk.Ascending);
        else BindKey(query, order, after.Key).Bind(Guid.ParseExact(after.Id, "N"));
        var places = query.Bind(limit + 1L).All(row => (Key: row.ReadText(), Id: new MediaId(row.ReadId())));
        var items = places.Take(limit).Select(place => Rows.Find(connection, place.Id)!.Item).ToList();
        if (places.Count <= limit) return new Page<MediaItem>(items, null);
        var last = places[limit - 1];
        return new Page<MediaItem>(items, new Cursor(KeyText(order, last.Key, items[^1]), last.Id.ToString()));
    }

    public static MediaId? First(Connection connection, long album, AlbumOrder order)
    {
        var walk = Orders[order];
        var query = connection.Use(walk.Forward).Bind(album);
        Pages.BindStart(query, walk.Ascending);
        return query.Bind(1L).First(row => (row.ReadText(), (MediaId?)new MediaId(row.ReadId())).Item2);
    }

    public static Beside Beside(Connection connection, long album, AlbumOrder order, Row item)
    {
        var walk = Orders[order];
        var key = connection.Use(walk.KeyOf).Bind(album).Bind(item.Pk).First(row => row.ReadText());
        if (key is null) return new Beside(null, null);
        return new Beside(Next(walk.Back), Next(walk.Forward));

        MediaId? Next(Sql sql)
        {
            var query = connection.Use(sql).Bind(album);
            if (order == AlbumOrder.ByHand) query.Bind(key);
            else query.Bind(Packing.Wall(item.Item.TakenAt));
            return query.Bind(item.Item.Id.Value).Bind(1L).First(row => (row.ReadText(), (MediaId?)new MediaId(row.ReadId())).Item2);
        }
    }

    /// <summary>Cursors of dates are those of the library; the one of a hand order is a position.</summary>
    private static bool Fits(AlbumOrder order, Cursor cursor) =>
        order == AlbumOrder.ByHand ? Position.IsValid(cursor.Key) : TakenAt.TryParse(cursor.Key, out _);

    private static Statement BindKey(Statement query, AlbumOrder order, string key) =>
        order != AlbumOrder.ByHand && TakenAt.TryParse(key, out var takenAt) ? query.Bind(Packing.Wall(takenAt)) : query.Bind(key);

    private static string KeyText(AlbumOrder order, string key, MediaItem item) => order == AlbumOrder.ByHand ? key : item.TakenAt.ToString();

    /// <summary>One order in both directions. The column is ours, never a client's.</summary>
    private sealed class Walk(string column, bool ascending)
    {
        public bool Ascending => ascending;

        public Sql Forward { get; } = From(column, ascending);

        public Sql Back { get; } = From(column, !ascending);

        public Sql KeyOf { get; } = new($"SELECT {column} FROM album_items WHERE album = ? AND item = ? AND shown = 1");

        private static Sql From(string column, bool ascending)
        {
            var (beyond, direction) = ascending ? (">", "ASC") : ("<", "DESC");
            return new Sql(
                $"""
                SELECT {column}, id FROM album_items
                WHERE album = ? AND shown = 1 AND ({column}, id) {beyond} (?, ?) ORDER BY {column} {direction}, id {direction} LIMIT ?
                """);
        }
    }
}
