using Vitrine.Imaging.Scrubbing.Gif;
using Vitrine.Imaging.Scrubbing.IsoMedia;
using Vitrine.Imaging.Scrubbing.Jpeg;
using Vitrine.Imaging.Scrubbing.Png;
using Vitrine.Imaging.Scrubbing.Webp;

namespace Vitrine.Imaging.Scrubbing;

/// <summary>
/// Takes out of a file what it says of its owner (place, time, devices, names, words, thumbnails) and leaves what makes the picture,
/// without decoding anything: reads structure, answers with a plan. Then a second reader, which shares no rule with the first, reads
/// the result and must find nothing but what may stay. What is not understood is refused (RULES 24). <c>docs/privacy.md</c> has the table.
/// </summary>
public static class Scrubber
{
    /// <summary>Raised with every change of what comes out; part of the ETag of scrubbed bytes.</summary>
    public const int Version = 1;

    /// <summary>False means that <see cref="PlanAsync"/> will refuse, whatever the bytes are.</summary>
    public static bool Knows(string contentType) => FormatOf(contentType) is not null;

    /// <summary>
    /// Reads a file's structure, and the whole of JPEG and GIF. Memory is bounded by some megabytes, work by the file's length.
    /// Throws only what the source of the bytes throws.
    /// </summary>
    public static async Task<ScrubOutcome> PlanAsync(string contentType, IFileBytes file, CancellationToken cancellationToken)
    {
        if (FormatOf(contentType) is not { } format) return new ScrubOutcome.Refused(ScrubRefusal.Format, $"{contentType} is not scrubbed.");
        try
        {
            var plan = await format.PlanAsync(new Window(file), cancellationToken);
            await ProveAsync(format, new Window(plan.Over(file)), cancellationToken);
            return new ScrubOutcome.Scrubbed(plan);
        }
        catch (ScrubRefusedException refused)
        {
            return new ScrubOutcome.Refused(refused.Reason, refused.Message);
        }
    }

    private static async Task ProveAsync(Format format, Window result, CancellationToken cancellationToken)
    {
        try
        {
            await format.CheckAsync(result, cancellationToken);
        }
        catch (ScrubRefusedException refused) when (refused.Reason != ScrubRefusal.NotProved)
        {
            throw Refuse.NotProved(refused.Message);
        }
    }

    private static Format? FormatOf(string contentType) => contentType switch
    {
        "image/jpeg" => new Format(JpegPlan.MakeAsync, JpegCheck.RunAsync),
        "image/png" or "image/apng" => new Format(PngPlan.MakeAsync, PngCheck.RunAsync),
        "image/webp" => new Format(WebpPlan.MakeAsync, WebpCheck.RunAsync),
        "image/gif" => new Format(GifPlan.MakeAsync, GifCheck.RunAsync),
        "image/heic" or "image/heif" or "image/avif" or "video/mp4" or "video/quicktime" or "video/3gpp" or "video/3gpp2" or "audio/mp4" =>
            new Format(IsoMediaPlan.MakeAsync, IsoMediaCheck.RunAsync),
        _ => null,
    };

    private sealed record Format(Func<Window, CancellationToken, Task<ScrubPlan>> PlanAsync, Func<Window, CancellationToken, Task> CheckAsync);
}
