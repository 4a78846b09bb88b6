namespace Vitrine.Imaging;

/// <summary>What the header and the metadata of a file say. Width and height are upright (orientation applied).</summary>
public sealed record PictureFacts
{
    public int Width { get; init; }
    public int Height { get; init; }

    /// <summary>EXIF orientation 1 to 8 of the stored pixels.</summary>
    public int Orientation { get; init; } = 1;

    public int Frames { get; init; } = 1;
    public bool HasAlpha { get; init; }

    /// <summary>ThumbHash bytes (21 to 25), null when not asked for.</summary>
    public byte[]? Thumbhash { get; init; }

    /// <summary>0xRRGGBB mean colour, for a placeholder of three bytes.</summary>
    public int? DominantColour { get; init; }

    /// <summary>Wall-clock time of taking, <c>yyyy-MM-ddTHH:mm:ss.fff</c>, as the file says it, unchecked.</summary>
    public string? TakenAt { get; init; }

    public int? TakenOffsetMinutes { get; init; }

    /// <summary><c>exif</c> or <c>xmp</c>.</summary>
    public string? TakenFrom { get; init; }

    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public double? AltitudeMetres { get; init; }
    public string? CameraMake { get; init; }
    public string? CameraModel { get; init; }
    public string? Lens { get; init; }

    /// <summary>As written: <c>1/250</c>, seconds.</summary>
    public string? Exposure { get; init; }

    public double? FNumber { get; init; }
    public double? FocalLengthMm { get; init; }
    public int? Iso { get; init; }
    public string? Title { get; init; }
    public string? Description { get; init; }
    public IReadOnlyList<string> Keywords { get; init; } = [];
    public int? Rating { get; init; }

    /// <summary>Everything else worth keeping, name to text, at most 32 KB in all.</summary>
    public IReadOnlyDictionary<string, string> More { get; init; } = new Dictionary<string, string>();
}
