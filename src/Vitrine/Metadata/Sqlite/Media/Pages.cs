using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Metadata.Items;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Media;

/// <summary>Pages of a library by keyset: each reads one stretch of one index, however deep it lies.</summary>
internal static class Pages
{
    /// <summary>Before every id.</summary>
    private static readonly byte[] NoId = [];

    /// <summary>After every text and number: SQLite sorts blobs last.</summary>
    private static readonly byte[] AfterAll = [0xff];

    private static readonly Dictionary<MediaSort, (Sql Sql, bool Ascending)> Sorts = new()
    {
        [MediaSort.TakenNewest] = Live("taken_at", ascending: false),
        [MediaSort.TakenOldest] = Live("taken_at", ascending: true),
        [MediaSort.UploadedNewest] = Live("uploaded_at", ascending: false),
        [MediaSort.UploadedOldest] = Live("uploaded_at", ascending: true),
        [MediaSort.NameAscending] = Live("name_key", ascending: true),
        [MediaSort.NameDescending] = Live("name_key", ascending: false),
        [MediaSort.LargestFirst] = Live("bytes", ascending: false),
        [MediaSort.SmallestFirst] = Live("bytes", ascending: true),
    };

    private static readonly Sql Between = new(
        $"""
        SELECT {Rows.Columns} FROM items
        WHERE owner = ? AND shelf = 1 AND taken_at >= ? AND (taken_at, id) < (?, ?) ORDER BY taken_at DESC, id DESC LIMIT ?
        """);

    private static readonly Sql Trash = new(
        $"SELECT {Rows.Columns} FROM items WHERE owner = ? AND shelf = 2 AND (trashed_at, id) < (?, ?) ORDER BY trashed_at DESC, id DESC LIMIT ?");

    private static readonly Sql Walk = new($"SELECT {Rows.Columns} FROM items WHERE id > ? AND shelf <> 3 ORDER BY id LIMIT ?");

    private static readonly Sql NextNewer = new(
        "SELECT id FROM items WHERE owner = ? AND shelf = 1 AND (taken_at, id) > (?, ?) ORDER BY taken_at, id LIMIT 1");

    private static readonly Sql NextOlder = new(
        "SELECT id FROM items WHERE owner = ? AND shelf = 1 AND (taken_at, id) < (?, ?) ORDER BY taken_at DESC, id DESC LIMIT 1");

    public static Page<MediaItem> InOrder(Connection connection, AccountId owner, MediaSort sort, Cursor? after, int limit)
    {
        if (after is not null && !SortKey.Fits(sort, after)) return new Page<MediaItem>([], null);
        var (sql, ascending) = Sorts[sort];
        var query = connection.Use(sql).Bind(owner.Value);
        if (after is null) BindStart(query, ascending);
        else BindAfter(query, sort, after);
        return Cut(query.Bind(limit + 1L).All(Rows.ReadItem), limit, item => SortKey.Of(item, sort));
    }

    public static Page<MediaItem> InSection(Connection connection, AccountId owner, TakenAt from, TakenAt until, Cursor? after, int limit)
    {
        if (after is not null && !SortKey.Fits(MediaSort.TakenNewest, after)) return new Page<MediaItem>([], null);
        var query = connection.Use(Between).Bind(owner.Value).Bind(Packing.Wall(from));
        if (after is null || string.CompareOrdinal(after.Key, until.ToString()) >= 0) query.Bind(Packing.Wall(until)).Bind(NoId);
        else BindAfter(query, MediaSort.TakenNewest, after);
        return Cut(query.Bind(limit + 1L).All(Rows.ReadItem), limit, item => item.TakenAt.ToString());
    }

    public static Page<MediaItem> InTrash(Connection connection, AccountId owner, Cursor? after, int limit)
    {
        var query = connection.Use(Trash).Bind(owner.Value);
        if (after is null) BindStart(query, ascending: false);
        else if (SortKey.TryParse(after.Key, out DateTimeOffset moment)) query.Bind(moment).Bind(IdOf(after));
        else
        {
            query.Dispose();
            return new Page<MediaItem>([], null);
        }

        return Cut(query.Bind(limit + 1L).All(Rows.ReadItem), limit, item => SortKey.Of(item.TrashedAt!.Value));
    }

    public static Page<MediaItem> ById(Connection connection, MediaId? after, int limit) => Cut(
        connection.Use(Walk).Bind(after is { } id ? id.Value.ToByteArray(bigEndian: true) : NoId).Bind(limit + 1L).All(Rows.ReadItem), limit, _ => "");

    public static Neighbours Around(Connection connection, Scope scope, MediaId id)
    {
        if (Rows.Find(connection, id) is not { } row || row.Shelf == Shelf.Purging || !scope.Includes(row.Item.Owner)) return new Neighbours(null, null);
        return new Neighbours(Next(NextNewer), Next(NextOlder));

        MediaId? Next(Sql sql) => connection.Use(sql).Bind(row.Item.Owner.Value).Bind(Packing.Wall(row.Item.TakenAt)).Bind(id.Value)
            .First(found => (MediaId?)new MediaId(found.ReadId()));
    }

    /// <summary>The column is ours, never a client's; <c>shelf = 1</c> is what the partial indexes are made for.</summary>
    private static (Sql Sql, bool Ascending) Live(string column, bool ascending)
    {
        var (beyond, direction) = ascending ? (">", "ASC") : ("<", "DESC");
        return (new Sql(
            $"""
            SELECT {Rows.Columns} FROM items
            WHERE owner = ? AND shelf = 1 AND ({column}, id) {beyond} (?, ?) ORDER BY {column} {direction}, id {direction} LIMIT ?
            """), ascending);
    }

    /// <summary>Before the first key of an order, or after its last.</summary>
    public static void BindStart(Statement query, bool ascending)
    {
        if (ascending) query.Bind(long.MinValue).Bind(NoId);
        else query.Bind(AfterAll).Bind(AfterAll);
    }

    private static void BindAfter(Statement query, MediaSort sort, Cursor after)
    {
        switch (sort)
        {
            case MediaSort.TakenNewest or MediaSort.TakenOldest when TakenAt.TryParse(after.Key, out var takenAt):
                query.Bind(Packing.Wall(takenAt));
                break;
            case MediaSort.UploadedNewest or MediaSort.UploadedOldest when SortKey.TryParse(after.Key, out DateTimeOffset moment):
                query.Bind(moment);
                break;
            case MediaSort.LargestFirst or MediaSort.SmallestFirst when SortKey.TryParse(after.Key, out long bytes):
                query.Bind(bytes);
                break;
            default:
                query.Bind(after.Key);
                break;
        }

        query.Bind(IdOf(after));
    }

    private static byte[] IdOf(Cursor cursor) => Guid.ParseExact(cursor.Id, "N").ToByteArray(bigEndian: true);

    /// <summary>One row more than asked was read: it says whether there is a next page.</summary>
    private static Page<MediaItem> Cut(List<MediaItem> items, int limit, Func<MediaItem, string> key)
    {
        if (items.Count <= limit) return new Page<MediaItem>(items, null);
        items.RemoveAt(limit);
        return new Page<MediaItem>(items, new Cursor(key(items[^1]), items[^1].Id.ToString()));
    }
}
