using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Metadata.Items;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Metadata.Sqlite.Work;

namespace Vitrine.Metadata.Sqlite.Media;

/// <summary>How an item's work ends: what a job found goes into the row, under the job's fence.</summary>
internal static class Ending
{
    public static bool Ready(Connection connection, Job job, ReadyMedia ready, NextWork? next, DateTimeOffset now) =>
        End(connection, job, next, now, row => row with { Item = FileFindings.Merge(row.Item, ready) }, ready.Facts);

    public static bool WasRead(Connection connection, Job job, ReadOriginal read, NextWork? next, DateTimeOffset now) =>
        End(connection, job, next, now, row => FileFindings.Merge(row.Item, row.Shelf, read, now) is var (item, shelf) ? row with { Item = item, Shelf = shelf } : row, null);

    public static bool Failed(Connection connection, Job job, ProblemCode problem, DateTimeOffset now) =>
        End(connection, job, null, now, row => row with { Item = row.Item with { State = MediaState.Failed, Problem = problem } }, null);

    /// <summary>A failed item waits for its preview again; a ready one stays ready meanwhile.</summary>
    public static bool Again(Connection connection, Row row, NextWork work, DateTimeOffset now)
    {
        if (!JobRows.Put(connection, row.Item, work)) return false;
        if (row.Item.State == MediaState.Failed)
            Change.Save(connection, row, row with { Item = row.Item with { State = MediaState.Received, Problem = null } }, now);
        return true;
    }

    private static bool End(Connection connection, Job job, NextWork? next, DateTimeOffset now, Func<Row, Row> change, MediaFacts? facts)
    {
        if (JobRows.EndedBefore(connection, job)) return true;
        if (Rows.Find(connection, new MediaId(job.Id)) is not { } row || row.Shelf == Shelf.Purging || !JobRows.End(connection, job, next)) return false;
        Change.Save(connection, row, change(row), now);
        if (facts is not null) Facts.Save(connection, row.Pk, facts);
        return true;
    }
}
