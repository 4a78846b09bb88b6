using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Metadata.Sqlite.Work;

namespace Vitrine.Metadata.Sqlite.Media;

/// <summary>How an item's work ends: what a job found goes into the row, under the job's fence.</summary>
internal static class Ending
{
    public static bool Ready(Connection connection, Job job, ReadyMedia ready, NextWork? next, DateTimeOffset now)
    {
        if (JobRows.EndedBefore(connection, job)) return true;
        if (Rows.Find(connection, new MediaId(job.Id)) is not { } row || row.Shelf == Shelf.Purging || !JobRows.End(connection, job, next)) return false;
        Change.Save(connection, row, row with { Item = Merge(row, ready) }, now);
        if (ready.Facts is { } facts) Facts.Save(connection, row.Pk, facts);
        return true;
    }

    public static bool Failed(Connection connection, Job job, ProblemCode problem, DateTimeOffset now)
    {
        if (JobRows.EndedBefore(connection, job)) return true;
        if (Rows.Find(connection, new MediaId(job.Id)) is not { } row || row.Shelf == Shelf.Purging || !JobRows.End(connection, job, next: null)) return false;
        Change.Save(connection, row, row with { Item = row.Item with { State = MediaState.Failed, Problem = problem } }, now);
        return true;
    }

    /// <summary>A failed item waits for its preview again; a ready one stays ready meanwhile.</summary>
    public static bool Again(Connection connection, Row row, NextWork work, DateTimeOffset now)
    {
        if (!JobRows.Put(connection, row.Item, work)) return false;
        if (row.Item.State == MediaState.Failed)
            Change.Save(connection, row, row with { Item = row.Item with { State = MediaState.Received, Problem = null } }, now);
        return true;
    }

    private static MediaItem Merge(Row row, ReadyMedia ready)
    {
        var item = row.Item;
        var dated = !ByPersonHas(ByPerson.TakenAt) && ready.TakenAt is not null;
        return item with
        {
            State = MediaState.Ready,
            Problem = ready.Problem,
            Width = ready.Width ?? item.Width,
            Height = ready.Height ?? item.Height,
            Duration = ready.Duration ?? item.Duration,
            TakenAt = dated ? ready.TakenAt!.Value : item.TakenAt,
            TakenOffsetMinutes = dated ? ready.TakenOffsetMinutes : item.TakenOffsetMinutes,
            TakenFrom = dated ? ready.TakenFrom ?? item.TakenFrom : item.TakenFrom,
            Latitude = ready.Latitude ?? item.Latitude,
            Longitude = ready.Longitude ?? item.Longitude,
            Thumbhash = ready.Thumbhash ?? item.Thumbhash,
            DominantColour = ready.DominantColour ?? item.DominantColour,
            Title = ByPersonHas(ByPerson.Title) ? item.Title : ready.Title ?? item.Title,
            Description = ByPersonHas(ByPerson.Description) ? item.Description : ready.Description ?? item.Description,
            Tags = ByPersonHas(ByPerson.Tags) ? item.Tags : ready.Tags ?? item.Tags,
            Recipe = ready.Recipe ?? item.Recipe,
            Renditions = Merge(item, ready),
        };

        bool ByPersonHas(ByPerson field) => row.ByPerson.HasFlag(field);
    }

    private static IReadOnlyList<Rendition> Merge(MediaItem item, ReadyMedia ready)
    {
        if (ready.Recipe is null || ready.Recipe == item.Recipe)
            return [.. item.Renditions.Where(old => ready.Renditions.All(made => made.Name != old.Name)), .. ready.Renditions];
        return ready.Renditions;
    }
}
