using Vitrine.Library;
using Vitrine.Library.Moving;

namespace Vitrine.Metadata.Items;

/// <summary>Where an item stands.</summary>
internal enum Shelf
{
    Live = 1,
    Trash = 2,

    /// <summary>A tombstone whose bytes have still to go.</summary>
    Purging = 3,

    /// <summary>Purged; only what it counted for has still to be given back.</summary>
    Gone = 4,

    /// <summary>Added by a guest; in no library and no album before somebody says yes.</summary>
    Waiting = 5,
}

internal static class Shelves
{
    /// <summary>Where an item that is moved stands, by what it says of itself.</summary>
    public static Shelf Of(CatalogRow.OfItem row) => row.PurgingAt is not null ? Shelf.Purging : Of(row.Item);

    public static Shelf Of(MediaItem item) => item switch
    {
        { WaitsIn: not null } => Shelf.Waiting,
        { TrashedAt: not null } => Shelf.Trash,
        _ => Shelf.Live,
    };
}
