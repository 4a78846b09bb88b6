using Vitrine.Imaging;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Publishing;
using Vitrine.Web.Json;

namespace Vitrine.Web.Tiles;

/// <summary>What one tile shows, and to whom.</summary>
public sealed class TileLook
{
    public required MediaItem Item { get; init; }

    /// <summary>Of whoever looks: an owner is told who else sees a thing.</summary>
    public required Scope Seer { get; init; }

    /// <summary>On the first screen: loaded at once, with its placeholder picture.</summary>
    public bool Eager { get; init; }

    /// <summary>Words under the picture, e.g. when it will be deleted.</summary>
    public string? Caption { get; init; }

    /// <summary>Through which door its page and pictures are seen.</summary>
    public string Root { get; init; } = MediaUrls.Library;

    /// <summary>A box to pick it with.</summary>
    public bool Pick { get; init; } = true;

    /// <summary>The only one on its page, shown large: wants the bigger of its pictures.</summary>
    public bool Alone { get; init; }

    /// <summary>Carries what a lightbox over the tiles of this page shows.</summary>
    public bool Slides { get; init; }

    /// <summary>Whether the lightbox may show and offer the original.</summary>
    public bool Originals { get; init; } = true;

    /// <summary>Stands for name and description where what is known of the item is not to be shown.</summary>
    public string? Nameless { get; init; }

    public string Name => Nameless ?? Wording.Name(Item);

    public string Alternative => Nameless ?? Wording.Alternative(Item);

    public string? Hash => Eager && Item.Thumbhash is { } bytes ? Convert.ToBase64String(bytes) : null;

    /// <summary>Who else sees it; null for private things, and where that is not told.</summary>
    public string? Seen => Item.Visibility != Visibility.Private && Seer.Includes(Item.Owner) ? Wording.Seen(Item.Visibility) : null;

    public string? Slide => Slides ? Tiles.Slide.Of(Item, Root, Name, Alternative, Originals, Seen) : null;

    public string IconName => Item.State switch
    {
        MediaState.Failed => "warning",
        MediaState.Received when Item.Kind == MediaKind.Image => "clock",
        _ => Wording.Icon(Item.Kind),
    };

    /// <summary>Words in place of a picture.</summary>
    public string? Said => Item.State switch
    {
        MediaState.Failed => "No preview",
        MediaState.Received => "Being prepared",
        _ => null,
    };
}
