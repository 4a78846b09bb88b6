using System.Collections.Concurrent;

namespace Vitrine.Metadata.DynamoDb.Accounts;

/// <summary>
/// Sessions read in the last half second (RULES 19): a page with a hundred tiles reads its session once or twice, and what another node
/// ends is refused here within a second. What this node changes is forgotten at once.
/// </summary>
internal sealed class RecentSessions(TimeProvider time)
{
    private const int Most = 10_000;
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, (SessionRow Session, AccountRow Account, long ReadAt)> rows = new();
    private long changes;

    public (SessionRow Session, AccountRow Account)? Find(string tokenHash) =>
        rows.TryGetValue(tokenHash, out var found) && time.GetElapsedTime(found.ReadAt) < Longest ? (found.Session, found.Account) : null;

    /// <summary>To be taken before reading.</summary>
    public (long Changes, long ReadAt) Begin() => (Volatile.Read(ref changes), time.GetTimestamp());

    /// <summary>Keeps what was read, unless something changed meanwhile.</summary>
    public void Keep(string tokenHash, SessionRow session, AccountRow account, (long Changes, long ReadAt) begun)
    {
        if (rows.Count >= Most) rows.Clear();
        rows[tokenHash] = (session, account, begun.ReadAt);
        if (Volatile.Read(ref changes) != begun.Changes) rows.TryRemove(tokenHash, out _);
    }

    /// <summary>To be called after each change of sessions or accounts.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref changes);
        rows.Clear();
    }
}
