namespace Vitrine.Library.Audit;

/// <summary>
/// Who did what, for admins: newest first, never changed. An entry is written after what it tells of has been done, so a node that dies in between
/// leaves the deed without its entry, never an entry without its deed. Passes <c>AuditLogContract</c>.
/// </summary>
public interface IAuditLog
{
    /// <summary>The most entries that one page looks at, so that a filter that fits few costs no more than one that fits all.</summary>
    const int MostLookedAt = 2_000;

    Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>
    /// At most <paramref name="limit"/> entries that fit, newest first. A page may hold fewer and still have a next one: it looked at
    /// <see cref="MostLookedAt"/> entries and goes on from there.
    /// </summary>
    Task<Page<AuditEntry>> PageAsync(AuditFilter filter, Cursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>Removes what happened before a moment; at most <paramref name="limit"/> entries a call. Returns how many. Where rows end by themselves, none.</summary>
    Task<int> ForgetAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}
