using Vitrine.Library;
using Vitrine.Metadata.Items;

namespace Vitrine.Metadata.Sqlite.Media;

/// <summary>An item with what only its row knows.</summary>
internal sealed record Row(long Pk, Shelf Shelf, DateTimeOffset? PurgingAt, DateTimeOffset? SidecarDue, MediaItem Item)
{
    public bool IsLive => Shelf == Shelf.Live;

    /// <summary>Whether others may be shown it, by album or link.</summary>
    public bool IsShowable => IsLive && Item.IsRead;

    /// <summary>A new row for an item that is in the catalog from now on.</summary>
    public static Row New(MediaItem item) =>
        new(0, Shelves.Of(item), null, null, Edits.WithWhoSaid(item));
}
