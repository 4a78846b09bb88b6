using Vitrine.Library;

namespace Vitrine.Features.Uploads.Multipart;

/// <summary>What became of a multipart request.</summary>
/// <param name="Refusal">Why the request as a whole was not taken; then nothing of it is kept.</param>
internal sealed record UploadReport(IReadOnlyList<UploadedFile> Files, IntakeOutcome.Rejected? Refusal = null)
{
    public static UploadReport Refused(ProblemCode code, string? detail = null) => new([], new IntakeOutcome.Rejected(code, detail));

    public bool AnyStored => Files.Any(file => file.Outcome is IntakeOutcome.Accepted);

    public UploadedFile? FirstRejected => Files.FirstOrDefault(file => file.Outcome is IntakeOutcome.Rejected);

    public bool AllRejected => Files.All(file => file.Outcome is IntakeOutcome.Rejected);
}
