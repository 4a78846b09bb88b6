using Vitrine.Library;
using Vitrine.Library.Guests;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Media;
using Vitrine.Metadata.DynamoDb.Uploads;

namespace Vitrine.Metadata.DynamoDb.Guests;

internal sealed class DynamoGuestCatalog(DynamoTable table, TimeProvider time) : IGuestCatalog
{
    private const int LongestPage = 100;

    private readonly Deciding deciding = new(table, time);

    public async Task<Page<GuestFile>> OfGuestAsync(LinkId link, string visitor, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        Require(limit);
        var stretch = KeyRange.StartingWith(RowKey.OfLink(link), RowKey.FilesOf(visitor)) with { Ascending = false };
        if (after is not null) stretch = stretch.Beyond(RowKey.FilesOf(visitor) + Tiles.IdOf(after));
        var found = await table.QueryAsync(stretch, limit + 1, cancellationToken);
        var ids = found.Take(limit).Select(file => new MediaId(file.Id("id"))).ToList();
        var rows = await table.FindManyAsync(ids.SelectMany(id => new[] { RowKey.Item(id), RowKey.Upload(id) }), cancellationToken);
        var files = found.Take(limit).Zip(ids, (file, id) => new GuestFile(
            id,
            file.Long("bts"),
            rows.GetValueOrDefault(RowKey.Upload(id)) is { } upload && UploadRows.Read(upload).IsUnderWay,
            rows.GetValueOrDefault(RowKey.Item(id)) is { } item && ItemRows.Read(item) is { IsAway: false } row ? row.Item : null));
        return new Page<GuestFile>([.. files], found.Count > limit ? new Cursor("", ids[^1].ToString()) : null);
    }

    public async Task<IReadOnlyList<Upload>> UnderWayAsync(LinkId link, int limit, CancellationToken cancellationToken)
    {
        var keys = (await table.QueryAsync(KeyRange.All("g1", RowKey.OfLink(link), ascending: true), limit, cancellationToken)).Select(table.KeyOf).ToList();
        var rows = await table.FindManyAsync(keys, cancellationToken);
        return [.. keys.Where(rows.ContainsKey).Select(key => UploadRows.Read(rows[key])).Where(row => row.IsUnderWay).Select(row => row.Upload)];
    }

    public async Task<Page<MediaItem>> WaitingAsync(AlbumId album, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        Require(limit);
        var stretch = KeyRange.StartingWith(RowKey.InAlbum(album), RowKey.WaitingItems);
        if (after is not null) stretch = stretch.Beyond(RowKey.WaitingItems + Tiles.IdOf(after));
        var items = (await table.QueryAsync(stretch, limit + 1, cancellationToken)).Select(ItemRows.ReadItem).ToList();
        if (items.Count <= limit) return new Page<MediaItem>(items, null);
        items.RemoveAt(limit);
        return new Page<MediaItem>(items, new Cursor("", items[^1].Id.ToString()));
    }

    public async Task<IReadOnlyList<WaitingCount>> WaitingForAsync(AccountId owner, CancellationToken cancellationToken)
    {
        var counts = await table.QueryAsync(KeyRange.StartingWith(RowKey.OfAccount(owner), RowKey.WaitingAlbums), LongestPage, cancellationToken);
        return [.. counts.Select(row => new WaitingCount(new AlbumId(row.Id("id")), row.Long("it"))).Where(count => count.Items > 0)];
    }

    public Task<MediaItem?> ApproveAsync(AlbumId album, MediaId item, CancellationToken cancellationToken) => deciding.ApproveAsync(album, item, cancellationToken);

    public Task<MediaItem?> RejectAsync(AlbumId album, MediaId item, CancellationToken cancellationToken) => deciding.RejectAsync(album, item, cancellationToken);

    public Task<Withdrawal> WithdrawAsync(LinkId link, string visitor, MediaId item, CancellationToken cancellationToken) =>
        deciding.WithdrawAsync(link, visitor, item, cancellationToken);

    private static void Require(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, LongestPage);
    }
}
