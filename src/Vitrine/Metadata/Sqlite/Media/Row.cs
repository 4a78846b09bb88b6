using Vitrine.Library;

namespace Vitrine.Metadata.Sqlite.Media;

/// <summary>An item with what only its row knows.</summary>
internal sealed record Row(long Pk, Shelf Shelf, ByPerson ByPerson, DateTimeOffset? PurgingAt, DateTimeOffset? SidecarDue, MediaItem Item)
{
    public bool IsLive => Shelf == Shelf.Live;

    /// <summary>A new row for an item that is in the catalog from now on.</summary>
    public static Row New(MediaItem item) =>
        new(0, item.TrashedAt is null ? Shelf.Live : Shelf.Trash, FieldsByPerson(item), null, null, item);

    /// <summary>What an item has before any job read its file was said by a person.</summary>
    private static ByPerson FieldsByPerson(MediaItem item) =>
        (item.Title is null ? 0 : ByPerson.Title)
        | (item.Description is null ? 0 : ByPerson.Description)
        | (item.Place is null ? 0 : ByPerson.Place)
        | (item.Tags.Count == 0 ? 0 : ByPerson.Tags)
        | (item.TakenFrom == TakenFrom.Person ? ByPerson.TakenAt : 0);
}

internal enum Shelf
{
    Live = 1,
    Trash = 2,
    Purging = 3,
}

/// <summary>Fields that a person set, also to nothing: they win over what the file says.</summary>
[Flags]
internal enum ByPerson
{
    None = 0,
    Title = 1,
    Description = 2,
    Place = 4,
    Tags = 8,
    TakenAt = 16,
}
