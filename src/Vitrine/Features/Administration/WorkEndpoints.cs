using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Audit;
using Vitrine.Library.Mailing;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Administration;

/// <summary>What waits for workers, and the files that defeated them, without what they show: that stays their owner's.</summary>
internal static class WorkEndpoints
{
    private const int MostShown = 100;

    public static void MapWorkPage(this IEndpointRouteBuilder admin)
    {
        admin.MapGet("/work", ShowAsync).Admits(Who.Admins);
        admin.MapPost("/work/retry", RetryAsync).ValidatesForm().Audits(AuditAct.WorkRetried).Admits(Who.Admins);
    }

    private static async Task<IResult> ShowAsync(
        IMediaCatalog catalog, IAccountCatalog accounts, IJobQueue jobs, Outbox outbox, MailTrouble mail, CancellationToken cancellationToken)
    {
        var names = new Dictionary<AccountId, string>();
        var rows = new List<FailedRow>();
        foreach (var item in await catalog.FailedAsync(MostShown, cancellationToken))
        {
            if (!names.TryGetValue(item.Owner, out var owner))
                names[item.Owner] = owner = (await accounts.FindAsync(item.Owner, cancellationToken))?.Name ?? "somebody who is gone";
            rows.Add(new FailedRow(item, owner, item.Problem is { } code ? Problems.All[code].Title : "Unknown"));
        }

        return Pages.Show<WorkPage>(new
        {
            Waiting = await jobs.WaitingAsync(cancellationToken),
            Failed = rows,
            MayBeMore = rows.Count == MostShown,
            Mail = outbox.IsOn ? await mail.ReadAsync(cancellationToken) : null,
        });
    }

    /// <summary>One item, or all that the page shows.</summary>
    private static async Task<IResult> RetryAsync(
        HttpContext context, IMediaCatalog catalog, AnotherTry tries, CancellationToken cancellationToken)
    {
        var asked = context.Form().Text("id");
        IReadOnlyList<MediaId> ids = asked.Length == 0 ? [.. (await catalog.FailedAsync(MostShown, cancellationToken)).Select(item => item.Id)]
            : MediaId.TryParse(asked, out var one) && await catalog.FindAsync(Scope.Everything, one, cancellationToken) is { State: MediaState.Failed } ? [one]
            : [];
        var again = await tries.StartAsync(Scope.Everything, ids, cancellationToken);
        (context.Audit().NothingDone, context.Audit().Name) = (again == 0, Wording.Count(again, "item"));
        if (again > 0) new Notice(NoticeKind.Retried, again, []).Announce(context);
        return Pages.SeeOther("/admin/work");
    }
}

/// <param name="Why">The problem's title.</param>
public sealed record FailedRow(MediaItem Item, string Owner, string Why);
