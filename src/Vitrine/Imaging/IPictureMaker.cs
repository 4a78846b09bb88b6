namespace Vitrine.Imaging;

/// <summary>
/// Makes renditions of a picture file in a decoder child. Knows neither store nor catalog. Bounded: callers wait for a worker
/// and for memory. A cancel kills the child and leaves nothing behind.
/// </summary>
public interface IPictureMaker
{
    /// <exception cref="DecoderUnavailableException">No decoder could be started: the world is broken, not the file.</exception>
    Task<PictureOutcome> MakeAsync(PictureRequest request, CancellationToken cancellationToken);
}

/// <param name="Path">An absolute path. The child sees this file and no other.</param>
/// <param name="Type">What the bytes are; decides the loader, which is forced.</param>
/// <param name="Renditions">From small to big; all come from one decode.</param>
/// <param name="WantFacts">Also read EXIF, XMP and IPTC, and make the thumbhash.</param>
/// <param name="Urgent">Somebody waits for it: goes before those that are not.</param>
public sealed record PictureRequest(string Path, FileType Type, IReadOnlyList<RenditionSpec> Renditions, bool WantFacts, bool Urgent = false);

/// <param name="Name"><c>tile</c>, <c>tile2x</c>, <c>screen</c>, ...</param>
/// <param name="Box">The longest edge in pixels; never enlarged.</param>
/// <param name="Format"><c>webp</c>, or <c>jpeg</c> (WebP is used instead where there is alpha or animation).</param>
/// <param name="Quality">1 to 100.</param>
/// <param name="Animated">Keep the motion of an animated picture, where it fits the decoder's bounds; otherwise its first frame.</param>
public sealed record RenditionSpec(string Name, int Box, string Format, int Quality, bool Animated = false);

/// <summary>What came of it. Switch over all cases.</summary>
public abstract record PictureOutcome
{
    private PictureOutcome()
    {
    }

    /// <summary>The renditions asked for, in the same order, held in memory (a few MB at most).</summary>
    public sealed record Made(PictureFacts Facts, IReadOnlyList<MadeRendition> Renditions) : PictureOutcome;

    /// <summary>The file's own fault: it will fail again. <paramref name="Code"/> is a problem code: <c>damaged</c>,
    /// <c>too_large_to_preview</c>, <c>not_a_picture</c>, <c>decoder_gave_up</c>, or <c>preview_follows</c> for a sound file of a kind
    /// that is not decoded yet.</summary>
    public sealed record Refused(string Code, string Detail) : PictureOutcome;

    /// <summary>The child died, hung or could not start; worth another attempt, up to a cap.</summary>
    public sealed record Broken(string Detail) : PictureOutcome;
}

/// <summary>One rendition's bytes.</summary>
public sealed record MadeRendition(string Name, int Width, int Height, string ContentType, string Extension, byte[] Content);

/// <summary>Where pictures are handed to decoders; best on the file system that they lie on, so that nothing is copied.</summary>
/// <param name="Open">Answers a folder of this process alone, made when it is not there.</param>
public sealed record DecodingFolder(Func<string> Open);

/// <summary>The decoder is missing or does not start; every file would fail. Retry when an operator has mended it.</summary>
public sealed class DecoderUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
