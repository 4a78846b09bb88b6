using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Metadata.Items;

namespace Vitrine.Metadata.DynamoDb.Media;

/// <summary>An item with what only its row knows.</summary>
/// <param name="Revision">Rises with every write of the row, so that who read it earlier does not write over it.</param>
/// <param name="Counted">What of it stands in the owner's counts; where that is not what should stand there, an effect is due.</param>
/// <param name="EffectSince">Since when the effect is due; null when there is none.</param>
/// <param name="Placements">Where it stands in which albums. They are in the item's own row so that what it shows through an album is asked by one key.</param>
/// <param name="AlbumsSince">Since when albums list it otherwise than it is; null when they do not.</param>
internal sealed record Row(
    Shelf Shelf,
    DateTimeOffset? PurgingAt,
    DateTimeOffset? SidecarDue,
    MediaItem Item,
    long Revision,
    Counted Counted,
    DateTimeOffset? EffectSince,
    IReadOnlyList<Placement> Placements,
    DateTimeOffset? AlbumsSince)
{
    public bool IsLive => Shelf == Shelf.Live;

    /// <summary>Whether others may be shown it, by album or link.</summary>
    public bool IsShowable => IsLive && Item.IsRead;

    /// <summary>Absent to every reader.</summary>
    public bool IsAway => Shelf is Shelf.Purging or Shelf.Gone;

    public bool IsFoundByHash => IsLive && Item.State != MediaState.Failed && Item.Sha256 is not null;

    /// <summary>Its row alone says which albums still list it, so it stays until none does.</summary>
    public bool IsHeldByAlbums => Shelf == Shelf.Gone && Placements.Count > 0;

    public bool IsIn(AlbumId album) => Placements.Any(at => at.Album == album);

    /// <summary>What should stand in the owner's counts.</summary>
    public Counted Due => new(IsLive ? Item.TakenAt.ToString()[..10] : null, Shelf == Shelf.Gone ? 0 : Item.Bytes);

    /// <summary>A new row for an item that is in the catalog from now on. Its effect also settles the upload it came by.</summary>
    public static Row New(MediaItem item, DateTimeOffset now) => new(
        Shelves.Of(item), null, null, Edits.WithWhoSaid(item), 0, default, now, [], null);
}

/// <param name="Day"><c>yyyy-MM-dd</c>, or null when it is not counted as live.</param>
internal readonly record struct Counted(string? Day, long Bytes);
