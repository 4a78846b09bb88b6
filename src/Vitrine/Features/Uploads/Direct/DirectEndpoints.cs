using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Vitrine.Features.Uploads.Tus;
using Vitrine.Library;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;
using Vitrine.Web.Json;

namespace Vitrine.Features.Uploads.Direct;

/// <summary>
/// Uploads whose bytes go straight to the bucket: here they are planned, checked and finished. Given up like all others, by
/// <c>DELETE /api/v1/uploads/{id}</c>. Every route asks for the owner; others' uploads are absent.
/// </summary>
internal static class DirectEndpoints
{
    /// <summary>9 000 checksums are a quarter of it.</summary>
    private const int LargestBody = 1024 * 1024;

    public static void MapDirectUploads(this IEndpointRouteBuilder app)
    {
        var api = app.MapApi("Uploads");
        api.AddEndpointFilter(TusAnswers.HeedOwnerAsync);
        api.WithMetadata(new RequestSizeLimitAttribute(LargestBody));
        api.MapPost("/uploads/direct", BeginAsync).NotAudited(UploadsFeature.WhyNotAudited)
            .WithName("beginDirectUpload")
            .WithSummary("Begin an upload whose parts are sent straight to the bucket")
            .WithDescription("Where the site’s setting allows it; otherwise `409 relay_only`, and the file goes by tus.")
            .Produces<DirectUploadJson>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        api.MapPost("/uploads/{id}/parts", LinkAsync).NotAudited(UploadsFeature.WhyNotAudited)
            .WithName("linkUploadParts")
            .WithSummary("Ask for links to send parts by")
            .Produces<PartLinksJson>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapGet("/uploads/{id}/parts", ListAsync)
            .WithName("listUploadParts")
            .WithSummary("Which parts of a direct upload the bucket holds")
            .Produces<HeldPartsJson>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/uploads/{id}/finish", FinishAsync).NotAudited(UploadsFeature.WhyNotAudited)
            .WithName("finishDirectUpload")
            .WithSummary("Say that all parts are sent")
            .WithDescription("Compares each part’s length and MD5 with what the bucket holds. May be repeated.")
            .Produces<UploadJson>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> BeginAsync(HttpContext context, NewDirectJson body, DirectIntake intake, CancellationToken cancellationToken)
    {
        if (body.LastModified is { } milliseconds && !IsMoment(milliseconds)) return Problems.Of(ProblemCode.InvalidField, "“lastModified” is in milliseconds since 1970.");
        var about = new NewUpload
        {
            FileName = body.FileName ?? "",
            Length = body.Length,
            FileTime = body.LastModified is { } modified ? DateTimeOffset.FromUnixTimeMilliseconds(modified) : null,
            Title = body.Title,
            Description = body.Description,
            Place = body.Place,
            Tags = body.Tags ?? [],
            Album = NewUpload.AlbumOf(body.Album),
        };
        return AnswerTo(context, await intake.BeginAsync(context.Visitor().Account!, about, cancellationToken));
    }

    private static async Task<IResult> LinkAsync(HttpContext context, string id, AskedPartsJson body, DirectIntake intake, CancellationToken cancellationToken)
    {
        if (!MediaId.TryParse(id, out var upload)) return Problems.Of(ProblemCode.UploadGone);
        var parts = new List<AnnouncedPart>();
        foreach (var part in body.Parts ?? [])
        {
            if (part is null || Md5Text.ToHex(part.Md5) is not { } md5) return Problems.Of(ProblemCode.InvalidField, "“md5” of a part is 16 bytes in base64.");
            parts.Add(new AnnouncedPart(part.Number, md5));
        }

        return AnswerTo(context, await intake.LinkAsync(context.Visitor().Account!, upload, parts, cancellationToken));
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, string id, DirectIntake intake, CancellationToken cancellationToken, [Description("Only parts with a higher number.")] int after = 0) =>
        MediaId.TryParse(id, out var upload)
            ? AnswerTo(context, await intake.PartsAsync(context.Visitor().Account!, upload, Math.Max(0, after), cancellationToken))
            : Problems.Of(ProblemCode.UploadGone);

    private static async Task<IResult> FinishAsync(HttpContext context, string id, SentPartsJson body, DirectIntake intake, CancellationToken cancellationToken)
    {
        if (!MediaId.TryParse(id, out var upload)) return Problems.Of(ProblemCode.UploadGone);
        var md5s = (body.Md5 ?? []).Select(Md5Text.ToHex).ToList();
        return md5s.Contains(null)
            ? Problems.Of(ProblemCode.InvalidField, "“md5” is a list of checksums of 16 bytes each, in base64.")
            : AnswerTo(context, await intake.FinishAsync(context.Visitor().Account!, upload, md5s!, cancellationToken));
    }

    private static IResult AnswerTo(HttpContext context, DirectStep step)
    {
        context.Response.Headers.CacheControl = "no-store";
        switch (step)
        {
            case DirectStep.Open open:
                context.Response.Headers.Location = TusAnswers.UrlOf(context, open.Row.Id);
                return Results.Json(DirectUploadJson.From(open.Row, open.PartLength), UploadsJson.Default.DirectUploadJson, statusCode: StatusCodes.Status201Created);
            case DirectStep.Linked linked:
                return Results.Json(PartLinksJson.From(linked), UploadsJson.Default.PartLinksJson);
            case DirectStep.Held held:
                return Results.Json(HeldPartsJson.From(held), UploadsJson.Default.HeldPartsJson);
            case DirectStep.Ended ended:
                return Results.Json(UploadJson.From(ended.Row), UploadsJson.Default.UploadJson);
            case DirectStep.Refused refused:
                return Problems.Of(refused.Code, refused.Detail);
            default:
                throw new InvalidOperationException($"An unknown step: {step.GetType().Name}");
        }
    }

    private static bool IsMoment(long milliseconds) =>
        milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
}
