using Vitrine.Library;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Administration;

/// <summary>Deleting somebody's account, bringing it back, and removing it for ever before its time.</summary>
internal static class ClosingEndpoints
{
    public static void MapAccountClosing(this IEndpointRouteBuilder admin)
    {
        var account = admin.MapGroup("/accounts/{id}");
        account.MapGet("/delete", (string id, AccountDesk desk, ClosingCounts counts, AccountClosing closing, CancellationToken cancellationToken) =>
            ShowAsync(id, null, desk, counts, closing, cancellationToken)).Admits(Who.Admins);
        account.MapPost("/delete", CloseAsync).ValidatesForm().Audits(AuditAct.AccountClosed).Admits(Who.Admins);
        account.MapPost("/purge", PurgeAsync).ValidatesForm().Audits(AuditAct.AccountPurged).Admits(Who.Admins);
        account.MapPost("/restore", RestoreAsync).ValidatesForm().Audits(AuditAct.AccountReopened).Admits(Who.Admins);
    }

    /// <summary>Asks whether they mean it: to delete an account, or to remove a deleted one for ever.</summary>
    private static async Task<IResult> ShowAsync(
        string id, FieldError? error, AccountDesk desk, ClosingCounts counts, AccountClosing closing, CancellationToken cancellationToken) =>
        await desk.FindAsync(id, cancellationToken) is { PurgingAt: null } account
            ? Pages.Show<DeleteAccountPage>(
                new { Account = account, Goes = await counts.OfAsync(account.Id, cancellationToken), closing.Days, Error = error }, error?.Status ?? StatusCodes.Status200OK)
            : Problems.Of(ProblemCode.NotFound);

    private static async Task<IResult> CloseAsync(
        string id, HttpContext context, AccountDesk desk, ClosingCounts counts, AccountClosing closing, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, cancellationToken) is not { ClosedAt: null } account) return Problems.Of(ProblemCode.NotFound);
        if (context.Form().Text("name") != account.Name) return await AgainAsync(ProblemCode.NameNotRepeated);
        switch (await closing.CloseAsync(account.Id, cancellationToken))
        {
            case AccountChange.Changed:
                return Done(context, account, NoticeKind.AccountClosed, closing.Days);
            case AccountChange.LastAdmin:
                return await AgainAsync(ProblemCode.LastAdmin);
            default:
                return Problems.Of(ProblemCode.NotFound);
        }

        Task<IResult> AgainAsync(ProblemCode code) => ShowAsync(id, new FieldError("name", code), desk, counts, closing, cancellationToken);
    }

    private static async Task<IResult> PurgeAsync(
        string id, HttpContext context, AccountDesk desk, ClosingCounts counts, AccountClosing closing, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, cancellationToken) is not { ClosedAt: not null } account) return Problems.Of(ProblemCode.NotFound);
        if (context.Form().Text("name") != account.Name)
            return await ShowAsync(id, new FieldError("name", ProblemCode.NameNotRepeated), desk, counts, closing, cancellationToken);
        return await closing.PurgeAsync(account.Id, cancellationToken) ? Done(context, account, NoticeKind.AccountPurged, 1) : Problems.Of(ProblemCode.NotFound);
    }

    private static async Task<IResult> RestoreAsync(string id, HttpContext context, AccountDesk desk, AccountClosing closing, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, cancellationToken) is not { } account || !await closing.ReopenAsync(account.Id, cancellationToken)) return Problems.Of(ProblemCode.NotFound);
        context.Audit().Name = account.Name;
        new Notice(NoticeKind.AccountReopened, 1, []).Announce(context);
        return Pages.SeeOther($"/admin/accounts/{account.Id}");
    }

    private static IResult Done(HttpContext context, Account account, NoticeKind kind, int count)
    {
        context.Audit().Name = account.Name;
        new Notice(kind, count, []).Announce(context);
        return Pages.SeeOther("/admin/accounts");
    }
}
