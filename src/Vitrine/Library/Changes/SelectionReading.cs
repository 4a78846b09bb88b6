using System.Globalization;
using Vitrine.Library.Access;

namespace Vitrine.Library;

/// <summary>What a selection means in a library. Ids that are absent within the scope are left out.</summary>
public sealed class SelectionReading(IMediaCatalog catalog)
{
    private const int Batch = 100;

    /// <summary>More uploads than this since <see cref="Selection.AsOf"/> are not looked through for a count.</summary>
    private const int MostLater = 5_000;

    /// <summary>The ids, each once, or null when they are more than so many.</summary>
    public async Task<IReadOnlyList<MediaId>?> FindAsync(Scope scope, Selection selection, int most, CancellationToken cancellationToken)
    {
        var chosen = new HashSet<MediaId>();
        foreach (var item in await FindAsync(scope, selection.Ids, cancellationToken)) chosen.Add(item.Id);
        foreach (var stretch in selection.Stretches)
        {
            await foreach (var item in WalkAsync(scope, stretch, cancellationToken))
                if (selection.Means(item) && chosen.Add(item.Id) && chosen.Count > most) return null;
        }

        return [.. chosen];
    }

    /// <summary>
    /// How many items a big selection means. Costs the days of the library, the items of the days that its stretches begin and end in, and
    /// the uploads since; where the catalog's counters lag, so does this. Null when more was uploaded since than can be looked through.
    /// </summary>
    public async Task<long?> CountAsync(Scope scope, Selection selection, CancellationToken cancellationToken)
    {
        if (await NotMeantAsync(scope, selection, cancellationToken) is not { } notMeant) return null;
        var days = await catalog.DaysAsync(scope, cancellationToken);
        long count = 0;
        foreach (var stretch in selection.Stretches)
        {
            foreach (var edge in new[] { stretch.FirstDay, stretch.LastDay }.Distinct())
            {
                await foreach (var item in WalkAsync(scope, stretch.On(edge), cancellationToken))
                    if (selection.Means(item)) count++;
            }

            count += days.Where(day => IsBetween(DayOf(day), stretch)).Sum(day => day.Count);
            count -= notMeant.Count(item => stretch.Holds(item) && IsBetween(item.TakenAt.Wall.Date, stretch));
        }

        var named = await FindAsync(scope, selection.Ids, cancellationToken);
        return count + named.Count(item => !IsCounted(item));

        bool IsCounted(MediaItem item) =>
            item.TrashedAt is null && selection.Means(item) && selection.Stretches.Any(stretch => stretch.Holds(item));
    }

    /// <summary>The next items of a stretch, newest first: at most <see cref="Selection.MostAtOnce"/> are looked at.</summary>
    public async Task<(IReadOnlyList<MediaId> Ids, Cursor? Next)> NextAsync(
        Scope scope, Selection selection, Stretch stretch, Cursor? after, CancellationToken cancellationToken)
    {
        var page = await catalog.PageBetweenAsync(scope, stretch.From.TakenAt, stretch.Until, after, Selection.MostAtOnce, cancellationToken);
        return ([.. page.Items.Where(item => stretch.Holds(item) && selection.Means(item)).Select(item => item.Id)], page.Next);
    }

    private IAsyncEnumerable<MediaItem> WalkAsync(Scope scope, Stretch stretch, CancellationToken cancellationToken) =>
        Paging.AllAsync(after => catalog.PageBetweenAsync(scope, stretch.From.TakenAt, stretch.Until, after, Selection.MostAtOnce, cancellationToken)).Where(stretch.Holds);

    private async Task<List<MediaItem>> FindAsync(Scope scope, IEnumerable<MediaId> ids, CancellationToken cancellationToken)
    {
        var found = new List<MediaItem>();
        foreach (var some in ids.Chunk(Batch)) found.AddRange(await catalog.FindManyAsync(scope, some, cancellationToken));
        return found;
    }

    /// <summary>Live items that the counters hold but the selection does not mean: exceptions, and what was uploaded since.</summary>
    private async Task<IReadOnlyCollection<MediaItem>?> NotMeantAsync(Scope scope, Selection selection, CancellationToken cancellationToken)
    {
        var items = (await FindAsync(scope, selection.Except, cancellationToken)).Where(item => item.TrashedAt is null).ToDictionary(item => item.Id);
        if (selection.AsOf is not { } asOf || selection.Stretches.Count == 0) return items.Values;
        await foreach (var item in Paging.AllAsync(after => catalog.PageAsync(scope, MediaSort.UploadedNewest, after, Selection.MostAtOnce, cancellationToken)))
        {
            if (item.UploadedAt < asOf.MadeAt) break;
            if (item.Id > asOf) items[item.Id] = item;
            if (items.Count > MostLater) return null;
        }

        return items.Values;
    }

    private static bool IsBetween(DateTime day, Stretch stretch) => day > stretch.FirstDay && day < stretch.LastDay;

    private static DateTime DayOf(DayCount day) => DateTime.ParseExact(day.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
