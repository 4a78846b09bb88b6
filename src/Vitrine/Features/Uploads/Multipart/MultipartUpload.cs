using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Vitrine.Library;
using Vitrine.Library.Guests;

namespace Vitrine.Features.Uploads.Multipart;

/// <summary>
/// Reads a multipart body once, part by part, straight into the intake (RULES 2): nothing is buffered whole and nothing is written
/// but in <c>incoming/</c>. Files are kept aside and become items only when the body ended whole; a cut body lists nothing.
/// </summary>
internal sealed class MultipartUpload(Intake intake, Uploader by, HttpRequest request)
{
    private const int LongestBoundary = 200;
    private const int LongestText = 64 * 1024;
    private const int MostParts = 2000;

    /// <summary>How much of a refused file is read over for the sake of those behind it, before the whole request is given up.</summary>
    private const int Patience = 64 * 1024;

    private readonly List<KeptFile> files = [];
    private readonly UploadTexts texts = new();

    /// <param name="acceptsFirst">Judges the first field's name and value before anything else is read; null asks nothing.</param>
    public async Task<UploadReport> ReadAsync(Func<string, string, Task<bool>>? acceptsFirst, CancellationToken cancellationToken)
    {
        if (BoundaryOf(request) is not { } boundary) return UploadReport.Refused(ProblemCode.UnsupportedMediaType, "Send the form as multipart/form-data.");
        try
        {
            var reader = new MultipartReader(boundary, request.Body) { HeadersCountLimit = 16, HeadersLengthLimit = 16 * 1024 };
            var refusal = await ReadPartsAsync(reader, acceptsFirst, cancellationToken);
            return refusal is null ? await CommitAsync() : new UploadReport([], refusal);
        }
        catch (Exception cut) when (cut is IOException or InvalidDataException or OperationCanceledException)
        {
            return UploadReport.Refused(ProblemCode.BodyCut);
        }
        finally
        {
            foreach (var file in files.Where(file => file.Upload is not null)) await intake.TryDiscardAsync(by, file.Upload!.Id);
        }
    }

    private static string? BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= LongestBoundary } boundary
            ? boundary.ToString()
            : null;

    private async Task<IntakeOutcome.Rejected?> ReadPartsAsync(
        MultipartReader reader, Func<string, string, Task<bool>>? acceptsFirst, CancellationToken cancellationToken)
    {
        var parts = 0;
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (++parts > MostParts) return new IntakeOutcome.Rejected(ProblemCode.InvalidRequest, $"A form may have {MostParts} parts.");
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                return new IntakeOutcome.Rejected(ProblemCode.InvalidRequest, "A part has no Content-Disposition.");

            var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
            var fileName = FileNameOf(disposition);
            if (parts == 1 && acceptsFirst is not null
                && !(fileName is null && await acceptsFirst(name, await ReadTextAsync(section, cancellationToken) ?? "")))
                return new IntakeOutcome.Rejected(ProblemCode.FormExpired);
            if (parts == 1 && acceptsFirst is not null) continue;

            if (fileName is not null)
            {
                if (await ReadFileAsync(section, fileName, cancellationToken) is { } refusal) return refusal;
            }
            else if (await ReadTextAsync(section, cancellationToken) is { } text) texts.Add(name, text);
            else return new IntakeOutcome.Rejected(ProblemCode.InvalidField, $"The field “{name}” is too long.");
        }

        return files.Count == 0 ? new IntakeOutcome.Rejected(ProblemCode.NoFile) : null;
    }

    /// <summary>Null for a text field. The extended form of RFC 5987 wins.</summary>
    private static string? FileNameOf(ContentDispositionHeaderValue disposition)
    {
        if (disposition.FileNameStar.HasValue) return disposition.FileNameStar.ToString();
        return disposition.FileName.HasValue ? HeaderUtilities.RemoveQuotes(disposition.FileName).ToString() : null;
    }

    private async Task<IntakeOutcome.Rejected?> ReadFileAsync(MultipartSection section, string fileName, CancellationToken cancellationToken)
    {
        var about = new NewUpload { FileName = fileName, LengthAtMost = request.ContentLength };
        var step = await intake.BeginAsync(by, about, cancellationToken);
        if (step is UploadStep.Open { Upload: var upload })
        {
            var file = new KeptFile(fileName, upload);
            files.Add(file);
            step = await intake.AppendFirstAsync(by, upload, new IncomingBody(0, section.Body), cancellationToken);
            if (step is UploadStep.Open) step = await intake.CloseAsync(by, upload);
            if (step is UploadStep.Open) return null;
            files.Remove(file);
            await intake.TryDiscardAsync(by, upload.Id);
        }

        var refused = (UploadStep.Refused)step;
        var outcome = new IntakeOutcome.Rejected(refused.Code, refused.Detail);
        files.Add(new KeptFile(fileName, null) { Outcome = outcome });
        return refused.Code is ProblemCode.BodyCut or ProblemCode.Busy || !await SkipsAsync(section, cancellationToken) ? outcome : null;
    }

    private static async Task<bool> SkipsAsync(MultipartSection section, CancellationToken cancellationToken)
    {
        var rest = new byte[Patience];
        var read = await section.Body.ReadAtLeastAsync(rest, rest.Length, throwOnEndOfStream: false, cancellationToken);
        return read < rest.Length || await section.Body.ReadAsync(rest.AsMemory(0, 1), cancellationToken) == 0;
    }

    private static async Task<string?> ReadTextAsync(MultipartSection section, CancellationToken cancellationToken)
    {
        var bytes = new byte[LongestText + 1];
        var read = await section.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return read > LongestText ? null : Encoding.UTF8.GetString(bytes, 0, read);
    }

    /// <summary>From here on nothing obeys the client's leaving.</summary>
    private async Task<UploadReport> CommitAsync()
    {
        var chosen = files.Where(file => !file.Unchosen).ToList();
        if (chosen.Count == 0) return UploadReport.Refused(ProblemCode.NoFile);
        var about = texts.About();
        if (await intake.RefuseTextsAsync(by, about, CancellationToken.None) is { } refused) return UploadReport.Refused(refused.Code, refused.Detail);
        foreach (var file in chosen) file.Outcome ??= await CommitAsync(file, about);
        return new UploadReport([.. chosen.Select(file => new UploadedFile(file.FileName, file.Outcome!))]);
    }

    private async Task<IntakeOutcome> CommitAsync(KeptFile file, NewUpload about)
    {
        try
        {
            var step = await intake.EndAsync(by, file.Upload!, about);
            if (step is not UploadStep.Ended ended) return step is UploadStep.Refused refused
                ? new IntakeOutcome.Rejected(refused.Code, refused.Detail)
                : new IntakeOutcome.Rejected(ProblemCode.UploadBusy);
            file.Upload = null;
            return ended.Outcome;
        }
        catch (Exception broken) when (IntakeFailures.CodeOf(broken) is not null)
        {
            return new IntakeOutcome.Rejected(IntakeFailures.CodeOf(broken)!.Value);
        }
    }

    /// <param name="upload">Null once there is nothing to give back.</param>
    private sealed class KeptFile(string fileName, IncomingUpload? upload)
    {
        public string FileName { get; } = fileName;
        public IncomingUpload? Upload { get; set; } = upload;

        /// <summary>Browsers send an empty part without a name for a file field that nobody used.</summary>
        public bool Unchosen => FileName.Length == 0 && Upload?.Offset == 0;

        public IntakeOutcome? Outcome { get; set; }
    }
}
