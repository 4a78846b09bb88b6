using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Json;

namespace Vitrine.Features.Trash.Api;

/// <summary>Many items at once. The count is confirmed before anything is done (RULES 16).</summary>
public static class SelectionEndpoints
{
    public static void MapSelection(this IEndpointRouteBuilder app) => app.MapApi("Trash")
        .MapPost("/media/selection", ApplyAsync)
        .WithName("applyToSelection")
        .WithSummary("Trash, restore or delete many items")
        .WithDescription("First without `confirm`: answers the count. Then with the count as `confirm`: does it. At most 500 items; each is one change of its own.")
        .Produces<SelectionAnswer>()
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<IResult> ApplyAsync(
        HttpContext context,
        SelectionJson selection,
        Selection selecting,
        IMediaCatalog catalog,
        Removal removal,
        CancellationToken cancellationToken)
    {
        var scope = context.Visitor().Scope;
        var (ids, wrong) = await selecting.FindAsync(scope, selection, cancellationToken);
        if (wrong is not null) return Problems.Of(ProblemCode.InvalidRequest, wrong);
        if (selection.Confirm != ids.Count) return Results.Ok(new SelectionAnswer(ids.Count, Done: 0));
        var done = 0;
        foreach (var id in ids)
            if (await ChangeAsync(selection.Action, scope, id, catalog, removal, cancellationToken)) done++;
        return Results.Ok(new SelectionAnswer(ids.Count, done));
    }

    private static async Task<bool> ChangeAsync(
        SelectionAction action, Scope scope, MediaId id, IMediaCatalog catalog, Removal removal, CancellationToken cancellationToken) => action switch
        {
            SelectionAction.Trash => await catalog.PutInTrashAsync(scope, id, cancellationToken) is not null,
            SelectionAction.Restore => await catalog.RestoreAsync(scope, id, cancellationToken) is not null,
            _ => await removal.PurgeAsync(scope, id, cancellationToken),
        };
}
