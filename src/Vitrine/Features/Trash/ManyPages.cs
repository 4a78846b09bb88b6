using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Vitrine.Features.Trash.Api;
using Vitrine.Library;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Trash;

/// <summary>The whole library to the trash, without script too: the question with the count, then a page that shows how far it is.</summary>
public static class ManyPages
{
    public static void MapManyPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/trash").Admits(Who.People).ExcludeFromDescription();
        pages.MapGet("/all", AskAsync);
        pages.MapPost("/all", StartAsync).ValidatesForm().Audits(AuditAct.ItemsTrashed);
        pages.MapGet("/changes/{id}", ShowAsync);
        pages.MapPost("/changes/{id}/cancel", CancelAsync).ValidatesForm().Audits(AuditAct.ChangeStopped);
        pages.MapPost("/changes/{id}/undo", UndoAsync).ValidatesForm().Audits(AuditAct.ChangeUndone);
    }

    private static Task<IResult> AskAsync(HttpContext context, Selecting selecting, IMediaCatalog catalog, TimeProvider time, CancellationToken cancellationToken) =>
        DecideAsync(context, selecting, catalog, MediaId.New(time), null, cancellationToken);

    private static Task<IResult> StartAsync(HttpContext context, Selecting selecting, IMediaCatalog catalog, CancellationToken cancellationToken)
    {
        var form = context.Form();
        if (!MediaId.TryParse(form.Text("asOf"), out var asOf) || !long.TryParse(form.Text("confirm"), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return Task.FromResult(Problems.Of(ProblemCode.InvalidRequest));
        return DecideAsync(context, selecting, catalog, asOf, count, cancellationToken);
    }

    private static async Task<IResult> DecideAsync(
        HttpContext context, Selecting selecting, IMediaCatalog catalog, MediaId asOf, long? confirmed, CancellationToken cancellationToken)
    {
        var (owner, scope) = (context.Visitor().Account!.Id, context.Visitor().Scope);
        var everything = new Selection { Stretches = [Stretch.Whole], AsOf = asOf };
        switch (await selecting.DecideAsync(owner, scope, BulkChangeKind.Trash, everything, confirmed, cancellationToken))
        {
            case SelectionOutcome.Started started:
                context.Audits(started.Change.Total);
                return Results.LocalRedirect(PathOf(started.Change));
            case SelectionOutcome.Refused refused:
                return Problems.Of(refused.Problem, refused.Sentence);
            case SelectionOutcome.Counted counted:
                return new RazorComponentResult<AllPage>(new { counted.Count, AsOf = asOf.ToString() });
            case SelectionOutcome.Few few:
                context.Audits(few.Ids.Count);
                foreach (var id in few.Ids) await catalog.PutInTrashAsync(scope, id, cancellationToken);
                new Notice(NoticeKind.Trashed, few.Ids.Count, few.Ids).Announce(context);
                return Results.LocalRedirect("/");
            case var unknown:
                throw new InvalidOperationException($"Unknown outcome {unknown}.");
        }
    }

    private static async Task<IResult> ShowAsync(HttpContext context, BulkChanges changes, string id, CancellationToken cancellationToken) =>
        await ChangeEndpoints.FindAsync(context, changes, id, cancellationToken) is { } change
            ? new RazorComponentResult<ChangePage>(new { Change = change })
            : Problems.Of(ProblemCode.NotFound);

    private static async Task<IResult> CancelAsync(HttpContext context, BulkChanges changes, string id, CancellationToken cancellationToken)
    {
        if (await ChangeEndpoints.FindAsync(context, changes, id, cancellationToken) is not { } change) return Problems.Of(ProblemCode.NotFound);
        await changes.CancelAsync(change, cancellationToken);
        return Results.LocalRedirect(PathOf(change));
    }

    private static async Task<IResult> UndoAsync(HttpContext context, BulkChanges changes, string id, CancellationToken cancellationToken)
    {
        if (await ChangeEndpoints.FindAsync(context, changes, id, cancellationToken) is not { } change) return Problems.Of(ProblemCode.NotFound);
        return await changes.UndoAsync(change, cancellationToken) is { } undo ? Results.LocalRedirect(PathOf(undo)) : Problems.Of(ProblemCode.ChangeUnderWay);
    }

    internal static string PathOf(BulkChange change) => $"/trash/changes/{change.Id:N}";
}
