namespace Vitrine.Library;

/// <summary>Where an upload stands after a step of it. Switch over all cases, in one place per protocol.</summary>
public abstract record UploadStep
{
    private UploadStep()
    {
    }

    /// <summary>More bytes are awaited; what <see cref="IncomingUpload.Offset"/> says is durable.</summary>
    public sealed record Open(IncomingUpload Upload) : UploadStep;

    /// <summary>All bytes are here, and this became of them.</summary>
    public sealed record Ended(IncomingUpload Upload, IntakeOutcome Outcome) : UploadStep;

    /// <summary>It had ended before this step; <see cref="Upload.EndedAs"/> says as what.</summary>
    public sealed record EndedBefore(Upload Row) : UploadStep;

    /// <summary>Nothing of this step counts, except the durable part of a body that was cut.</summary>
    /// <param name="Detail">One sentence with the figures of this case, or null for the table's own.</param>
    public sealed record Refused(ProblemCode Code, string? Detail = null) : UploadStep;
}
