using System.ComponentModel;
using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;
using Vitrine.Web.Json;

namespace Vitrine.Features.Albums.Api;

/// <summary>What is in an album.</summary>
public static class AlbumItemEndpoints
{
    public static void MapAlbumItemsApi(this IEndpointRouteBuilder app)
    {
        var items = app.MapApi("Albums");
        items.MapGet("/albums/{album}/items", ListAsync)
            .WithName("listAlbumItems")
            .WithSummary("List what an album shows, in its order")
            .WithDescription("The urls of originals and renditions lead through the album.")
            .Produces<MediaPageJson>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        items.MapPut("/albums/{album}/items/{id}", AddAsync).Audits(AuditAct.AlbumItemsChanged)
            .WithName("addToAlbum")
            .WithSummary("Put an item of yours into an album")
            .Changes();
        items.MapDelete("/albums/{album}/items/{id}", RemoveAsync).Audits(AuditAct.AlbumItemsChanged)
            .WithName("removeFromAlbum")
            .WithSummary("Take an item out of an album")
            .WithDescription("Which is not deleting it. Idempotent.")
            .Changes();
    }

    private static RouteHandlerBuilder Changes(this RouteHandlerBuilder route) => route
        .Produces(StatusCodes.Status204NoContent)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> ListAsync(
        HttpContext context,
        AlbumAccess access,
        IAlbumCatalog albums,
        string album,
        [Description("1 to 500 items.")][DefaultValue(100)] int? limit,
        [Description("The `next` of the page before.")] string? cursor,
        CancellationToken cancellationToken)
    {
        if (ApiRoutes.RefusePage(limit, 500, cursor, out var after) is { } wrong) return wrong;
        if (await access.FindAsync(context, album, cancellationToken) is not { } seen) return Problems.Of(ProblemCode.NotFound);
        var page = await albums.PageAsync(seen.Album.Id, seen.Album.Order, after, limit ?? 100, cancellationToken);
        return Results.Ok(MediaPageJson.From(page, MediaUrls.InAlbum(seen.Album.Id)));
    }

    private static async Task<IResult> AddAsync(
        HttpContext context, AlbumAccess access, IAlbumCatalog albums, string album, string id, CancellationToken cancellationToken)
    {
        if (!MediaId.TryParse(id, out var media) || await access.FindAsync(context, album, cancellationToken) is not { } seen)
            return Problems.Of(ProblemCode.NotFound);
        if (!seen.MayAdd) return Problems.Of(ProblemCode.NotYourPart);
        return await albums.AddAsync(seen.Album.Id, context.Visitor().Scope, [media], cancellationToken) switch
        {
            null or { Absent.Count: > 0 } => Problems.Of(ProblemCode.NotFound),
            { Refused.Count: > 0 } => Problems.Of(ProblemCode.TooManyAlbums),
            _ => Results.NoContent(),
        };
    }

    private static async Task<IResult> RemoveAsync(
        HttpContext context, AlbumAccess access, IAlbumCatalog albums, IMediaCatalog catalog, string album, string id, CancellationToken cancellationToken)
    {
        if (!MediaId.TryParse(id, out var media) || await access.FindAsync(context, album, cancellationToken) is not { } seen)
            return Problems.Of(ProblemCode.NotFound);
        if (!seen.MayAdd) return Problems.Of(ProblemCode.NotYourPart);
        if (!seen.MayEdit && await catalog.FindAsync(context.Visitor().Scope, media, cancellationToken) is null) return Problems.Of(ProblemCode.NotYourPart);
        await albums.RemoveAsync(seen.Album.Id, media, cancellationToken);
        return Results.NoContent();
    }
}
