using Vitrine.Library;
using Vitrine.Metadata.Items;

namespace Vitrine.Metadata.DynamoDb.Media;

/// <summary>An item with what only its row knows.</summary>
/// <param name="Revision">Rises with every write of the row, so that who read it earlier does not write over it.</param>
/// <param name="Counted">What of it stands in the owner's counts; where that is not what should stand there, an effect is due.</param>
/// <param name="EffectSince">Since when the effect is due; null when there is none.</param>
internal sealed record Row(
    Shelf Shelf,
    ByPerson ByPerson,
    DateTimeOffset? PurgingAt,
    DateTimeOffset? SidecarDue,
    MediaItem Item,
    long Revision,
    Counted Counted,
    DateTimeOffset? EffectSince)
{
    public bool IsLive => Shelf == Shelf.Live;

    /// <summary>Absent to every reader.</summary>
    public bool IsAway => Shelf is Shelf.Purging or Shelf.Gone;

    public bool IsFoundByHash => IsLive && Item.State != MediaState.Failed && Item.Sha256 is not null;

    /// <summary>What should stand in the owner's counts.</summary>
    public Counted Due => new(IsLive ? Item.TakenAt.ToString()[..10] : null, Shelf == Shelf.Gone ? 0 : Item.Bytes);

    /// <summary>A new row for an item that is in the catalog from now on. Its effect also settles the upload it came by.</summary>
    public static Row New(MediaItem item, DateTimeOffset now) => new(
        item.TrashedAt is null ? Shelf.Live : Shelf.Trash, Edits.SaidWith(item), null, null, item, 0, default, now);
}

/// <param name="Day"><c>yyyy-MM-dd</c>, or null when it is not counted as live.</param>
internal readonly record struct Counted(string? Day, long Bytes);
