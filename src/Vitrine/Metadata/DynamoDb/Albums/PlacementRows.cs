using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Metadata.DynamoDb.Albums;

/// <summary>How an album lists an item, trashed or not.</summary>
/// <param name="Revision">Rises with every write, so that two who bring the lists up to date count once.</param>
internal sealed record PlacementRow(AlbumId Album, MediaId Item, string Position, TakenAt TakenAt, bool Shown, long Revision)
{
    public string SortOf(AlbumOrder order) => PlacementRows.SortOf(order, order == AlbumOrder.ByHand ? Position : TakenAt.ToString(), Item.ToString());
}

/// <summary>
/// The rows by which an album knows an item: one by the item's id, and while it is shown one in each of the two orders. Whoever writes
/// them writes or checks the item's row, which says the same, in the same transaction.
/// </summary>
internal static class PlacementRows
{
    public static PlacementRow New(AlbumId album, Media.Row item, string position) => new(album, item.Item.Id, position, item.Item.TakenAt, item.IsLive, 0);

    /// <summary>What turns an album's lists from what they say into what they should say.</summary>
    public static IEnumerable<Write> Change(PlacementRow? before, PlacementRow? after)
    {
        if (after is not null) yield return Put(before, after);
        else if (before is not null) yield return Write.Delete(KeyOf(before), "rev = :rev", RevisionOf(before));
        foreach (var order in new[] { AlbumOrder.ByHand, AlbumOrder.TakenOldest })
        {
            var (was, now) = (ListedAt(before, order), ListedAt(after, order));
            if (was == now) continue;
            if (was is { } old) yield return Write.Delete(old);
            if (now is { } key) yield return Write.Put(key, new Attributes().Add("id", after!.Item.ToString()));
        }
    }

    /// <summary>By how much the number of shown items changes.</summary>
    public static int Difference(PlacementRow? before, PlacementRow? after) => (after?.Shown == true ? 1 : 0) - (before?.Shown == true ? 1 : 0);

    public static RowKey KeyOf(PlacementRow row) => RowKey.Placement(row.Album, row.Item);

    /// <summary>Both orders by date are one list, read forwards or backwards.</summary>
    public static string ListOf(AlbumOrder order) => order == AlbumOrder.ByHand ? RowKey.ByPosition : RowKey.ByTaken;

    public static string SortOf(AlbumOrder order, string key, string item) => $"{ListOf(order)}{key}#{item}";

    public static PlacementRow Read(Attributes row) => new(
        new AlbumId(row.Id("al")),
        new MediaId(row.Id("id")),
        row.Text("po"),
        TakenAt.TryParse(row.Text("ta"), out var takenAt) ? takenAt : default,
        row.Has("sw"),
        row.Long("rev"));

    public static async Task<PlacementRow?> FindAsync(DynamoTable table, AlbumId album, MediaId item, CancellationToken cancellationToken) =>
        await table.FindAsync(RowKey.Placement(album, item), cancellationToken) is { } row ? Read(row) : null;

    private static Write Put(PlacementRow? before, PlacementRow after) => Write.Put(
        KeyOf(after),
        new Attributes()
            .Add("al", after.Album.ToString()).Add("id", after.Item.ToString()).Add("po", after.Position).Add("ta", after.TakenAt.ToString())
            .Add("sw", after.Shown).Add("rev", (before?.Revision ?? 0) + 1),
        before is null ? Write.New : "rev = :rev",
        before is null ? null : RevisionOf(before));

    private static RowKey? ListedAt(PlacementRow? row, AlbumOrder order) =>
        row is { Shown: true } ? new RowKey(RowKey.InAlbum(row.Album), row.SortOf(order)) : null;

    private static Attributes RevisionOf(PlacementRow row) => new Attributes().Add(":rev", row.Revision);
}
