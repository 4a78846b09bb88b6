using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;
using Vitrine.Web.Json;

namespace Vitrine.Features.Trash.Api;

/// <summary>Many items at once. The count is confirmed before anything is done (RULES 16).</summary>
public static class SelectionEndpoints
{
    public static void MapSelection(this IEndpointRouteBuilder app) => app.MapApi("Trash")
        .MapPost("/media/selection", ApplyAsync).Audits(AuditAct.ItemsTrashed)
        .WithName("applyToSelection")
        .WithSummary("Trash, restore or delete many items")
        .WithDescription("First without `confirm`: answers the count. Then with the count as `confirm` and the answered `asOf`: does it. More than 500 items become a change that goes on by itself (202).")
        .Produces<SelectionAnswer>()
        .Produces<SelectionAnswer>(StatusCodes.Status202Accepted)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> ApplyAsync(
        HttpContext context,
        SelectionJson json,
        Selecting selecting,
        IMediaCatalog catalog,
        Removal removal,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (parsed, wrong) = SelectionParsing.Parse(json);
        if (parsed is null) return Problems.Of(ProblemCode.InvalidRequest, wrong);
        var (scope, asOf) = (context.Visitor().Scope, parsed.AsOf ?? MediaId.New(time));

        // Only trash takes ranges, so only trash is ever more than what is done at once.
        var outcome = await selecting.DecideAsync(
            context.Visitor().Account!.Id, scope, BulkChangeKind.Trash, parsed with { AsOf = asOf }, json.Confirm, cancellationToken);
        return outcome switch
        {
            SelectionOutcome.Few few => Answer(few.Ids.Count, await ChangeAllAsync(few.Ids)),
            SelectionOutcome.Counted counted => Answer(counted.Count, done: 0),
            SelectionOutcome.Started started => Begun(started.Change),
            SelectionOutcome.Refused refused => Problems.Of(refused.Problem, refused.Sentence),
            _ => throw new InvalidOperationException($"Unknown outcome {outcome}."),
        };

        IResult Answer(long count, int done)
        {
            context.Audits(done, ActOf(json.Action));
            return Results.Ok(new SelectionAnswer(count, done, asOf.ToString()));
        }

        IResult Begun(BulkChange change)
        {
            context.Audits(change.Total);
            return Results.Json(
                new SelectionAnswer(change.Total, 0, asOf.ToString(), ChangeJson.From(change)), TrashJson.Default.SelectionAnswer, statusCode: StatusCodes.Status202Accepted);
        }

        async Task<int> ChangeAllAsync(IReadOnlyList<MediaId> ids)
        {
            var done = 0;
            foreach (var id in ids)
                if (await ChangeAsync(json.Action, scope, id, catalog, removal, cancellationToken)) done++;
            return done;
        }
    }

    private static AuditAct ActOf(SelectionAction action) => action switch
    {
        SelectionAction.Trash => AuditAct.ItemsTrashed,
        SelectionAction.Restore => AuditAct.ItemsRestored,
        _ => AuditAct.ItemsDeleted,
    };

    private static async Task<bool> ChangeAsync(
        SelectionAction action, Scope scope, MediaId id, IMediaCatalog catalog, Removal removal, CancellationToken cancellationToken) => action switch
        {
            SelectionAction.Trash => await catalog.PutInTrashAsync(scope, id, cancellationToken) is not null,
            SelectionAction.Restore => await catalog.RestoreAsync(scope, id, cancellationToken) is not null,
            _ => await removal.PurgeAsync(scope, id, cancellationToken),
        };
}
