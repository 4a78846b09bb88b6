using Vitrine.Library.Albums;

namespace Vitrine.Metadata.Items;

/// <summary>What people do to an album's fields, the same for every backend.</summary>
internal static class AlbumEdits
{
    public static Album Apply(Album album, AlbumEdit edit) => album with
    {
        Title = edit.Title ?? album.Title,
        Description = edit.Description is "" ? null : edit.Description ?? album.Description,
        Order = edit.Order ?? album.Order,
        ChosenCover = edit.Cover ?? album.ChosenCover,
    };
}
