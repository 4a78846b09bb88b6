using Vitrine.Library;
using Vitrine.Library.Audit;
using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Metadata.DynamoDb.Site;

/// <summary>
/// A partition per month, sorted by time and id. Deeds are rare, a thousandth of what a partition takes, so one is enough. Rows end by their time to live.
/// </summary>
internal sealed class DynamoAuditLog(DynamoTable table, AuditOptions options, TimeProvider time) : IAuditLog
{
    public Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken) => table.WriteAsync(
        Write.Put(RowKey.Deed(MonthOf(entry.At), entry.Id), new Attributes()
            .Add("id", entry.Id.ToString("N")).Add("ac", entry.Actor?.ToString()).Add("an", entry.ActorName).Add("do", entry.Act.ToString())
            .Add("su", entry.Subject.Length > 0 ? entry.Subject : null).Add("na", entry.Name).Add("ne", entry.Network).AddRemoval(entry.At.AddDays(options.Days))),
        cancellationToken);

    public async Task<Page<AuditEntry>> PageAsync(AuditFilter filter, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var kept = Ids.FirstAt(now.AddDays(-options.Days));
        var paging = new AuditPaging(filter, limit);
        var (before, from) = paging.Bounds(after);
        if (from.CompareTo(kept) < 0) from = kept;
        for (var month = Earlier(now, before); month >= MonthOf(Ids.MadeAt(from)); month = month.AddMonths(-1))
        {
            while (true)
            {
                var wanted = paging.Wanted;
                var range = new KeyRange(null, RowKey.Deeds(month), $"{from:N}", KeyRange.JustBefore($"{before:N}"), Ascending: false);
                var rows = await table.QueryAsync(range, wanted, cancellationToken);
                foreach (var entry in rows.Select(Read))
                {
                    paging.Look(entry);
                    if (paging.IsFull) return paging.Page(isEnd: false);
                    before = entry.Id;
                }

                if (rows.Count < wanted) break;
            }
        }

        return paging.Page(isEnd: true);
    }

    /// <summary>Nothing: rows end by themselves.</summary>
    public Task<int> ForgetAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => Task.FromResult(0);

    /// <summary>The month to begin in. Clocks of nodes may be apart, so the next one is looked into around its beginning.</summary>
    private static DateOnly Earlier(DateTimeOffset now, Guid before)
    {
        var (latest, asked) = (MonthOf(now.AddHours(1)), MonthOf(Ids.MadeAt(before)));
        return asked < latest ? asked : latest;
    }

    private static DateOnly MonthOf(DateTimeOffset at) => new(at.UtcDateTime.Year, at.UtcDateTime.Month, 1);

    private static AuditEntry Read(Attributes row) => new(
        row.Id("id"),
        AccountId.TryParse(row.TextOrNull("ac"), out var actor) ? actor : null,
        row.Text("an"),
        AuditActs.Parse(row.Text("do")),
        row.TextOrNull("su") ?? "",
        row.TextOrNull("na"),
        row.Text("ne"));
}
