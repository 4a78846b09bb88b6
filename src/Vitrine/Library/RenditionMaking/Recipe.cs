using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Vitrine.Imaging;

namespace Vitrine.Library;

/// <summary>Which renditions are made, and how (RULES 11). Its name is part of their keys and ETags: whatever changes their bytes changes it.</summary>
public static class Recipe
{
    /// <summary>Raise it when the decoder's steps change what comes out of them; every item is then made again, in the background.</summary>
    private const int Pipeline = 2;

    /// <summary>The first to be seen, on its own: a person waits for it.</summary>
    public static readonly IReadOnlyList<RenditionSpec> First = [new("tile", 480, "webp", 75)];

    /// <summary>From one decode, as <see cref="All"/> are. Tiles stand still; an animation plays where it is looked at.</summary>
    public static readonly IReadOnlyList<RenditionSpec> Bigger =
        [new("tile2x", 960, "webp", 75), new("screen", 1920, "jpeg", 82, Animated: true)];

    public static readonly IReadOnlyList<RenditionSpec> All = [.. First, .. Bigger];

    public static readonly string Name = Hash();

    private static string Hash()
    {
        var text = new StringBuilder().Append(Pipeline);
        foreach (var spec in All)
            text.Append(CultureInfo.InvariantCulture, $"|{spec.Name}:{spec.Box}:{spec.Format}:{spec.Quality}:{spec.Animated}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..8];
    }
}
