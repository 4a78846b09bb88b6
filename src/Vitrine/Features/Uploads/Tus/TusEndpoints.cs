using Vitrine.Features.Uploads.Guests;
using Vitrine.Library;
using Vitrine.Library.Audit;
using Vitrine.Library.Guests;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;
using Vitrine.Web.Json;

namespace Vitrine.Features.Uploads.Tus;

/// <summary>
/// Resumable uploads by tus 1.0 at <c>/api/v1/uploads</c>, and for guests at <c>/s/{token}/uploads</c>. No concatenation: clients use no
/// parallelUploads. Every route asks who began the upload; others' uploads are absent.
/// </summary>
internal static class TusEndpoints
{
    public static void MapTus(this IEndpointRouteBuilder app)
    {
        MapTus(() => app.MapApi("Uploads"), "");
        MapTus(() => app.MapGroup("/s/{token}").WithTags("Guests").Admits(Who.Links), ", as a guest");
    }

    /// <param name="group">A group of the door's routes; those that speak tus are one of their own.</param>
    /// <param name="asWho">Ends the summaries.</param>
    private static void MapTus(Func<RouteGroupBuilder> group, string asWho)
    {
        var api = group();
        api.AddEndpointFilter(Uploaders.FindAsync);
        api.MapGet("/uploads/{id}", DescribeAsync).WithSummary($"How far an upload is, and which item it became{asWho}").Produces<UploadJson>();

        var options = group();
        options.AddEndpointFilter(TusAnswers.SpeakTusAsync);
        options.MapMethods("/uploads", ["OPTIONS"], TusAnswers.Options).WithSummary($"What this site's tus can do{asWho}");
        options.MapMethods("/uploads/{id}", ["OPTIONS"], TusAnswers.Options).WithSummary($"What this site's tus can do{asWho}");

        var tus = group();
        tus.AddEndpointFilter(TusAnswers.SpeakTusAsync);
        tus.AddEndpointFilter(TusAnswers.HeedOwnerAsync);
        tus.AddEndpointFilter(Uploaders.FindAsync);
        tus.WithMetadata(new Microsoft.AspNetCore.Mvc.DisableRequestSizeLimitAttribute());
        tus.MapPost("/uploads", CreateAsync).NotAudited(UploadsFeature.WhyNotAudited).WithSummary($"Begin a resumable upload (tus 1.0), with or without its first bytes{asWho}");
        tus.MapMethods("/uploads/{id}", ["HEAD"], HeadAsync).WithSummary($"The offset to go on from (tus 1.0){asWho}");
        tus.MapPatch("/uploads/{id}", PatchAsync).NotAudited(UploadsFeature.WhyNotAudited).WithSummary($"Send bytes at an offset (tus 1.0){asWho}");
        tus.MapDelete("/uploads/{id}", DeleteAsync).NotAudited(UploadsFeature.WhyNotAudited).WithSummary($"Give an unfinished upload up (tus 1.0){asWho}");
    }

    private static async Task<IResult> DescribeAsync(HttpContext context, string id, Intake intake, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        return await FindAsync(context, id, intake, cancellationToken) is { } upload
            ? Results.Json(UploadJson.From(upload), UploadsJson.Default.UploadJson)
            : Problems.Of(ProblemCode.NotFound);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, Intake intake, CancellationToken cancellationToken)
    {
        var request = context.Request;
        if (request.Headers.ContainsKey(TusHeaders.Concat)) return Problems.Of(ProblemCode.InvalidRequest, "This site does not join uploads: send the file as one.");
        if (!request.TryReadLength(out var length)) return Problems.Of(ProblemCode.InvalidRequest, "Send Upload-Length, or Upload-Defer-Length: 1.");
        if (!UploadMetadata.TryParse(request.Headers[TusHeaders.Metadata].ToString(), out var about, out var why))
            return Problems.Of(ProblemCode.InvalidMetadata, why);
        if (!request.TryReadChecksum(out var checksum, out var refused)) return Problems.Of(refused!.Code, refused.Detail);
        using var _ = checksum;
        if (request.ContentLength is > 0 && !request.HasTusBody()) return Problems.Of(ProblemCode.UnsupportedMediaType);
        if (request.ContentLength > length) return Problems.Of(ProblemCode.LengthMismatch);

        var by = context.Uploader();
        var step = await intake.BeginAsync(by, about with { Length = length }, cancellationToken);
        if (step is not UploadStep.Open { Upload: var upload }) return AnswerTo(context, step);
        if (!request.HasTusBody()) return Created(context, upload, upload.Offset);

        var body = new IncomingBody(0, request.Body) { Announced = request.ContentLength, Checksum = checksum };
        step = await FirstBodyAsync(context, intake, by, upload, body, cancellationToken);
        if (step is UploadStep.Ended { Outcome: var outcome }) Became(context, outcome);
        return step is UploadStep.Refused ? AnswerTo(context, step) : Created(context, upload, upload.Offset);
    }

    /// <summary>Its client knows no address yet, so what is refused or cut is given up; unless the answer can still reach it.</summary>
    private static async Task<UploadStep> FirstBodyAsync(
        HttpContext context, Intake intake, Uploader by, IncomingUpload upload, IncomingBody body, CancellationToken cancellationToken)
    {
        try
        {
            await using var watch = LinkWatch.Over(context, cancellationToken);
            var step = await intake.AppendFirstAsync(by, upload, body, watch.Token);
            if (step is not UploadStep.Refused refused) return step;
            if (watch.LinkEnded) refused = new UploadStep.Refused(ProblemCode.NotFound);
            if (refused.Code == ProblemCode.BodyCut && body.Checksum is null && !context.RequestAborted.IsCancellationRequested)
                return new UploadStep.Open(upload);
            await intake.TryDiscardAsync(by, upload.Id);
            return refused;
        }
        catch (Exception broken) when (IntakeFailures.CodeOf(broken) is not null)
        {
            await intake.TryDiscardAsync(by, upload.Id);
            throw;
        }
    }

    private static async Task<IResult> HeadAsync(HttpContext context, string id, Intake intake, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (await FindAsync(context, id, intake, cancellationToken) is not { IsDirect: false } upload) return Problems.Of(ProblemCode.NotFound);
        if (upload.EndedAs is null && upload.Offset == upload.Length) return Problems.Of(ProblemCode.UploadBusy);

        context.Response.Position(upload, upload.Position);
        context.Response.Headers[upload.Length is null ? TusHeaders.DeferLength : TusHeaders.Length] = TusAnswers.Text(upload.Length ?? 1);
        context.Response.Headers[TusHeaders.Metadata] = UploadMetadata.Format(upload);
        if (upload.EndedAs is { } item) context.Response.Became(item, upload.Duplicate);
        return Results.Ok();
    }

    private static async Task<IResult> PatchAsync(HttpContext context, string id, Intake intake, CancellationToken cancellationToken)
    {
        var request = context.Request;
        if (!MediaId.TryParse(id, out var upload)) return Problems.Of(ProblemCode.NotFound);
        if (!request.HasTusBody()) return Problems.Of(ProblemCode.UnsupportedMediaType, $"The Content-Type of PATCH is {TusHeaders.BodyType}.");
        if (!request.TryReadBytes(TusHeaders.Offset, out var offset) || offset is null
            || !request.TryReadBytes(TusHeaders.Length, out var length)) return Problems.Of(ProblemCode.InvalidRequest, "Send Upload-Offset, a number of bytes.");
        if (!request.TryReadChecksum(out var checksum, out var refused)) return Problems.Of(refused!.Code, refused.Detail);
        using var _ = checksum;

        var body = new IncomingBody(offset.Value, request.Body) { Announced = request.ContentLength, FileLength = length, Checksum = checksum };
        await using var watch = LinkWatch.Over(context, cancellationToken);
        var step = await intake.AppendAsync(context.Uploader(), upload, body, watch.Token);
        if (!watch.LinkEnded || step is UploadStep.Ended) return AnswerTo(context, step);
        await intake.TryDiscardAsync(context.Uploader(), upload);
        return Problems.Of(ProblemCode.NotFound);
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string id, Intake intake, CancellationToken cancellationToken) =>
        MediaId.TryParse(id, out var upload) && await intake.DiscardAsync(context.Uploader(), upload, cancellationToken)
            ? Results.NoContent()
            : Problems.Of(ProblemCode.NotFound);

    private static async Task<Upload?> FindAsync(HttpContext context, string id, Intake intake, CancellationToken cancellationToken) =>
        MediaId.TryParse(id, out var upload) ? await intake.FindAsync(context.Uploader(), upload, cancellationToken) : null;

    private static IResult Created(HttpContext context, IncomingUpload upload, long offset)
    {
        context.Response.Headers.Location = TusAnswers.UrlOf(context, upload.Id);
        var expires = context.Response.Headers.ContainsKey(TusHeaders.MediaId);
        context.Response.Position(upload.Row, offset);
        if (expires) context.Response.Headers.Remove(TusHeaders.Expires);
        return Results.StatusCode(StatusCodes.Status201Created);
    }

    private static IResult AnswerTo(HttpContext context, UploadStep step)
    {
        switch (step)
        {
            case UploadStep.Open open:
                context.Response.Position(open.Upload.Row, open.Upload.Offset);
                return Results.NoContent();
            case UploadStep.Ended ended:
                context.Response.Position(ended.Upload.Row, ended.Upload.Offset);
                Became(context, ended.Outcome);
                return Results.NoContent();
            case UploadStep.EndedBefore { Row: var row }:
                context.Response.Position(row, row.Position);
                context.Response.Became(row.EndedAs!.Value, row.Duplicate);
                return Results.NoContent();
            case UploadStep.Refused refused:
                return Problems.Of(refused.Code, refused.Detail);
            default:
                throw new InvalidOperationException($"An unknown step: {step.GetType().Name}");
        }
    }

    private static void Became(HttpContext context, IntakeOutcome outcome)
    {
        if (outcome is IntakeOutcome.Accepted accepted) context.Response.Became(accepted.Item.Id, duplicate: false);
        if (outcome is IntakeOutcome.Duplicate duplicate) context.Response.Became(duplicate.Existing.Id, duplicate: true);
    }
}
