namespace Vitrine.Decoder.Pictures;

/// <summary>An alpha channel that hides nothing would only cost bytes, and a JPEG.</summary>
internal static class Opacity
{
    public static void DropWhenFull(Picture picture)
    {
        var pixels = picture.Pixels;
        if (!pixels.HasAlpha()) return;
        using var alpha = pixels[pixels.Bands - 1];
        if (alpha.Min() >= 255) picture.Become(p => p.ExtractBand(0, n: p.Bands - 1));
    }
}
