using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Vitrine.Library;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;
using Vitrine.Web.Json;

namespace Vitrine.Features.Uploads.Multipart;

/// <summary>Whole files in one request: for programs at <c>POST /api/v1/media</c>, for the form without script at <c>POST /upload</c>.</summary>
internal static class MultipartEndpoints
{
    public static void MapMultipart(this IEndpointRouteBuilder app)
    {
        app.MapApi("Uploads").MapPost("/media", TakeAsync).NotAudited(UploadsFeature.WhyNotAudited)
            .WithSummary("Upload one or more files as multipart/form-data")
            .WithDescription("Fields: file (repeatable), title, description, place, tags, album (the id of one to add to). 201 when anything was stored, 200 when all were here already.")
            .Produces<UploadAnswerJson>(StatusCodes.Status201Created)
            .Produces<UploadAnswerJson>()
            .WithMetadata(new DisableRequestSizeLimitAttribute());
        app.MapPost("/upload", TakeFormAsync).NotAudited(UploadsFeature.WhyNotAudited).Admits(Who.People).WithMetadata(new DisableRequestSizeLimitAttribute()).ExcludeFromDescription();
    }

    private static async Task<IResult> TakeAsync(HttpContext context, Intake intake, CancellationToken cancellationToken)
    {
        var report = await new MultipartUpload(intake, context.Visitor().Account!, context.Request).ReadAsync(acceptsFirst: null, cancellationToken);
        if (report.Refusal is { } refusal) return Problems.Of(refusal.Code, refusal.Detail);
        context.Response.StatusCode = StatusOf(report);
        ProblemAnswer.SayWhenToRetry(context.Response);
        return Results.Json(AnswerOf(report), UploadsJson.Default.UploadAnswerJson, statusCode: context.Response.StatusCode);
    }

    private static async Task<IResult> TakeFormAsync(
        HttpContext context, Intake intake, IAntiforgery antiforgery, IOptions<AntiforgeryOptions> names, UploadPages pages, CancellationToken cancellationToken)
    {
        var upload = new MultipartUpload(intake, context.Visitor().Account!, context.Request);
        var report = await upload.ReadAsync((name, value) => IsOurFormAsync(context, antiforgery, names.Value, name, value), cancellationToken);
        return report.Refusal switch
        {
            null => new RazorComponentResult<UploadResultPage>(new { report.Files }),
            { Code: ProblemCode.NoFile or ProblemCode.InvalidField or ProblemCode.NoSuchAlbum } refusal => await pages.AgainAsync(context, refusal, cancellationToken),
            var refusal => Problems.Of(refusal.Code, refusal.Detail),
        };
    }

    /// <summary>The token goes where antiforgery looks before it would read the form by itself.</summary>
    private static Task<bool> IsOurFormAsync(HttpContext context, IAntiforgery antiforgery, AntiforgeryOptions names, string name, string value)
    {
        if (name != names.FormFieldName) return Task.FromResult(false);
        context.Request.Headers[names.HeaderName!] = value;
        return antiforgery.IsRequestValidAsync(context);
    }

    private static int StatusOf(UploadReport report)
    {
        if (report.AnyStored) return StatusCodes.Status201Created;
        return report is { AllRejected: true, FirstRejected.Outcome: IntakeOutcome.Rejected rejected }
            ? Problems.All[rejected.Code].Status
            : StatusCodes.Status200OK;
    }

    private static UploadAnswerJson AnswerOf(UploadReport report)
    {
        var items = new List<UploadedJson>();
        var problems = new List<FileProblemJson>();
        foreach (var file in report.Files)
        {
            switch (file.Outcome)
            {
                case IntakeOutcome.Accepted accepted:
                    items.Add(new UploadedJson(accepted.Item, duplicate: false));
                    break;
                case IntakeOutcome.Duplicate duplicate:
                    items.Add(new UploadedJson(duplicate.Existing, duplicate: true));
                    break;
                case IntakeOutcome.Rejected rejected:
                    problems.Add(FileProblemJson.Of(file.FileName, rejected.Code, rejected.Detail));
                    break;
            }
        }

        return new UploadAnswerJson(items, problems);
    }
}
