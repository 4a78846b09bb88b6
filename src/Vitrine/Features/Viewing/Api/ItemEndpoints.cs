using Vitrine.Library;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;
using Vitrine.Web.Json;

namespace Vitrine.Features.Viewing.Api;

/// <summary>One item: reading and editing what a person may write about it.</summary>
public static class ItemEndpoints
{
    public static void MapItem(this IEndpointRouteBuilder app)
    {
        var items = app.MapApi("Media");
        items.MapGet("/media/{id}", ReadAsync)
            .WithName("getMedia")
            .WithSummary("Read one item")
            .WithDescription("Trashed items are found too. The ETag is the item's version.")
            .Produces<MediaJson>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound);
        items.MapPatch("/media/{id}", EditAsync).Audits(AuditAct.ItemChanged)
            .WithName("editMedia")
            .WithSummary("Edit one item")
            .WithDescription("Fields that are left out stay; null or an empty text clears. With `If-Match`, only that version is changed.")
            .Accepts<MediaEditJson>("application/json", "application/merge-patch+json")
            .Produces<MediaJson>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed);
    }

    private static async Task<IResult> ReadAsync(HttpContext context, IMediaCatalog catalog, string id, CancellationToken cancellationToken) =>
        MediaId.TryParse(id, out var media) && await catalog.FindAsync(context.Visitor().Scope, media, cancellationToken) is { } item
            ? Tagged.Media(context, MediaJson.From(item))
            : Problems.Of(ProblemCode.NotFound);

    private static async Task<IResult> EditAsync(
        HttpContext context, IMediaCatalog catalog, TimeProvider time, string id, CancellationToken cancellationToken)
    {
        var scope = context.Visitor().Scope;
        var found = MediaId.TryParse(id, out var media) ? await catalog.FindAsync(scope, media, cancellationToken) : null;
        if (!Preconditions.MayChange(context.Request, found is null ? null : Tagged.Of(found.Version))) return Problems.Of(ProblemCode.StaleVersion);
        if (found is null) return Problems.Of(ProblemCode.NotFound);

        var (edit, problem) = await MediaEditJson.ReadAsync(context.Request, time.GetUtcNow(), cancellationToken);
        if (edit is null) return problem!;

        // What the client saw is what it may change, also when somebody else is faster than this request.
        var expected = context.Request.Headers.IfMatch.Count > 0 ? found.Version : (long?)null;
        return await catalog.EditAsync(scope, media, edit, expected, cancellationToken) switch
        {
            EditOutcome.Edited edited => Tagged.Media(context, MediaJson.From(edited.Item)),
            EditOutcome.Stale => Problems.Of(ProblemCode.StaleVersion),
            _ => Problems.Of(ProblemCode.NotFound),
        };
    }
}
