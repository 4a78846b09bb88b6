using Microsoft.AspNetCore.Http.HttpResults;
using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;
using Vitrine.Web.Json;

namespace Vitrine.Features.Viewing;

/// <summary>The page of one item, and its forms.</summary>
public static class MediaPages
{
    public static void MapMediaPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/media/{id}").Admits(Who.People).ExcludeFromDescription();
        pages.MapGet("", ShowAsync);
        pages.MapPost("", SaveAsync).ValidatesForm().Audits(AuditAct.ItemChanged);
        pages.MapPost("/retry", RetryAsync).ValidatesForm().NotAudited("makes previews again, changes nothing of anybody's");
    }

    private static async Task<IResult> ShowAsync(HttpContext context, IMediaCatalog catalog, HoldingAlbums albums, string id, CancellationToken cancellationToken)
    {
        var item = await FindAsync(context, catalog, id, cancellationToken);
        return item is null
            ? Problems.Of(ProblemCode.NotFound)
            : await PageAsync(context, catalog, albums, item, EditForm.From(item), StatusCodes.Status200OK, cancellationToken);
    }

    private static async Task<IResult> SaveAsync(
        HttpContext context, IMediaCatalog catalog, HoldingAlbums albums, TimeProvider time, string id, CancellationToken cancellationToken)
    {
        var item = await FindAsync(context, catalog, id, cancellationToken);
        var (edit, form) = EditForm.Read(context.Form()).Check(time.GetUtcNow());
        while (item is not null)
        {
            if (edit is null) return await PageAsync(context, catalog, albums, item, form, StatusCodes.Status422UnprocessableEntity, cancellationToken);
            if (!form.StartedFrom(item, edit))
                return await PageAsync(context, catalog, albums, item, form with { Changed = item }, StatusCodes.Status409Conflict, cancellationToken);

            switch (await catalog.EditAsync(context.Visitor().Scope, item.Id, edit, item.Version, cancellationToken))
            {
                case EditOutcome.Edited:
                    new Notice(NoticeKind.Saved, 1, []).Announce(context);
                    return Results.LocalRedirect(MediaUrls.Page(item.Id));
                case EditOutcome.Stale stale:
                    item = stale.Current; // a preview was made, or somebody saved: look again
                    break;
                default:
                    item = null;
                    break;
            }
        }

        return Problems.Of(ProblemCode.NotFound);
    }

    private static async Task<IResult> RetryAsync(
        HttpContext context, IMediaCatalog catalog, AnotherTry tries, string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(context, catalog, id, cancellationToken) is not { } item) return Problems.Of(ProblemCode.NotFound);
        if (await tries.StartAsync(context.Visitor().Scope, [item.Id], cancellationToken) > 0) new Notice(NoticeKind.Retried, 1, []).Announce(context);
        return Results.LocalRedirect(MediaUrls.Page(item.Id));
    }

    private static async Task<MediaItem?> FindAsync(HttpContext context, IMediaCatalog catalog, string id, CancellationToken cancellationToken) =>
        MediaId.TryParse(id, out var media) ? await catalog.FindAsync(context.Visitor().Scope, media, cancellationToken) : null;

    private static async Task<IResult> PageAsync(
        HttpContext context, IMediaCatalog catalog, HoldingAlbums albums, MediaItem item, EditForm form, int status, CancellationToken cancellationToken)
    {
        var scope = context.Visitor().Scope;
        var view = new MediaView
        {
            Item = item,
            Facts = await catalog.FindFactsAsync(scope, item.Id, cancellationToken) ?? new MediaFacts(),
            Neighbours = item.TrashedAt is null ? await catalog.NeighboursAsync(scope, item.Id, cancellationToken) : new Neighbours(null, null),
            Albums = await albums.FindAsync(context.Visitor(), item.Id, cancellationToken),
            Form = form,
        };
        return new RazorComponentResult<MediaPage>(new { View = view }) { StatusCode = status };
    }
}
