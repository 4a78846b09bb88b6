using System.Globalization;
using Vitrine.Library;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.Items;
using SortKey = Vitrine.Library.SortKey;

namespace Vitrine.Metadata.DynamoDb.Media;

/// <summary>
/// The rows in which lists find an item: one in the owner's timeline or trash, which also stands in the indexes of the other orders, and
/// one by its hash. They are written in the item's own transaction.
/// </summary>
internal static class Tiles
{
    /// <summary>Between a name and an id: sorts before every character of a name.</summary>
    private const char AfterName = '\u0001';

    /// <summary>What turns the lists from what they say before a change into what they should say after it.</summary>
    public static IEnumerable<Write> Change(Row? before, Row? after)
    {
        var (was, now) = (before is null ? null : KeyOf(before), after is null ? null : KeyOf(after));
        if (was is { } old && old != now) yield return Write.Delete(old);
        if (now is { } key) yield return Write.Put(key, Pack(after!));
        var (wasFound, isFound) = (before?.IsFoundByHash == true, after?.IsFoundByHash == true);
        if (wasFound && !isFound) yield return Write.Delete(HashKeyOf(before!.Item));
        if (isFound && !wasFound) yield return Write.Put(HashKeyOf(after!.Item), new Attributes().Add("id", after.Item.Id.ToString()));
        if (before?.Item.WaitsIn == after?.Item.WaitsIn) yield break;
        if (before?.Item is { WaitsIn: not null } waited) yield return CountWaiting(waited, -1);
        if (after?.Item is { WaitsIn: not null } waits) yield return CountWaiting(waits, 1);
    }

    /// <summary>How many of an owner's items wait in an album, said whole.</summary>
    public static Write SetWaiting(AccountId owner, AlbumId album, long items) =>
        Write.Put(RowKey.WaitingCount(owner, album), new Attributes().Add("id", album.ToString()).Add("it", items));

    /// <summary>Where an order has an item; the key of the table's timeline or of an index.</summary>
    public static string SortOf(MediaItem item, MediaSort sort) => SortOf(SortKey.Of(item, sort), item.Id.ToString(), sort);

    public static string SortOf(string key, string id, MediaSort sort) =>
        sort is MediaSort.NameAscending or MediaSort.NameDescending ? $"{key}{AfterName}{id}" : $"{key}#{id}";

    /// <summary>As our own keys are written; a client's cursor may say the same number otherwise.</summary>
    public static string SortOf(Cursor cursor, MediaSort sort)
    {
        var key = (sort is MediaSort.LargestFirst or MediaSort.SmallestFirst) && SortKey.TryParse(cursor.Key, out long bytes)
            ? bytes.ToString("D19", CultureInfo.InvariantCulture)
            : cursor.Key;
        return SortOf(key, IdOf(cursor), sort);
    }

    public static string IdOf(Cursor cursor) => Guid.ParseExact(cursor.Id, "N").ToString("N");

    public static string TrashSort(string trashedAt, string id) => $"{trashedAt}#{id}";

    private static RowKey? KeyOf(Row row) => row.Shelf switch
    {
        Shelf.Live => RowKey.Tile(row.Item.Owner, SortOf(row.Item, MediaSort.TakenNewest)),
        Shelf.Waiting => RowKey.Waiting(row.Item.WaitsIn!.Value, row.Item.Id),
        Shelf.Trash => RowKey.Trashed(row.Item.Owner, TrashSort(SortKey.Of(row.Item.TrashedAt!.Value), row.Item.Id.ToString())),
        _ => null,
    };

    /// <summary>Beside the owner's albums, so that one read tells them what waits anywhere.</summary>
    private static Write CountWaiting(MediaItem item, long items) => Write.Update(
        RowKey.WaitingCount(item.Owner, item.WaitsIn!.Value),
        "SET id = :id ADD it :n",
        null,
        new Attributes().Add(":id", item.WaitsIn.Value.ToString()).Add(":n", items));

    private static RowKey HashKeyOf(MediaItem item) => RowKey.Hash(item.Owner, item.Sha256!, item.Id);

    private static Attributes Pack(Row row)
    {
        var item = row.Item;
        var packed = ItemRows.PackItem(item);
        if (row.Shelf == Shelf.Waiting) return packed;
        if (row.Shelf == Shelf.Trash)
            return packed.Add("g1p", Shard.Name(ItemRows.TrashList, item.Id.Value)).Add("g1s", ItemRows.At(item.TrashedAt!.Value, item.Id));
        var library = RowKey.Library(item.Owner);
        return packed
            .Add("g1p", library).Add("g1s", SortOf(item, MediaSort.UploadedNewest))
            .Add("g2p", library).Add("g2s", SortOf(item, MediaSort.NameAscending))
            .Add("g3p", library).Add("g3s", SortOf(item, MediaSort.SmallestFirst));
    }
}
