using System.ComponentModel;
using Vitrine.Library;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Administration.Api;

/// <summary>Deleting accounts by JSON: routes of the group of admins (<see cref="AccountsApi"/>).</summary>
internal static class ClosingApi
{
    public static void MapAccountClosingApi(this IEndpointRouteBuilder api)
    {
        api.MapDelete("/accounts/{id}", DeleteAsync).Audits(AuditAct.AccountClosed)
            .WithName("deleteAccount")
            .WithSummary("Delete an account")
            .WithDescription("It is closed at once; all that it has is removed when its days are over (those of the trash), or from now on with `permanent=true`. Repeating it changes nothing.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        api.MapPost("/accounts/{id}/restore", RestoreAsync).Audits(AuditAct.AccountReopened)
            .WithName("restoreAccount")
            .WithSummary("Bring a deleted account back")
            .WithDescription("Sessions and API keys that ended stay ended.")
            .Produces<AccountJson>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> DeleteAsync(
        HttpContext context, AccountDesk desk, AccountClosing closing, string id,
        [Description("`true`: remove all that it has from now on, with no way back.")] bool? permanent, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, cancellationToken) is not { } account) return Problems.Of(ProblemCode.NotFound);
        context.Audit().Name = account.Name;
        switch (await closing.CloseAsync(account.Id, cancellationToken))
        {
            case AccountChange.LastAdmin:
                return Problems.Of(ProblemCode.LastAdmin);
            case AccountChange.Absent:
                return Problems.Of(ProblemCode.NotFound);
        }

        if (permanent != true) return Results.NoContent();
        context.Audit().Act = AuditAct.AccountPurged;
        return await closing.PurgeAsync(account.Id, cancellationToken) ? Results.NoContent() : Problems.Of(ProblemCode.NotFound);
    }

    private static async Task<IResult> RestoreAsync(
        HttpContext context, AccountDesk desk, AccountClosing closing, IAccountCatalog accounts, IUploadCatalog uploads, string id, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, cancellationToken) is not { } account) return Problems.Of(ProblemCode.NotFound);
        context.Audit().Name = account.Name;
        if (account.ClosedAt is not null && !await closing.ReopenAsync(account.Id, cancellationToken)) return Problems.Of(ProblemCode.AccountClosed);
        return await accounts.FindAsync(account.Id, cancellationToken) is { } back
            ? Results.Ok(AccountJson.From(back, await uploads.UsageAsync(back.Id, cancellationToken)))
            : Problems.Of(ProblemCode.NotFound);
    }
}
