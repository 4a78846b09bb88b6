using Vitrine.Library;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.Items;

namespace Vitrine.Metadata.DynamoDb.Media;

/// <summary>
/// What jobs and the sweeper ask: short lists from the beginnings of indexes over everybody's items. An index may lag, so each row is
/// read back and left out when it no longer belongs there.
/// </summary>
internal sealed class Lists(DynamoTable table)
{
    /// <summary>The oldest; the rows lie in the order of their ids.</summary>
    public async Task<MediaItem?> FindByHashAsync(AccountId owner, string sha256, CancellationToken cancellationToken)
    {
        foreach (var found in await table.QueryAsync(KeyRange.StartingWith(RowKey.Hashes(owner), $"{sha256}#"), 1, cancellationToken))
        {
            if (await table.FindAsync(RowKey.Item(new MediaId(found.Id("id"))), cancellationToken) is { } row && ItemRows.Read(row) is { IsFoundByHash: true } item) return item.Item;
        }

        return null;
    }

    public Task<IReadOnlyList<MediaItem>> PurgingAsync(int limit, CancellationToken cancellationToken) =>
        ReadBackAsync("g3", ItemRows.PurgingList, KeyRange.Last, limit, row => row.Shelf == Shelf.Purging, cancellationToken);

    public Task<IReadOnlyList<MediaItem>> TrashedBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancellationToken) =>
        ReadBackAsync("g1", ItemRows.TrashList, ItemRows.Milliseconds(moment), limit, row => row.Shelf == Shelf.Trash && row.Item.TrashedAt < moment, cancellationToken);

    public Task<IReadOnlyList<MediaItem>> FailedAsync(int limit, CancellationToken cancellationToken) =>
        ReadBackAsync("g3", ItemRows.FailedList, KeyRange.Last, limit, row => row is { IsLive: true, Item.State: MediaState.Failed }, cancellationToken);

    public Task<IReadOnlyList<MediaItem>> SidecarsDueAsync(int limit, CancellationToken cancellationToken) =>
        ReadBackAsync("g2", ItemRows.SidecarList, KeyRange.Last, limit, row => row.SidecarDue is not null, cancellationToken);

    /// <summary>By id; the shards' pages are merged, so a page reads a few keys more than it gives.</summary>
    public async Task<Page<MediaItem>> WalkAsync(MediaId? after, int limit, CancellationToken cancellationToken)
    {
        var from = after is { } id ? KeyRange.JustAfter(id.ToString()) : KeyRange.First;
        var shards = await Task.WhenAll(Shard.All(ItemRows.WalkList).Select(shard =>
            table.QueryAsync(new KeyRange("g5", shard, from, KeyRange.Last, Ascending: true), limit + 1, cancellationToken)));
        var ids = shards.SelectMany(rows => rows).Select(row => row.Text("g5s")).Order(StringComparer.Ordinal).Take(limit + 1).ToList();
        var isLast = ids.Count <= limit;
        if (!isLast) ids.RemoveAt(limit);
        var items = await ReadAsync(ids.Select(text => MediaId.TryParse(text, out var found) ? found : default), row => !row.IsAway, cancellationToken);
        return new Page<MediaItem>(items, isLast ? null : new Cursor("", ids[^1]));
    }

    /// <summary>The rows of these items that are as they should be, in this order.</summary>
    public async Task<IReadOnlyList<MediaItem>> ReadAsync(IEnumerable<MediaId> ids, Func<Row, bool> wanted, CancellationToken cancellationToken)
    {
        var keys = ids.Select(RowKey.Item).ToList();
        var rows = await table.FindManyAsync(keys, cancellationToken);
        return [.. keys.Where(rows.ContainsKey).Select(key => ItemRows.Read(rows[key])).Where(wanted).Select(row => row.Item)];
    }

    private async Task<IReadOnlyList<MediaItem>> ReadBackAsync(
        string index, string list, string until, int limit, Func<Row, bool> wanted, CancellationToken cancellationToken)
    {
        var found = await table.QueryShardsAsync(index, list, until, limit, cancellationToken);
        return await ReadAsync(found.Select(row => new MediaId(row.Id("id"))), wanted, cancellationToken);
    }
}
