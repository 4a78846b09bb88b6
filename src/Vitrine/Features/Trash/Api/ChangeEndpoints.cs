using Vitrine.Library;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;
using Vitrine.Web.Json;

namespace Vitrine.Features.Trash.Api;

/// <summary>Changes of many items: how far they are, cancel, undo.</summary>
public static class ChangeEndpoints
{
    public static void MapChanges(this IEndpointRouteBuilder app)
    {
        var changes = app.MapApi("Trash");
        changes.MapGet("/changes", ListAsync)
            .WithName("listChanges")
            .WithSummary("Changes of many items, newest first")
            .Produces<ChangesJson>();
        changes.MapGet("/changes/{id}", ShowAsync)
            .WithName("getChange")
            .WithSummary("How far a change is")
            .Produces<ChangeJson>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        changes.MapDelete("/changes/{id}", CancelAsync).Audits(AuditAct.ChangeStopped)
            .WithName("cancelChange")
            .WithSummary("Cancel a change")
            .WithDescription("It ends after the step that is under way; what is done stays done, and can be undone.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound);
        changes.MapPost("/changes/{id}/undo", UndoAsync).Audits(AuditAct.ChangeUndone)
            .WithName("undoChange")
            .WithSummary("Take back what a change did")
            .WithDescription("Within a day of its end; a change of its own. What was deleted for ever does not come back.")
            .Produces<ChangeJson>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>Null when there is none of this name for this visitor.</summary>
    internal static async Task<BulkChange?> FindAsync(HttpContext context, BulkChanges changes, string id, CancellationToken cancellationToken) =>
        Guid.TryParseExact(id, "N", out var known) && context.Visitor() is { Account: { } account } visitor && visitor.Scope.Includes(account.Id)
            ? await changes.FindAsync(account.Id, known, cancellationToken)
            : null;

    private static async Task<IResult> ListAsync(HttpContext context, BulkChanges changes, CancellationToken cancellationToken)
    {
        var visitor = context.Visitor();
        var all = visitor.Scope.Includes(visitor.Account!.Id) ? await changes.ListAsync(visitor.Account.Id, cancellationToken) : [];
        return Results.Ok(new ChangesJson([.. all.Select(ChangeJson.From)]));
    }

    private static async Task<IResult> ShowAsync(HttpContext context, BulkChanges changes, string id, CancellationToken cancellationToken) =>
        await FindAsync(context, changes, id, cancellationToken) is { } change ? Results.Ok(ChangeJson.From(change)) : Problems.Of(ProblemCode.NotFound);

    private static async Task<IResult> CancelAsync(HttpContext context, BulkChanges changes, string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(context, changes, id, cancellationToken) is not { } change) return Problems.Of(ProblemCode.NotFound);
        await changes.CancelAsync(change, cancellationToken);
        return Results.NoContent();
    }

    private static async Task<IResult> UndoAsync(HttpContext context, BulkChanges changes, string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(context, changes, id, cancellationToken) is not { } change) return Problems.Of(ProblemCode.NotFound);
        return await changes.UndoAsync(change, cancellationToken) is { } undo
            ? Results.Json(ChangeJson.From(undo), TrashJson.Default.ChangeJson, statusCode: StatusCodes.Status202Accepted)
            : Problems.Of(ProblemCode.ChangeUnderWay, "A change can be undone once it ended, within a day, and while no other is under way; what was deleted for ever cannot.");
    }
}
