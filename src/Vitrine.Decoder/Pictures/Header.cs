using NetVips;

namespace Vitrine.Decoder.Pictures;

/// <summary>What a file's header says, before any pixel.</summary>
internal sealed record Header
{
    public required int Width { get; init; }
    public required int Height { get; init; }
    public required int Frames { get; init; }
    public required int Bands { get; init; }
    public required bool Deep { get; init; }
    public required bool HasAlpha { get; init; }

    /// <summary>EXIF's 1 to 8; what is still to be done to the pixels.</summary>
    public required int Orientation { get; init; }

    /// <summary>A progressive JPEG or interlaced PNG: the whole picture must be held to decode it.</summary>
    public required bool Interlaced { get; init; }

    /// <summary>Every second colour sample in both directions, as nearly all JPEGs; otherwise colour is as big as luma.</summary>
    public required bool HalvedColour { get; init; }

    public bool Sideways => Orientation >= 5;
    public int UprightWidth => Sideways ? Height : Width;
    public int UprightHeight => Sideways ? Width : Height;
    public long Pixels => (long)Width * Height;

    public static Header Read(string path, string type)
    {
        Loading.RefuseWhatLooksAlike(path, type);
        using var image = Loading.Open(path, type);
        var frames = image.Contains("n-pages") ? (int)image.Get("n-pages") : 1;
        return new Header
        {
            Width = image.Width,
            Height = image.Height,
            Frames = type == "tiff" ? 1 : Math.Max(1, frames),
            Bands = image.Bands,
            Deep = image.Format is not (Enums.BandFormat.Uchar or Enums.BandFormat.Char),
            HasAlpha = image.HasAlpha(),
            Orientation = image.Contains("orientation") && (int)image.Get("orientation") is >= 1 and <= 8 and var turn ? turn : 1,
            Interlaced = IsSet(image, "interlaced") || IsSet(image, "jpeg-multiscan"),
            HalvedColour = image.Contains("jpeg-chroma-subsample") && image.Get("jpeg-chroma-subsample") is "4:2:0",
        };
    }

    private static bool IsSet(Image image, string field) => image.Contains(field) && image.Get(field) is int and not 0;
}
