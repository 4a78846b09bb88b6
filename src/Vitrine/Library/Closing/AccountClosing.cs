using Vitrine.Jobs;
using Vitrine.Library.Accounts;
using Vitrine.Settings;

namespace Vitrine.Library;

/// <summary>
/// Deleting an account: closed at once, and after the days of the trash purged by a job, which an admin may also begin at once. Until then an admin can
/// bring it back as it was, with other sessions and keys.
/// </summary>
public sealed class AccountClosing(IClosedAccountCatalog catalog, IJobQueue queue, Live<TrashOptions> trash, TimeProvider time)
{
    internal const string JobKind = "account-purge";

    private const int Batch = 100;

    /// <summary>As owner of the jobs: purges take turns among themselves, and an account that goes has no turn of its own.</summary>
    private static readonly Guid Nobody = Guid.Empty;

    public int Days => trash.Value.Days;

    public Task<AccountChange> CloseAsync(AccountId id, CancellationToken cancellationToken) => catalog.CloseAsync(id, cancellationToken);

    public Task<bool> ReopenAsync(AccountId id, CancellationToken cancellationToken) => catalog.ReopenAsync(id, cancellationToken);

    /// <summary>When a closed account is purged; null for one that is not closed.</summary>
    public DateTimeOffset? PurgeDue(Account account) => account.ClosedAt?.AddDays(trash.Value.Days);

    /// <summary>Begins the purge of a closed account, from which there is no way back. Asked twice, it is the same purge. False when it is not closed.</summary>
    public async Task<bool> PurgeAsync(AccountId id, CancellationToken cancellationToken)
    {
        if (!await catalog.BeginPurgeAsync(id, cancellationToken)) return false;
        await queue.EnqueueAsync(new NewJob(id.Value, JobKind, Lanes.Ordinary, Nobody, time.GetUtcNow(), Payload: null), cancellationToken);
        return true;
    }

    /// <summary>For the sweeper: begins what is due. Returns how many accounts are on their way out for ever.</summary>
    internal async Task<int> PurgeDueAsync(CancellationToken cancellationToken)
    {
        var begun = 0;
        foreach (var account in await catalog.ClosedBeforeAsync(time.GetUtcNow().AddDays(-trash.Value.Days), Batch, cancellationToken))
        {
            if (await PurgeAsync(account.Id, cancellationToken)) begun++;
        }

        return begun;
    }
}
