namespace Vitrine.Imaging.Scrubbing;

/// <summary>What came of asking for a file without what it says of its owner.</summary>
public abstract record ScrubOutcome
{
    private ScrubOutcome()
    {
    }

    public sealed record Scrubbed(ScrubPlan Plan) : ScrubOutcome;

    /// <param name="Detail">For the log and for admins: what was met where. Holds nothing that stands in the file.</param>
    public sealed record Refused(ScrubRefusal Reason, string Detail) : ScrubOutcome;
}

/// <summary>Why a file is not given out scrubbed. Whoever asked must not give out the original instead.</summary>
public enum ScrubRefusal
{
    /// <summary>A format that is never scrubbed: TIFF, RAW, PDF, Matroska, MP3, ...</summary>
    Format,

    /// <summary>Cut short, or its parts contradict each other or the file's length.</summary>
    Damaged,

    /// <summary>Holds something that we do not know and can neither keep nor take out.</summary>
    NotUnderstood,

    /// <summary>Has more parts than we follow.</summary>
    TooManyParts,

    /// <summary>The second look found something that should have gone. That is a fault of ours.</summary>
    NotProved,
}

/// <summary>How parsers say no; <see cref="Scrubber"/> turns it into the outcome.</summary>
internal sealed class ScrubRefusedException(ScrubRefusal reason, string detail) : Exception(detail)
{
    public ScrubRefusal Reason { get; } = reason;
}

internal static class Refuse
{
    public static ScrubRefusedException Damaged(string detail) => new(ScrubRefusal.Damaged, detail);

    public static ScrubRefusedException NotUnderstood(string detail) => new(ScrubRefusal.NotUnderstood, detail);

    public static ScrubRefusedException TooManyParts(string detail) => new(ScrubRefusal.TooManyParts, detail);

    public static ScrubRefusedException NotProved(string detail) => new(ScrubRefusal.NotProved, detail);
}
