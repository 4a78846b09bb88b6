using NetVips;

namespace Vitrine.Decoder.Pictures;

/// <summary>Opens a file with the one loader its type allows, as small as the loader itself can make it.</summary>
internal static class Loading
{
    /// <summary>
    /// How much larger than wanted the decoded picture must at least be. libvips' own choice is 2; 1.25 costs 0.6 dB, which nobody sees
    /// at these sizes, and saves a third of the decoding.
    /// </summary>
    private const double Margin = 1.25;

    public static void Shrunk(Picture picture)
    {
        var order = picture.Order;
        var shrink = ShrinkOf(picture);
        picture.Load(order.Type switch
        {
            "jpeg" => Image.Jpegload(order.Path, shrink: shrink, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated),
            "webp" => Image.Webpload(order.Path, scale: 1.0 / shrink, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated),
            _ => Open(order.Path, order.Type),
        });
    }

    public static Image Open(string path, string type) => type switch
    {
        "jpeg" => Image.Jpegload(path, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated),
        "png" or "apng" => Image.Pngload(path, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated),
        "gif" => Image.Gifload(path, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated),
        "webp" => Image.Webpload(path, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated),
        "avif" => Image.Heifload(path, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated),
        "tiff" => Image.Tiffload(path, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated),
        _ => throw new RefusedException("preview_follows", $"No loader for {type}."),
    };

    /// <summary>Every frame, one below the other.</summary>
    public static Image OpenFrames(string path, string type, int frames) => type == "gif"
        ? Image.Gifload(path, n: frames, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated)
        : Image.Webpload(path, n: frames, access: Enums.Access.Sequential, failOn: Enums.FailOn.Truncated);

    public static int ShrinkOf(Picture picture)
    {
        var order = picture.Order;
        if (order.Type is not ("jpeg" or "webp") || picture.LargestBox == 0) return 1;
        var longest = Math.Max(picture.Header.Width, picture.Header.Height);
        int[] choices = [8, 4, 2];
        return choices.FirstOrDefault(shrink => longest / (double)shrink >= picture.LargestBox * Margin, 1);
    }

    /// <summary>A camera raw whose directory lies at its end begins as a TIFF does, and what libvips would show is its tiny preview.</summary>
    public static void RefuseWhatLooksAlike(string path, string type)
    {
        if (type == "tiff" && RawInTiff.Is(path)) throw new RefusedException("preview_follows", "A camera raw file.");
    }
}
