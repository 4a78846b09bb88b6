using System.Collections.Concurrent;

namespace Vitrine.Library.Access;

/// <summary>
/// Whether the owner of what others look at has not deleted the account. Asked for every request of a member, so the row is read again after half a
/// second at most (RULES 19): what is closed on one node is refused on all within a second.
/// </summary>
public sealed class OpenOwners(IAccountCatalog accounts, TimeProvider time)
{
    private const int Most = 10_000;
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<AccountId, (bool IsOpen, long ReadAt)> known = new();

    public async ValueTask<bool> IsOpenAsync(AccountId owner, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(owner, out var found) && time.GetElapsedTime(found.ReadAt) < Longest) return found.IsOpen;
        var readAt = time.GetTimestamp();
        var isOpen = await accounts.FindAsync(owner, cancellationToken) is not { ClosedAt: not null };
        if (known.Count >= Most) known.Clear();
        known[owner] = (isOpen, readAt);
        return isOpen;
    }
}
