using System.Globalization;
using Vitrine.Imaging;
using Vitrine.Library;
using Vitrine.Web;
using Vitrine.Web.Json;

namespace Vitrine.Features.Viewing;

/// <summary>One item on its page.</summary>
public sealed record MediaView
{
    public required MediaItem Item { get; init; }
    public required MediaFacts Facts { get; init; }
    public required Neighbours Neighbours { get; init; }

    /// <summary>What stands in the edit form: the item's own values, or what the person typed when it could not be saved.</summary>
    public required EditForm Form { get; init; }

    public string Original => MediaUrls.Original(Item.Id);

    /// <summary>The picture to show: the biggest rendition, smaller ones for small screens.</summary>
    public string? Picture => Shown.Count == 0 ? null : MediaUrls.Rendition(Item.Id, Shown[^1].Name);

    public string? Pictures => Shown.Count < 2 ? null : string.Join(", ", Shown.Select(r => $"{MediaUrls.Rendition(Item.Id, r.Name)} {r.Width}w"));

    public Rendition? Biggest => Shown.Count == 0 ? null : Shown[^1];

    /// <summary>The browser itself plays it, or says that it cannot.</summary>
    public bool PlaysVideo => Item.Kind == MediaKind.Video && Item.ContentType is "video/mp4" or "video/webm" or "video/ogg" && !Item.Synthetic;

    public bool PlaysAudio => Item.Kind == MediaKind.Audio
        && Item.ContentType is "audio/mpeg" or "audio/mp4" or "audio/ogg" or "audio/flac" or "audio/wav" or "audio/webm";

    public string? Dimensions => Item is { Width: { } width, Height: { } height }
        ? string.Create(CultureInfo.InvariantCulture, $"{width} × {height}{(width * (long)height >= 500_000 ? $" · {width * (long)height / 1e6:0.#} MP" : "")}")
        : null;

    /// <summary><c>Canon EOS R5</c>, without the maker's name twice.</summary>
    public string? Camera => (Facts.CameraMake, Facts.CameraModel) switch
    {
        (null, var model) => model,
        (var make, null) => make,
        var (make, model) when model.StartsWith(make.Split(' ')[0], StringComparison.OrdinalIgnoreCase) => model,
        var (make, model) => $"{make} {model}",
    };

    public string? Exposure
    {
        get
        {
            string?[] parts =
            [
                Facts.Exposure is { } time ? $"{time} s" : null,
                Facts.FNumber is { } stop ? string.Create(CultureInfo.InvariantCulture, $"ƒ/{stop:0.#}") : null,
                Facts.FocalLengthMm is { } focal ? string.Create(CultureInfo.InvariantCulture, $"{focal:0.#} mm") : null,
                Facts.Iso is { } iso ? string.Create(CultureInfo.InvariantCulture, $"ISO {iso}") : null,
            ];
            var text = string.Join(" · ", parts.OfType<string>());
            return text.Length == 0 ? null : text;
        }
    }

    public string? Coordinates => Item is { Latitude: { } latitude, Longitude: { } longitude }
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(latitude):0.00000}° {(latitude < 0 ? "S" : "N")}, {Math.Abs(longitude):0.00000}° {(longitude < 0 ? "W" : "E")}")
        : null;

    public string TakenFrom => Item.TakenFrom switch
    {
        Library.TakenFrom.Person => "set by hand",
        Library.TakenFrom.Exif or Library.TakenFrom.Xmp or Library.TakenFrom.QuickTime => "from the file",
        Library.TakenFrom.FileTime => "date of the file",
        _ => "date of the upload",
    };

    public Problem? Problem => Item.Problem is { } code ? Problems.All[code] : null;

    private List<Rendition> Shown => [.. Item.Renditions.Where(r => r.ContentType.StartsWith("image/", StringComparison.Ordinal)).OrderBy(r => r.Width)];
}
