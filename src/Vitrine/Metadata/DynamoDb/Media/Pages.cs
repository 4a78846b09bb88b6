using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Metadata.DynamoDb.Media;

/// <summary>Pages of a library by keyset: each reads one stretch of one partition, however deep it lies.</summary>
internal sealed class Pages(DynamoTable table, Editing editing)
{
    /// <summary>Only the timeline is read from the table; the other orders are indexes of the same rows and may lag.</summary>
    private static readonly Dictionary<MediaSort, (string? Index, bool Ascending)> Orders = new()
    {
        [MediaSort.TakenNewest] = (null, false),
        [MediaSort.TakenOldest] = (null, true),
        [MediaSort.UploadedNewest] = ("g1", false),
        [MediaSort.UploadedOldest] = ("g1", true),
        [MediaSort.NameAscending] = ("g2", true),
        [MediaSort.NameDescending] = ("g2", false),
        [MediaSort.LargestFirst] = ("g3", false),
        [MediaSort.SmallestFirst] = ("g3", true),
    };

    private static readonly Page<MediaItem> Empty = new([], null);

    public async Task<Page<MediaItem>> InOrderAsync(AccountId owner, MediaSort sort, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        if (after is not null && !SortKey.Fits(sort, after)) return Empty;
        var (index, ascending) = Orders[sort];
        var stretch = KeyRange.All(index, RowKey.Library(owner), ascending);
        if (after is not null) stretch = stretch.Beyond(Tiles.SortOf(after, sort));
        return await CutAsync(stretch, limit, item => SortKey.Of(item, sort), cancellationToken);
    }

    public async Task<Page<MediaItem>> InSectionAsync(
        AccountId owner, TakenAt from, TakenAt until, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        if (after is not null && !SortKey.Fits(MediaSort.TakenNewest, after)) return Empty;
        var stretch = new KeyRange(null, RowKey.Library(owner), from.ToString(), until.ToString(), Ascending: false);
        if (after is not null && string.CompareOrdinal(after.Key, until.ToString()) < 0) stretch = stretch.Beyond(Tiles.SortOf(after, MediaSort.TakenNewest));
        return await CutAsync(stretch, limit, item => item.TakenAt.ToString(), cancellationToken);
    }

    public async Task<Page<MediaItem>> InTrashAsync(AccountId owner, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        if (after is not null && !SortKey.TryParse(after.Key, out DateTimeOffset _)) return Empty;
        var stretch = KeyRange.All(null, RowKey.Trash(owner), ascending: false);
        if (after is not null) stretch = stretch.Beyond(Tiles.TrashSort(after.Key, Tiles.IdOf(after)));
        return await CutAsync(stretch, limit, item => SortKey.Of(item.TrashedAt!.Value), cancellationToken);
    }

    public async Task<Neighbours> AroundAsync(Scope scope, MediaId id, CancellationToken cancellationToken)
    {
        if (await editing.FindAsync(scope, id, cancellationToken) is not { } row) return new Neighbours(null, null);
        var here = Tiles.SortOf(row.Item, MediaSort.TakenNewest);
        var (newer, older) = (NextAsync(ascending: true), NextAsync(ascending: false));
        return new Neighbours(await newer, await older);

        async Task<MediaId?> NextAsync(bool ascending)
        {
            var stretch = KeyRange.All(null, RowKey.Library(row.Item.Owner), ascending).Beyond(here);
            return (await table.QueryAsync(stretch, 1, cancellationToken)) is [var next] ? new MediaId(next.Id("id")) : null;
        }
    }

    /// <summary>From the counters, a row per month.</summary>
    public async Task<IReadOnlyList<DayCount>> DaysAsync(AccountId owner, CancellationToken cancellationToken)
    {
        var months = await table.QueryAsync(KeyRange.All(null, RowKey.Months(owner), ascending: false), int.MaxValue, cancellationToken);
        return [.. months.SelectMany(MonthRows.Days)];
    }

    public async Task<IReadOnlyList<MonthCount>> MonthsAsync(AccountId owner, CancellationToken cancellationToken) =>
        [.. (await DaysAsync(owner, cancellationToken)).GroupBy(day => day.Day[..7]).Select(month => new MonthCount(month.Key, month.Sum(day => day.Count)))];

    /// <summary>One row more than asked is read: it says whether there is a next page.</summary>
    private async Task<Page<MediaItem>> CutAsync(KeyRange stretch, int limit, Func<MediaItem, string> key, CancellationToken cancellationToken)
    {
        var items = (await table.QueryAsync(stretch, limit + 1, cancellationToken)).Select(ItemRows.ReadItem).ToList();
        if (items.Count <= limit) return new Page<MediaItem>(items, null);
        items.RemoveAt(limit);
        return new Page<MediaItem>(items, new Cursor(key(items[^1]), items[^1].Id.ToString()));
    }
}
