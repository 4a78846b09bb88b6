namespace Vitrine.Imaging;

/// <summary>
/// Makes renditions of a picture file in a decoder child. Knows neither store nor catalog. Bounded: callers wait for a worker
/// and for memory. A cancel kills the child and leaves nothing behind.
/// </summary>
public interface IPictureMaker
{
    Task<PictureOutcome> MakeAsync(PictureRequest request, CancellationToken cancellationToken);
}

/// <param name="Path">An absolute path that the child may read.</param>
/// <param name="Type">What the bytes are; decides the loader, which is forced.</param>
/// <param name="Renditions">From small to big; all come from one decode.</param>
/// <param name="WantFacts">Also read EXIF, XMP and IPTC, and make the thumbhash.</param>
public sealed record PictureRequest(string Path, FileType Type, IReadOnlyList<RenditionSpec> Renditions, bool WantFacts);

/// <param name="Name"><c>tile</c>, <c>tile2x</c>, <c>screen</c>, ...</param>
/// <param name="Box">The longest edge in pixels; never enlarged.</param>
/// <param name="Format"><c>webp</c>, or <c>jpeg</c> (WebP is used instead where there is alpha or animation).</param>
/// <param name="Quality">1 to 100.</param>
public sealed record RenditionSpec(string Name, int Box, string Format, int Quality);

/// <summary>What came of it. Switch over all cases.</summary>
public abstract record PictureOutcome
{
    private PictureOutcome()
    {
    }

    /// <summary>The renditions asked for, in the same order, held in memory (a few MB at most).</summary>
    public sealed record Made(PictureFacts Facts, IReadOnlyList<MadeRendition> Renditions) : PictureOutcome;

    /// <summary>The file's own fault: it will fail again. <paramref name="Code"/> is a problem code: <c>damaged</c>,
    /// <c>too_large_to_preview</c>, <c>not_a_picture</c>, <c>decoder_gave_up</c>.</summary>
    public sealed record Refused(string Code, string Detail) : PictureOutcome;

    /// <summary>The child died, hung or could not start; worth another attempt, up to a cap.</summary>
    public sealed record Broken(string Detail) : PictureOutcome;
}

/// <summary>One rendition's bytes.</summary>
public sealed record MadeRendition(string Name, int Width, int Height, string ContentType, string Extension, byte[] Content);

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
