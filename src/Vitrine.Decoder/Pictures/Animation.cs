using NetVips;
using Vitrine.Imaging.Sandbox.Wire;

namespace Vitrine.Decoder.Pictures;

/// <summary>
/// Animated GIF and WebP as animated WebP. Bounded by frames and by pixels over all frames; a longer film keeps its first frame only,
/// and its original is there to be played.
/// </summary>
internal static class Animation
{
    private const int MostFrames = 300;
    private const long MostPixels = 60_000_000;

    /// <summary>Null when this rendition is a still.</summary>
    public static (RenditionHead, byte[])? TryMake(Picture picture, RenditionWish wish)
    {
        var header = picture.Header;
        if (!wish.Animated || header.Frames < 2 || picture.Order.Type is not ("gif" or "webp") || header.Orientation != 1) return null;
        if (header.Frames > MostFrames || header.Pixels * header.Frames > MostPixels) return null;

        using var frames = Loading.OpenFrames(picture.Order.Path, picture.Order.Type, header.Frames);
        if (frames.Height != header.Height * header.Frames) return null;
        var (width, height) = Sizing.Fit(header.Width, header.Height, wish.Box);
        using var sized = Sized(frames, width, height, header.Frames);
        var content = Renditions.Webp(sized, wish.Quality);
        return (new RenditionHead(wish.Name, width, height, "image/webp", ".webp", content.Length), content);
    }

    private static Image Sized(Image frames, int width, int height, int count)
    {
        using var resized = Sizing.To(frames, width, height * count);
        return resized.Mutate(image => image.Set(GValue.GIntType, "page-height", height));
    }
}
