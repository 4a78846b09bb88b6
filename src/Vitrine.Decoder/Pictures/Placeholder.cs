using NetVips;

namespace Vitrine.Decoder.Pictures;

/// <summary>ThumbHash and mean colour, from the smallest rendition's pixels.</summary>
internal static class Placeholder
{
    private const int Box = 100;

    public static void Make(Picture picture)
    {
        if (!picture.Order.WantFacts) return;
        var (width, height) = Sizing.Fit(picture.Pixels.Width, picture.Pixels.Height, Box);
        picture.Become(pixels => Sizing.To(pixels, width, height));
        picture.Become(Rgba);
        var rgba = picture.Pixels.WriteToMemory<byte>();
        picture.Facts = picture.Facts with { Thumbhash = ThumbHash.Of(width, height, rgba), DominantColour = Mean(rgba) };
    }

    private static Image Rgba(Image image)
    {
        using var colour = image.Interpretation == Enums.Interpretation.Srgb ? image.Copy() : image.Colourspace(Enums.Interpretation.Srgb);
        return colour.HasAlpha() ? colour.Copy() : colour.Bandjoin(255);
    }

    private static int? Mean(ReadOnlySpan<byte> rgba)
    {
        long red = 0, green = 0, blue = 0, weight = 0;
        for (var n = 0; n + 3 < rgba.Length; n += 4)
        {
            red += rgba[n] * rgba[n + 3];
            green += rgba[n + 1] * rgba[n + 3];
            blue += rgba[n + 2] * rgba[n + 3];
            weight += rgba[n + 3];
        }

        return weight == 0 ? null : (int)(((red / weight) << 16) | ((green / weight) << 8) | (blue / weight));
    }
}
