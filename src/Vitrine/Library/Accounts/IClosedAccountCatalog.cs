namespace Vitrine.Library.Accounts;

/// <summary>
/// Accounts on their way out: closed, so that nobody gets in and what they share is refused, and brought back or purged some time later. One
/// transaction per member but <see cref="ClearAsync"/>. Every implementation passes <c>ClosedAccountContract</c>.
/// </summary>
public interface IClosedAccountCatalog
{
    /// <summary>
    /// Closes an account: it is disabled, and its sessions, keys and links for a new password end. One that is closed keeps its time. <c>LastAdmin</c> when no
    /// admin would remain.
    /// </summary>
    Task<AccountChange> CloseAsync(AccountId id, CancellationToken cancellationToken);

    /// <summary>Brings a closed account back; it may sign in again. False when it is not closed, or its purge has begun.</summary>
    Task<bool> ReopenAsync(AccountId id, CancellationToken cancellationToken);

    /// <summary>There is no way back from now on. True also where it had begun; false when the account is not closed.</summary>
    Task<bool> BeginPurgeAsync(AccountId id, CancellationToken cancellationToken);

    /// <summary>Accounts that were closed before a moment, the first ones first; those that are being purged too. May lag a second. <paramref name="limit"/> is 1 to 100.</summary>
    Task<IReadOnlyList<Account>> ClosedBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Removes what hangs on an account that is being purged and is of no other catalog's to remove (what it signed in with, counters), and
    /// at last its own row, with which its name is free. False, and the row stays, as long as it has an item (a tombstone too), an upload under way,
    /// an album, a link, something public or a part in an album. True once there is no such account. Repeatable; killed halfway, it is called again.
    /// </summary>
    Task<bool> ClearAsync(AccountId id, CancellationToken cancellationToken);
}
