namespace Vitrine.Library;

/// <summary>What became of an upload whose bytes are all here. Switch over all cases, in one place per protocol.</summary>
public abstract record IntakeOutcome
{
    private IntakeOutcome()
    {
    }

    /// <summary>Durable, hashed and in the catalog.</summary>
    public sealed record Accepted(MediaItem Item) : IntakeOutcome;

    /// <summary>The same owner has these bytes already; nothing was stored again.</summary>
    public sealed record Duplicate(MediaItem Existing) : IntakeOutcome;

    /// <summary>Not taken, and why; nothing of it is listed.</summary>
    /// <param name="Detail">One sentence with the figures of this case, or null for the table's own.</param>
    public sealed record Rejected(ProblemCode Code, string? Detail = null) : IntakeOutcome;
}

/// <summary>What a client says about a file before its bytes. Texts over their limits are refused, not cut.</summary>
public sealed record NewUpload
{
    /// <summary>As sent; any text. Empty becomes <c>file</c>.</summary>
    public required string FileName { get; init; }

    /// <summary>Null when unknown.</summary>
    public long? Length { get; init; }

    /// <summary>Where the length is unknown: certainly not more than this, so that no more is reserved.</summary>
    public long? LengthAtMost { get; init; }

    public DateTimeOffset? FileTime { get; init; }
    public string? Title { get; init; }
    public string? Description { get; init; }
    public string? Place { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The album that it is to join; guests' files join that of their link.</summary>
    public AlbumId? Album { get; init; }

    /// <summary>As a client says it; what is no id names an album that nobody has.</summary>
    public static AlbumId? AlbumOf(string? text) => string.IsNullOrEmpty(text) ? null : AlbumId.TryParse(text, out var id) ? id : default(AlbumId);
}
