using System.Globalization;
using Vitrine.Imaging.Sandbox.Wire;

namespace Vitrine.Decoder.Pictures;

/// <summary>Refuses by the header alone what is too large, and says how much memory the rest will take, so that the site admits it when there is room.</summary>
internal static class Caps
{
    private const long MiB = 1024 * 1024;

    /// <summary>libvips, its buffers of lines, the encoders; measured on a 1 MP picture.</summary>
    private const long Base = 24 * MiB;

    public static Reply.Header Check(Picture picture)
    {
        var header = picture.Header;
        if (header.Pixels > picture.Order.MaxPixels)
        {
            throw new RefusedException("too_large_to_preview", string.Create(CultureInfo.InvariantCulture,
                $"{header.Width} x {header.Height} pixels are more than the {picture.Order.MaxPixels / 1_000_000} million that are decoded."));
        }

        return new Reply.Header(header.UprightWidth, header.UprightHeight, header.Frames, Base + Kept(picture) + Decoding(picture));
    }

    /// <summary>The largest rendition before encoding, and again while it is turned and encoded.</summary>
    private static long Kept(Picture picture)
    {
        var header = picture.Header;
        var longest = Math.Max(header.Width, header.Height);
        var scale = Math.Min(1.0, picture.LargestBox / (double)longest);
        return (long)(header.Pixels * scale * scale) * (header.HasAlpha ? 4 : 3) * 3;
    }

    /// <summary>What each decoder holds at once, in bytes; figures of bench/imaging, rounded up.</summary>
    private static long Decoding(Picture picture)
    {
        var header = picture.Header;
        var shrink = Loading.ShrinkOf(picture);
        var samples = header.Pixels * header.Bands * (header.Deep ? 2 : 1);
        return picture.Order.Type switch
        {
            // A progressive JPEG keeps every coefficient in two bytes.
            "jpeg" => header.Interlaced ? header.Pixels * (header.HalvedColour ? 4 : 2 * header.Bands) : header.Width * 64L * header.Bands,
            "png" or "apng" => header.Interlaced ? samples + (samples / 2) : header.Width * 2048L * header.Bands * (header.Deep ? 2 : 1),
            "gif" => header.Pixels * 9,
            "webp" => (header.Pixels * 2) + (header.Pixels * 4 / (shrink * shrink)),
            // YUV planes of decoder and library, then the interleaved picture.
            "avif" => (12 * MiB) + (header.Pixels * (header.Deep ? 30 : header.HasAlpha ? 18 : 15)),
            _ => Math.Min(samples, header.Width * 2048L * header.Bands * (header.Deep ? 2 : 1)),
        };
    }
}
