namespace Vitrine.Imaging.Scrubbing.IsoMedia;

/// <summary>
/// What lies in the data boxes (<c>mdat</c>, <c>idat</c>): samples and items that stay, and everything else, which is blanked, pointed
/// to or not. So telemetry goes, and so do leftovers of editors that no table knows any more.
/// </summary>
internal sealed class Runs
{
    /// <summary>About 20 MB of memory; an hour of video has some ten thousand.</summary>
    private const int MostRuns = 400_000;

    private readonly List<Run> runs = [];
    private readonly List<(long At, long End)> rooms = [];

    public void AddRoom(Box data) => rooms.Add((data.DataAt, data.End));

    /// <param name="length">Null where it cannot be known: then up to what comes next.</param>
    public void Keep(long at, long? length) => Add(new Run(at, length ?? -1, Kept: true, null));

    public void Drop(long at, long? length) => Add(new Run(at, length ?? -1, Kept: false, null));

    public void Replace(long at, byte[] bytes) => Add(new Run(at, bytes.Length, Kept: true, bytes));

    public void Apply(Patches patches)
    {
        runs.Sort((one, other) => one.At.CompareTo(other.At));
        var (next, ahead, met) = (0, 0, 0);
        foreach (var (at, end) in rooms.OrderBy(room => room.At))
        {
            while (next < runs.Count && runs[next].At < at) next++;
            met += Apply(patches, at, end, ref next, ref ahead);
        }

        if (met != runs.Count) throw Refuse.Damaged("A table points to somewhere that is no data.");
    }

    private int Apply(Patches patches, long at, long end, ref int next, ref int ahead)
    {
        var (keptEnd, droppedEnd, first) = (at, at, next);
        for (; next < runs.Count && runs[next].At < end; next++)
        {
            var run = runs[next];
            var runEnd = run.Length >= 0 ? run.At + run.Length : Math.Min(NextStart(run.At, ref ahead), end);
            if (runEnd > end || runEnd < run.At) throw Refuse.Damaged($"A sample at {run.At} ends behind its data.");
            var from = run.Bytes is not null ? Math.Max(keptEnd, droppedEnd) : run.Kept ? droppedEnd : keptEnd;
            if (run.At < from) throw Refuse.Damaged($"What stays and what goes overlap at {run.At}.");
            if (!run.Kept)
            {
                droppedEnd = Math.Max(droppedEnd, runEnd);
                continue;
            }

            patches.Blank(keptEnd, run.At - keptEnd);
            keptEnd = Math.Max(keptEnd, runEnd);
            if (run.Bytes is not { } bytes) continue;
            patches.Replace(run.At, bytes);
            droppedEnd = runEnd;
        }

        patches.Blank(keptEnd, end - keptEnd);
        return next - first;
    }

    /// <summary>Asked in the order of the runs, so it walks over them once in all.</summary>
    private long NextStart(long at, ref int ahead)
    {
        while (ahead < runs.Count && runs[ahead].At <= at) ahead++;
        return ahead < runs.Count ? runs[ahead].At : long.MaxValue;
    }

    private void Add(Run run)
    {
        if (run.Length == 0) return;
        if (runs.Count == MostRuns) throw Refuse.TooManyParts($"More than {MostRuns} pieces of sound and picture.");
        runs.Add(run);
    }

    private readonly record struct Run(long At, long Length, bool Kept, byte[]? Bytes);
}
