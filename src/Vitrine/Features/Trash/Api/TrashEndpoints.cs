using System.ComponentModel;
using Vitrine.Library;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;
using Vitrine.Web.Json;

namespace Vitrine.Features.Trash.Api;

/// <summary>Deleting with a way back, and for ever.</summary>
public static class TrashEndpoints
{
    public static void MapTrashApi(this IEndpointRouteBuilder app)
    {
        var trash = app.MapApi("Trash");
        trash.MapGet("/trash", ListAsync)
            .WithName("listTrash")
            .WithSummary("List the trash")
            .WithDescription("Last trashed first.")
            .Produces<MediaPageJson>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        trash.MapPut("/media/{id}/trash", PutAsync).Audits(AuditAct.ItemsTrashed)
            .WithName("putInTrash")
            .WithSummary("Move an item to the trash")
            .Gone();
        trash.MapDelete("/media/{id}/trash", RestoreAsync).Audits(AuditAct.ItemsRestored)
            .WithName("restoreMedia")
            .WithSummary("Take an item out of the trash")
            .Gone();
        trash.MapDelete("/media/{id}", DeleteAsync).Audits(AuditAct.ItemsDeleted)
            .WithName("deleteMedia")
            .WithSummary("Delete an item")
            .WithDescription("Moves it to the trash; with `permanent=true` it goes for ever, at once, trashed before or not.")
            .Gone();
    }

    private static RouteHandlerBuilder Gone(this RouteHandlerBuilder route) => route
        .Produces(StatusCodes.Status204NoContent)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed);

    private static async Task<IResult> ListAsync(
        HttpContext context,
        IMediaCatalog catalog,
        [Description("1 to 500 items.")][DefaultValue(100)] int? limit,
        [Description("The `next` of the page before.")] string? cursor,
        CancellationToken cancellationToken)
    {
        if (ApiRoutes.RefusePage(limit, 500, cursor, out var after) is { } wrong) return wrong;
        return Results.Ok(MediaPageJson.From(await catalog.TrashAsync(context.Visitor().Scope, after, limit ?? 100, cancellationToken)));
    }

    private static Task<IResult> PutAsync(HttpContext context, IMediaCatalog catalog, string id, CancellationToken cancellationToken) =>
        ChangeAsync(context, catalog, id, async media => await catalog.PutInTrashAsync(context.Visitor().Scope, media, cancellationToken) is not null, cancellationToken);

    private static Task<IResult> RestoreAsync(HttpContext context, IMediaCatalog catalog, string id, CancellationToken cancellationToken) =>
        ChangeAsync(context, catalog, id, async media => await catalog.RestoreAsync(context.Visitor().Scope, media, cancellationToken) is not null, cancellationToken);

    private static Task<IResult> DeleteAsync(
        HttpContext context,
        IMediaCatalog catalog,
        Removal removal,
        string id,
        [Description("For ever instead of into the trash.")] bool? permanent,
        CancellationToken cancellationToken) => permanent == true
        ? ChangeAsync(context, catalog, id, media => removal.PurgeAsync(context.Visitor().Scope, media, cancellationToken), cancellationToken)
        : PutAsync(context, catalog, id, cancellationToken);

    private static async Task<IResult> ChangeAsync(
        HttpContext context, IMediaCatalog catalog, string id, Func<MediaId, Task<bool>> change, CancellationToken cancellationToken)
    {
        var known = MediaId.TryParse(id, out var media);
        if (context.Request.Headers.IfMatch.Count > 0)
        {
            var item = known ? await catalog.FindAsync(context.Visitor().Scope, media, cancellationToken) : null;
            if (!Preconditions.MayChange(context.Request, item is null ? null : Tagged.Of(item.Version))) return Problems.Of(ProblemCode.StaleVersion);
        }

        return known && await change(media) ? Results.NoContent() : Problems.Of(ProblemCode.NotFound);
    }
}
