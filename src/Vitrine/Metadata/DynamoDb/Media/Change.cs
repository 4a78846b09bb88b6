using Vitrine.Library;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.Items;

namespace Vitrine.Metadata.DynamoDb.Media;

/// <summary>
/// The one door through which items come and change: the writes of one transaction for the row and its lists, with the effect that
/// is due for what all items of the owner share.
/// </summary>
internal static class Change
{
    public static IEnumerable<Write> Add(Row row) =>
        [Write.Put(RowKey.Item(row.Item.Id), ItemRows.Pack(row), Write.New), .. Tiles.Change(null, row)];

    /// <summary>The row one version further, as <see cref="Save"/> will write it.</summary>
    public static Row Next(Row before, Row after, DateTimeOffset now)
    {
        after = after with { Revision = before.Revision + 1, Item = after.Item with { Version = before.Item.Version + 1 } };
        var isSaidElsewhere = Edits.StandInSidecar(before.Item, after.Item) || before.Placements != after.Placements;
        if (after.SidecarDue is null && isSaidElsewhere) after = after with { SidecarDue = now };
        if (after.IsAway) after = after with { SidecarDue = null };
        var isListedOtherwise = before.Shelf != after.Shelf || before.Item.TakenAt != after.Item.TakenAt;
        if (after is { AlbumsSince: null, Placements.Count: > 0 } && isListedOtherwise) after = after with { AlbumsSince = now };
        return after.EffectSince is null && after.Counted != after.Due ? after with { EffectSince = now } : after;
    }

    /// <summary>Only where nobody wrote the row since it was read.</summary>
    public static IEnumerable<Write> Save(Row before, Row after) => [Put(before, after), .. Tiles.Change(before, after)];

    /// <summary>Holds as long as nobody writes the row.</summary>
    public static Write Unchanged(Row row) => Write.Check(RowKey.Item(row.Item.Id), "rev = :rev", new Attributes().Add(":rev", row.Revision));

    /// <summary>The row alone, where no list says anything of what changed.</summary>
    public static Write Put(Row before, Row after) => Write.Put(
        RowKey.Item(after.Item.Id), ItemRows.Pack(after), "rev = :rev", new Attributes().Add(":rev", before.Revision));
}
