using System.Globalization;
using Vitrine.Library;
using Vitrine.Web.Json;

namespace Vitrine.Web.Tiles;

/// <summary>What a tile needs to know of an item; the same numbers as the timeline's columns, so that script lays out the same boxes.</summary>
public static class TileView
{
    /// <summary>Panoramas and long screenshots are cropped to these shapes in the grid.</summary>
    public const double Widest = 3.2;
    public const double Tallest = 0.42;

    public static double Ratio(MediaItem item) =>
        item is { Width: > 0 and var width, Height: > 0 and var height } ? Math.Clamp(Math.Round((double)width / height, 3), Tallest, Widest) : 1;

    public static string Style(MediaItem item)
    {
        var ratio = Ratio(item).ToString(CultureInfo.InvariantCulture);
        return item.DominantColour is { } colour
            ? string.Create(CultureInfo.InvariantCulture, $"--ar:{ratio};--c:#{colour & 0xffffff:x6}")
            : $"--ar:{ratio}";
    }

    public static string? Source(MediaItem item, string root = MediaUrls.Library) =>
        item.FindRendition("tile") is null ? null : MediaUrls.Rendition(item.Id, "tile", root);

    public static string? SourceSet(MediaItem item, string root = MediaUrls.Library) =>
        (item.FindRendition("tile"), item.FindRendition("tile2x")) is ({ } tile, { } twice) && twice.Width > tile.Width
            ? $"{MediaUrls.Rendition(item.Id, "tile", root)} {tile.Width}w, {MediaUrls.Rendition(item.Id, "tile2x", root)} {twice.Width}w"
            : null;
}
