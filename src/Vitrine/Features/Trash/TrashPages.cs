using Microsoft.AspNetCore.Http.HttpResults;
using Vitrine.Library;
using Vitrine.Library.Audit;
using Vitrine.Settings;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Trash;

/// <summary>
/// The trash as a page, and the forms of every page that delete, restore or purge. They answer with a redirect and a notice that
/// offers Undo; to script, which asks for JSON, with 204.
/// </summary>
public static class TrashPages
{
    private const int TilesPerPage = 100;

    /// <summary>A page of boxes, and what script sends at once.</summary>
    private const int MostIds = 500;

    public static void MapTrashPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/trash").Admits(Who.People).ExcludeFromDescription();
        pages.MapGet("", ShowAsync);
        pages.MapPost("", TrashAsync).ValidatesForm().Audits(AuditAct.ItemsTrashed);
        pages.MapPost("/restore", RestoreAsync).ValidatesForm().Audits(AuditAct.ItemsRestored);
        pages.MapPost("/delete", DeleteAsync).ValidatesForm().Audits(AuditAct.ItemsDeleted);
        pages.MapPost("/empty", EmptyAsync).ValidatesForm().Audits(AuditAct.ItemsDeleted);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, IMediaCatalog catalog, Live<TrashOptions> trash, TimeProvider time, string? after, CancellationToken cancellationToken)
    {
        if (!Cursor.TryRead(after, out var cursor)) return Problems.Of(ProblemCode.NotFound);
        var page = await catalog.TrashAsync(context.Visitor().Scope, cursor, TilesPerPage, cancellationToken);
        var next = page.Next is { } more ? $"/trash?after={more}" : null;
        return new RazorComponentResult<TrashPage>(new { View = new TrashView(page.Items, trash.Value.Days, time.GetUtcNow(), next) });
    }

    private static Task<IResult> TrashAsync(HttpContext context, IMediaCatalog catalog, CancellationToken cancellationToken) =>
        ForEachAsync(context, NoticeKind.Trashed, async id => await catalog.PutInTrashAsync(context.Visitor().Scope, id, cancellationToken) is not null);

    private static Task<IResult> RestoreAsync(HttpContext context, IMediaCatalog catalog, CancellationToken cancellationToken) =>
        ForEachAsync(context, NoticeKind.Restored, async id => await catalog.RestoreAsync(context.Visitor().Scope, id, cancellationToken) is not null);

    private static async Task<IResult> DeleteAsync(HttpContext context, Removal removal, CancellationToken cancellationToken)
    {
        if (!Confirmed(context))
        {
            context.Audit().NothingDone = true;
            return context.Form().MediaIds() is { Count: > 0 } ids ? Ask(ids) : Results.LocalRedirect("/trash");
        }

        return await ForEachAsync(context, NoticeKind.Deleted, id => removal.PurgeAsync(context.Visitor().Scope, id, cancellationToken));
    }

    private static async Task<IResult> EmptyAsync(HttpContext context, Emptying emptying, TimeProvider time, CancellationToken cancellationToken)
    {
        var (owner, scope) = (context.Visitor().Account!.Id, context.Visitor().Scope);
        if (!Confirmed(context) || !MediaId.TryParse(context.Form().Text("asOf"), out var asOf)) return await AskForAllAsync(context, emptying, MediaId.New(time), cancellationToken);
        switch (await emptying.EmptyAsync(owner, scope, asOf, cancellationToken))
        {
            case SelectionOutcome.Started { Change: var change }:
                context.Audits(change.Total);
                return Results.LocalRedirect(ManyPages.PathOf(change));
            case SelectionOutcome.Few { Ids.Count: var gone }:
                context.Audits(gone);
                if (gone > 0) new Notice(NoticeKind.Deleted, gone, []).Announce(context);
                return Results.LocalRedirect("/trash");
            default:
                return Problems.Of(ProblemCode.ChangeUnderWay);
        }
    }

    private static async Task<IResult> AskForAllAsync(HttpContext context, Emptying emptying, MediaId asOf, CancellationToken cancellationToken)
    {
        context.Audit().NothingDone = true;
        var count = await emptying.CountAsync(context.Visitor().Scope, asOf, cancellationToken);
        return count == 0
            ? Results.LocalRedirect("/trash")
            : new RazorComponentResult<ConfirmPage>(new { Ids = (IReadOnlyList<MediaId>)[], Count = count, AsOf = asOf.ToString() });
    }

    private static async Task<IResult> ForEachAsync(HttpContext context, NoticeKind done, Func<MediaId, Task<bool>> change)
    {
        var ids = context.Form().MediaIds();
        if (ids.Count > MostIds) return Problems.Of(ProblemCode.InvalidRequest, $"At most {MostIds} items at once.");
        var changed = new List<MediaId>(ids.Count);
        foreach (var id in ids)
            if (await change(id)) changed.Add(id);
        context.Audits(changed.Count);
        if (!context.Request.WantsPage()) return Results.NoContent();

        if (changed.Count > 0) new Notice(done, changed.Count, done == NoticeKind.Trashed ? changed : []).Announce(context);
        return Results.LocalRedirect(done == NoticeKind.Deleted ? "/trash" : LocalPath.OrHome(context.Form().Text("back")));
    }

    private static RazorComponentResult<ConfirmPage> Ask(IReadOnlyList<MediaId> ids) => new(new { Ids = ids });

    private static bool Confirmed(HttpContext context) => context.Form().Text("confirmed") == "yes";
}
