using System.Globalization;
using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Web;
using Vitrine.Web.Json;
using Vitrine.Web.Viewing;

namespace Vitrine.Features.Viewing;

/// <summary>One item on its page.</summary>
public sealed record MediaView
{
    public required MediaItem Item { get; init; }
    public required MediaFacts Facts { get; init; }
    public required Neighbours Neighbours { get; init; }

    /// <summary>What stands in the edit form: the item's own values, or what the person typed when it could not be saved.</summary>
    public required EditForm Form { get; init; }

    /// <summary>Albums that hold it and that the one who looks may see.</summary>
    public IReadOnlyList<Album> Albums { get; init; } = [];

    public StageView Stage => new()
    {
        Item = Item,
        Name = Wording.Name(Item),
        Alternative = Wording.Alternative(Item),
        PreviousUrl = Neighbours.Newer is { } newer ? MediaUrls.Page(newer) : null,
        NextUrl = Neighbours.Older is { } older ? MediaUrls.Page(older) : null,
    };

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
}
