namespace Vitrine.Library.Audit;

/// <summary>What all backends do alike: look at entries newest first, keep those that fit, stop when a page is full or enough was looked at.</summary>
public sealed class AuditPaging(AuditFilter filter, int limit)
{
    private readonly List<AuditEntry> fitting = [];
    private int lookedAt;
    private AuditEntry? last;

    public bool IsFull => fitting.Count == limit || lookedAt == IAuditLog.MostLookedAt;

    /// <summary>How many more are worth reading at once.</summary>
    public int Wanted => Math.Min(limit, IAuditLog.MostLookedAt - lookedAt);

    public void Look(AuditEntry entry)
    {
        lookedAt++;
        last = entry;
        if (filter.Fits(entry)) fitting.Add(entry);
    }

    /// <summary>Entries before the one and not before the other are what a page may hold.</summary>
    public (Guid Before, Guid From) Bounds(Cursor? after) => (
        after is null ? Ids.FirstAt(filter.Until ?? DateTimeOffset.MaxValue) : Guid.ParseExact(after.Id, "N"),
        Ids.FirstAt(filter.From ?? DateTimeOffset.UnixEpoch));

    /// <param name="isEnd">There are no older entries within the filter's time.</param>
    public Page<AuditEntry> Page(bool isEnd) => new(fitting, isEnd || last is null ? null : new Cursor("", last.Id.ToString("N")));
}
