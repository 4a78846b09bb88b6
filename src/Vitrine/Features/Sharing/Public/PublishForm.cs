using Vitrine.Library;
using Vitrine.Library.Publishing;
using Vitrine.Web;

namespace Vitrine.Features.Sharing.Public;

/// <summary>The form that says who may see a thing, as it was sent or as it starts.</summary>
public sealed record PublishForm
{
    /// <summary>What it is about: an album, or else the item.</summary>
    public AlbumId? Album { get; init; }

    public MediaId? Item { get; init; }
    public Visibility Visibility { get; init; }
    public bool CanDownload { get; init; }
    public bool ShowMetadata { get; init; }

    /// <summary>Whether the person has read who will see it.</summary>
    public bool Confirmed { get; init; }

    public string Url => Album is { } album ? $"/publish?album={album}" : $"/publish?item={Item}";

    public string ThingUrl => Album is { } album ? $"/albums/{album}" : $"/media/{Item}";

    public static PublishForm For(string? album, string? item) => new()
    {
        Album = AlbumId.TryParse(album, out var id) ? id : null,
        Item = MediaId.TryParse(item, out var media) ? media : null,
    };

    public static PublishForm Read(IFormCollection form) => For(form.Text("album"), form.Text("item")) with
    {
        Visibility = Enum.TryParse<Visibility>(form.Text("visibility"), ignoreCase: true, out var wanted) && Enum.IsDefined(wanted) ? wanted : Visibility.Private,
        CanDownload = form.Ticked("canDownload"),
        ShowMetadata = form.Ticked("showMetadata"),
        Confirmed = form.Ticked("confirmed"),
    };

    public PublishForm As(Publication? present) => present is null ? this : this with
    {
        Visibility = present.Visibility,
        CanDownload = present.CanDownload,
        ShowMetadata = present.ShowMetadata,
    };
}

/// <summary>What somebody may show to everybody: an album or an item of their own.</summary>
/// <param name="Name">What a person calls it.</param>
/// <param name="Count">How many items an album shows; null for a single item.</param>
/// <param name="Cover">Null where there is no picture of it.</param>
/// <param name="Root">Where the cover is seen.</param>
/// <param name="Present">How it is shown now; null while it is private.</param>
/// <param name="Address">Where everybody finds it, the whole address; null while it is private.</param>
public sealed record OwnThing(string Name, long? Count, MediaItem? Cover, string Root, Publication? Present, string? Address);
