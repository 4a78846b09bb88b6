using Vitrine.Library.Moving;

namespace Vitrine.Metadata.Items;

/// <summary>Where an item that is moved stands, by what it says of itself.</summary>
internal static class Shelves
{
    public static Shelf Of(CatalogRow.OfItem row) =>
        row.PurgingAt is not null ? Shelf.Purging : row.Item.TrashedAt is not null ? Shelf.Trash : Shelf.Live;
}
