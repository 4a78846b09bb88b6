using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>Where a direct upload stands after a step of it. Switch over all cases, in one place.</summary>
public abstract record DirectStep
{
    private DirectStep()
    {
    }

    /// <summary>Room is reserved; parts are awaited in the store.</summary>
    /// <param name="PartLength">Bytes of every part but the last.</param>
    public sealed record Open(Upload Row, long PartLength) : DirectStep;

    public sealed record Linked(IReadOnlyList<PartLink> Links, DateTimeOffset Until) : DirectStep;

    /// <param name="Next">The number from behind which the rest is asked for; null at the end.</param>
    public sealed record Held(IReadOnlyList<DirectPart> Parts, int? Next) : DirectStep;

    /// <summary>It is an item, now or since before.</summary>
    public sealed record Ended(Upload Row) : DirectStep;

    /// <param name="Detail">One sentence with the figures of this case, or null for the table's own.</param>
    public sealed record Refused(ProblemCode Code, string? Detail = null) : DirectStep;
}

/// <summary>Where to send one part, by PUT and with its <c>Content-MD5</c>.</summary>
public sealed record PartLink(int Number, Uri Address);

/// <summary>A part that somebody is about to send.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Md5">Lower-case hex.</param>
public sealed record AnnouncedPart(int Number, string Md5);
