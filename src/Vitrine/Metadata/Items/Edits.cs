using Vitrine.Library;

namespace Vitrine.Metadata.Items;

/// <summary>What people do to an item's fields, the same for every backend.</summary>
internal static class Edits
{
    public static MediaItem Apply(MediaItem item, MediaEdit edit) => item with
    {
        Title = Text(edit.Title, item.Title),
        Description = Text(edit.Description, item.Description),
        Place = Text(edit.Place, item.Place),
        Tags = edit.Tags ?? item.Tags,
        TakenAt = edit.TakenAt ?? item.TakenAt,
        TakenFrom = edit.TakenAt is null ? item.TakenFrom : TakenFrom.Person,
        ByPerson = (item.ByPerson ?? ByPerson.None) | SaidBy(edit),
    };

    private static ByPerson SaidBy(MediaEdit edit) =>
        (edit.Title is null ? 0 : ByPerson.Title) | (edit.Description is null ? 0 : ByPerson.Description)
        | (edit.Place is null ? 0 : ByPerson.Place) | (edit.Tags is null ? 0 : ByPerson.Tags) | (edit.TakenAt is null ? 0 : ByPerson.TakenAt);

    /// <summary>An item that is about to get its row: what it has before any job read its file was said by a person, unless it knows better.</summary>
    public static MediaItem WithWhoSaid(MediaItem item) => item with { ByPerson = item.ByPerson ?? SaidWith(item) };

    private static ByPerson SaidWith(MediaItem item) =>
        (item.Title is null ? 0 : ByPerson.Title)
        | (item.Description is null ? 0 : ByPerson.Description)
        | (item.Place is null ? 0 : ByPerson.Place)
        | (item.Tags.Count == 0 ? 0 : ByPerson.Tags)
        | (item.TakenFrom == TakenFrom.Person ? ByPerson.TakenAt : 0);

    public static bool Same(MediaItem before, MediaItem after) =>
        before.Tags.SequenceEqual(after.Tags) && before == after with { Tags = before.Tags };

    public static bool StandInSidecar(MediaItem was, MediaItem item) =>
        was.ByPerson != item.ByPerson || was.Title != item.Title || was.Description != item.Description || was.Place != item.Place || !was.Tags.SequenceEqual(item.Tags)
        || was.TakenAt != item.TakenAt || was.TakenFrom != item.TakenFrom || was.TakenOffsetMinutes != item.TakenOffsetMinutes
        || was.TrashedAt != item.TrashedAt || was.Sha256 != item.Sha256 || was.ContentType != item.ContentType || was.WaitsIn != item.WaitsIn
        || was.Visibility != item.Visibility;

    /// <summary>What the row will say when it is read again.</summary>
    public static DateTimeOffset ToMilliseconds(DateTimeOffset moment) => DateTimeOffset.FromUnixTimeMilliseconds(moment.ToUnixTimeMilliseconds());

    private static string? Text(string? edited, string? present) => edited switch
    {
        null => present,
        "" => null,
        _ => edited,
    };
}
