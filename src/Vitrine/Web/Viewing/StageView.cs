using Vitrine.Imaging;
using Vitrine.Library;
using Vitrine.Web.Json;

namespace Vitrine.Web.Viewing;

/// <summary>One item as the big thing on a page of its own, through one of the doors (<see cref="MediaUrls"/>).</summary>
public sealed record StageView
{
    public required MediaItem Item { get; init; }

    /// <summary>Where its bytes are.</summary>
    public string Root { get; init; } = MediaUrls.Library;

    /// <summary>False where only pictures made from it are shown.</summary>
    public bool Originals { get; init; } = true;

    /// <summary>What a person calls it, and the text that stands for the picture.</summary>
    public required string Name { get; init; }

    public required string Alternative { get; init; }
    public string? PreviousUrl { get; init; }
    public string? NextUrl { get; init; }

    public string? Original => Originals ? MediaUrls.Original(Item.Id, Root) : null;

    public string? Download => Original is { } original ? $"{original}?download=1" : null;

    /// <summary>The picture to show: the biggest rendition, smaller ones for small screens.</summary>
    public string? Picture => Shown.Count == 0 ? null : MediaUrls.Rendition(Item.Id, Shown[^1].Name, Root);

    public string? Pictures => Shown.Count < 2 ? null : string.Join(", ", Shown.Select(r => $"{MediaUrls.Rendition(Item.Id, r.Name, Root)} {r.Width}w"));

    public Rendition? Biggest => Shown.Count == 0 ? null : Shown[^1];

    /// <summary>The browser itself plays it, or says that it cannot.</summary>
    public bool PlaysVideo => Originals && !Item.Synthetic && Item is { Kind: MediaKind.Video, ContentType: "video/mp4" or "video/webm" or "video/ogg" };

    public bool PlaysAudio => Originals && Item is
    {
        Kind: MediaKind.Audio,
        ContentType: "audio/mpeg" or "audio/mp4" or "audio/ogg" or "audio/flac" or "audio/wav" or "audio/webm",
    };

    public Problem? Problem => Item.Problem is { } code ? Problems.All[code] : null;

    private List<Rendition> Shown => [.. Item.Renditions.Where(r => r.ContentType.StartsWith("image/", StringComparison.Ordinal)).OrderBy(r => r.Width)];
}
