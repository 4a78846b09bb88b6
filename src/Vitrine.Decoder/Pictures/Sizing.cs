using NetVips;

namespace Vitrine.Decoder.Pictures;

/// <summary>Resizing by Lanczos, never up.</summary>
internal static class Sizing
{
    public static void ToLargestBox(Picture picture)
    {
        if (picture.LargestBox == 0) return;
        var (width, height) = Fit(picture.Header.Width, picture.Header.Height, picture.LargestBox);
        picture.Become(pixels => To(pixels, width, height));
    }

    /// <summary>The size within a square box; a picture that fits keeps its own.</summary>
    public static (int Width, int Height) Fit(int width, int height, int box)
    {
        var scale = Math.Min(1.0, box / (double)Math.Max(width, height));
        return (Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)));
    }

    /// <summary>Returns the image itself when it has the size already. With alpha, colours are weighted by it: no dark seams.</summary>
    public static Image To(Image image, int width, int height)
    {
        if (image.Width == width && image.Height == height) return image;
        var (across, down) = (width / (double)image.Width, height / (double)image.Height);
        if (!image.HasAlpha()) return image.Resize(across, vscale: down);

        using var exact = image.Premultiply();
        using var weighted = exact.Cast(image.Format); // the resizer is vectorised for integers
        using var resized = weighted.Resize(across, vscale: down);
        using var plain = resized.Unpremultiply();
        return plain.Cast(image.Format);
    }
}
