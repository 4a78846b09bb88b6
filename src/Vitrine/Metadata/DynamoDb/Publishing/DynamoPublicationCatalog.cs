using Vitrine.Library;
using Vitrine.Library.Publishing;
using Vitrine.Metadata.DynamoDb.Albums;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Media;
using Vitrine.Metadata.Items;

namespace Vitrine.Metadata.DynamoDb.Publishing;

internal sealed class DynamoPublicationCatalog(DynamoTable table, TimeProvider time) : IPublicationCatalog
{
    private const int LongestPage = 100;

    private readonly PublicationRows publications = new(table);
    private readonly Editing editing = new(table, time);

    private sealed record Answer<T>(T Value);

    public Task<Publication?> FindAsync(string addressHash, CancellationToken cancellationToken) => publications.FindLiveAsync(addressHash, cancellationToken);

    public Task<Publication?> OfAsync(AlbumId album, CancellationToken cancellationToken) =>
        publications.FindAsync(RowKey.Publication(album), cancellationToken);

    public Task<Publication?> OfAsync(MediaId item, CancellationToken cancellationToken) =>
        publications.FindAsync(RowKey.Publication(item), cancellationToken);

    public async Task<Publication?> PublishAsync(Publication wanted, CancellationToken cancellationToken)
    {
        var published = await table.InTurnsAsync<Answer<Publication?>>(
            async () =>
            {
                var before = await publications.FindAsync(PublicationRows.KeyOf(wanted), cancellationToken);
                var after = PublicationOrder.Over(before, wanted);
                if (before == after) return new Answer<Publication?>(after);
                if (await MarkAsync(after, after.Visibility, onlyLive: true, cancellationToken) is not { } marks) return new Answer<Publication?>(null);
                return await table.TransactAsync([.. PublicationRows.Change(before, after), .. marks], cancellationToken) ? new Answer<Publication?>(after) : null;
            },
            cancellationToken);
        return published.Value;
    }

    public async Task<bool> RestoreAsync(Publication publication, CancellationToken cancellationToken)
    {
        var restored = await table.InTurnsAsync<Answer<bool>>(
            async () =>
            {
                var taken = await table.FindManyAsync([PublicationRows.KeyOf(publication), RowKey.PublicAddress(Ids.HashSecret(publication.Address))], cancellationToken);
                if (taken.Count > 0 || await NotedAsync(publication, cancellationToken) is not { } noted) return new Answer<bool>(false);
                return await table.TransactAsync([.. PublicationRows.Change(null, publication), noted], cancellationToken) ? new Answer<bool>(true) : null;
            },
            cancellationToken);
        return restored.Value;
    }

    public async Task<bool> EndAsync(Publication publication, CancellationToken cancellationToken)
    {
        var ended = await table.InTurnsAsync<Answer<bool>>(
            async () =>
            {
                var before = await publications.FindAsync(PublicationRows.KeyOf(publication), cancellationToken);
                if (before?.Owner != publication.Owner) return new Answer<bool>(false);
                var marks = await MarkAsync(before, Visibility.Private, onlyLive: false, cancellationToken) ?? [];
                return await table.TransactAsync([.. PublicationRows.Change(before, null), .. marks], cancellationToken) ? new Answer<bool>(true) : null;
            },
            cancellationToken);
        return ended.Value;
    }

    /// <summary>
    /// An owner's lie in one partition, as everything of theirs; the site's in a few (<see cref="Shard"/>), whose newest rows are merged.
    /// A page of the site so reads a few rows more than it shows, each far smaller than a read unit.
    /// </summary>
    public async Task<Page<Publication>> PublicAsync(AccountId? owner, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        Require(limit);
        if (owner is { } account) return await PageAsync(await ListedAsync(RowKey.OfAccount(account), RowKey.PublicOnes, after, limit, cancellationToken), limit, onlyLive: true, cancellationToken);
        var shards = await Task.WhenAll(Shard.All(RowKey.PublicList).Select(shard => ListedAsync(shard, "", after, limit, cancellationToken)));
        var newest = shards.SelectMany(rows => rows).OrderByDescending(row => row.Sort, StringComparer.Ordinal).Take(limit + 1).ToList();
        return await PageAsync(newest, limit, onlyLive: true, cancellationToken);
    }

    public async Task<Page<Publication>> OfOwnerAsync(AccountId owner, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        Require(limit);
        return await PageAsync(await ListedAsync(RowKey.OfAccount(owner), RowKey.Publications, after, limit, cancellationToken), limit, onlyLive: false, cancellationToken);
    }

    private async Task<List<(string Sort, Listed Row)>> ListedAsync(string partition, string prefix, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        var stretch = (prefix.Length > 0 ? KeyRange.StartingWith(partition, prefix) : KeyRange.All(null, partition, ascending: false)) with { Ascending = false };
        if (after is not null)
        {
            var since = SortKey.TryParse(after.Key, out DateTimeOffset moment) ? moment : DateTimeOffset.UnixEpoch;
            stretch = stretch.Beyond(prefix + PublicationRows.SortOf(since, Tiles.IdOf(after)));
        }

        var rows = await table.QueryAsync(stretch, limit + 1, cancellationToken);
        return [.. rows.Select(row => (table.KeyOf(row).Sort, Listed.Read(row)))];
    }

    private async Task<Page<Publication>> PageAsync(List<(string Sort, Listed Row)> listed, int limit, bool onlyLive, CancellationToken cancellationToken)
    {
        var shown = await publications.ReadAsync([.. listed.Take(limit).Select(row => row.Row)], onlyLive, cancellationToken);
        return new Page<Publication>(shown, listed.Count > limit ? CursorAt(listed[limit - 1]) : null);
    }

    private static Cursor CursorAt((string Sort, Listed Row) last)
    {
        var milliseconds = long.Parse(last.Sort.AsSpan(last.Sort.Length - 48, 15), System.Globalization.CultureInfo.InvariantCulture);
        return new Cursor(SortKey.Of(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)), last.Row.Thing);
    }

    /// <summary>The writes that note at the album or item who may see it; null when it is not there for its owner.</summary>
    private async Task<IEnumerable<Write>?> MarkAsync(Publication publication, Visibility visibility, bool onlyLive, CancellationToken cancellationToken)
    {
        if (publication.Album is { } album)
        {
            if (await AlbumRows.FindAsync(table, album, cancellationToken) is not { } row || row.Album.Owner != publication.Owner) return null;
            return [AlbumRows.Save(row, row with { Album = row.Album with { Visibility = visibility } }, time.GetUtcNow())];
        }

        if (await editing.FindAnyAsync(publication.Item!.Value, cancellationToken) is not { IsAway: false } item || item.Item.Owner != publication.Owner) return null;
        if (onlyLive && !item.IsShowable) return null;
        var now = time.GetUtcNow();
        return Change.Save(item, Change.Next(item, item with { SidecarDue = item.SidecarDue ?? now, Item = item.Item with { Visibility = visibility } }, now));
    }

    /// <summary>Holds as long as the album or item, which is its owner's, notes this visibility; null when it does not.</summary>
    private async Task<Write?> NotedAsync(Publication publication, CancellationToken cancellationToken)
    {
        var noted = (publication.Owner, publication.Visibility);
        if (publication.Album is { } album)
            return await AlbumRows.FindAsync(table, album, cancellationToken) is { } row && (row.Album.Owner, row.Album.Visibility) == noted ? AlbumRows.Unchanged(row) : null;
        return await editing.FindAnyAsync(publication.Item!.Value, cancellationToken) is { IsAway: false } item && (item.Item.Owner, item.Item.Visibility) == noted
            ? Change.Unchanged(item)
            : null;
    }

    private static void Require(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, LongestPage);
    }
}
