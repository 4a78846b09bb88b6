using Vitrine.Library;
using Vitrine.Library.Publishing;
using Vitrine.Metadata.DynamoDb.Accounts;
using Vitrine.Metadata.DynamoDb.Albums;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Media;

namespace Vitrine.Metadata.DynamoDb.Publishing;

/// <summary>
/// Publications: a row beside the album's or item's own, one by the address's hash that leads to it, one in the list of its owner, and while
/// it is public one in each list of public things. All are written together, with the album or item that says so too.
/// </summary>
internal sealed class PublicationRows(DynamoTable table)
{
    public async Task<Publication?> FindAsync(RowKey key, CancellationToken cancellationToken) =>
        await table.FindAsync(key, cancellationToken) is { } row ? Read(row) : null;

    /// <summary>Two steps: the address, then all rows that it hangs on at once.</summary>
    public async Task<Publication?> FindLiveAsync(string addressHash, CancellationToken cancellationToken) =>
        await table.FindAsync(RowKey.PublicAddress(addressHash), cancellationToken) is { } address
        && await ReadAsync([Listed.Read(address)], onlyLive: true, cancellationToken) is [var found] ? found : null;

    /// <summary>The publications of listed rows, in their order; those that strangers see now, or all.</summary>
    public async Task<IReadOnlyList<Publication>> ReadAsync(IReadOnlyList<Listed> listed, bool onlyLive, CancellationToken cancellationToken)
    {
        var keys = listed.SelectMany(one => onlyLive ? [one.Key, one.ThingKey, RowKey.Account(one.Owner)] : new[] { one.Key });
        var rows = await table.FindManyAsync(keys, cancellationToken);
        return [.. listed.Where(one => rows.ContainsKey(one.Key) && (!onlyLive || IsLive(one, rows))).Select(one => Read(rows[one.Key]))];
    }

    /// <summary>What turns all its rows from what they say into what they should say; null is private.</summary>
    public static IEnumerable<Write> Change(Publication? before, Publication? after)
    {
        var (was, now) = (before is null ? [] : Lists(before).ToList(), after is null ? [] : Lists(after).ToList());
        foreach (var key in was.Except(now)) yield return Write.Delete(key);
        foreach (var key in now.Except(was)) yield return Write.Put(key, Listed.Of(after!).Pack());
        if (after is null) yield return Write.Delete(KeyOf(before!), "si = :si AND vi = :vi", StateOf(before!));
        else if (before is null)
        {
            yield return Write.Put(KeyOf(after), Pack(after), Write.New);
            yield return Write.Put(RowKey.PublicAddress(Ids.HashSecret(after.Address)), Listed.Of(after).Pack(), Write.New);
        }
        else yield return Write.Put(KeyOf(after), Pack(after), "si = :si AND vi = :vi", StateOf(before));
        if (after is null) yield return Write.Delete(RowKey.PublicAddress(Ids.HashSecret(before!.Address)));
    }

    /// <summary>For the transaction in which the album or item itself goes.</summary>
    public async Task<IEnumerable<Write>> EndingAsync(RowKey key, CancellationToken cancellationToken) =>
        await FindAsync(key, cancellationToken) is { } publication ? Change(publication, null) : [];

    public static RowKey KeyOf(Publication publication) => Listed.Of(publication).Key;

    public static string SortOf(DateTimeOffset since, string thing) => $"{ItemRows.Milliseconds(since)}#{thing}";

    public static Publication Read(Attributes row) => new()
    {
        Album = Listed.Read(row).Album,
        Item = Listed.Read(row).Item,
        Owner = Listed.Read(row).Owner,
        Address = row.Text("ad"),
        Visibility = (Visibility)row.Long("vi"),
        CanDownload = row.Has("cd"),
        ShowMetadata = row.Has("sm"),
        Since = row.Moment("si"),
    };

    private static IEnumerable<RowKey> Lists(Publication publication)
    {
        var sort = SortOf(publication.Since, publication.Thing.ToString("N"));
        yield return new RowKey(RowKey.OfAccount(publication.Owner), RowKey.Publications + sort);
        if (!publication.IsListed) yield break;
        yield return new RowKey(RowKey.OfAccount(publication.Owner), RowKey.PublicOnes + sort);
        yield return new RowKey(Shard.Name(RowKey.PublicList, publication.Thing), sort);
    }

    private static bool IsLive(Listed one, Dictionary<RowKey, Attributes> rows)
    {
        if (!rows.TryGetValue(RowKey.Account(one.Owner), out var account) || AccountRows.Read(account).Account.Disabled) return false;
        if (!rows.TryGetValue(one.ThingKey, out var thing)) return false;
        return one.Album is not null ? AlbumRows.IsPresent(thing) : ItemRows.Read(thing).IsShowable;
    }

    private static Attributes StateOf(Publication publication) =>
        new Attributes().Add(":si", publication.Since).Add(":vi", (long)publication.Visibility);

    private static Attributes Pack(Publication publication) => Listed.Of(publication).Pack()
        .Add("ad", publication.Address).Add("vi", (long)publication.Visibility).Add("cd", publication.CanDownload).Add("sm", publication.ShowMetadata)
        .Add("si", publication.Since);
}

/// <summary>What every row of a publication says: whose and of what it is.</summary>
internal sealed record Listed(AccountId Owner, AlbumId? Album, MediaId? Item)
{
    public RowKey Key => Album is { } album ? RowKey.Publication(album) : RowKey.Publication(Item!.Value);

    public RowKey ThingKey => Album is { } album ? RowKey.Album(album) : RowKey.Item(Item!.Value);

    public string Thing => Album?.ToString() ?? Item!.Value.ToString();

    public static Listed Of(Publication publication) => new(publication.Owner, publication.Album, publication.Item);

    public static Listed Read(Attributes row) => new(
        new AccountId(row.Id("ow")),
        row.Has("al") ? new AlbumId(row.Id("al")) : null,
        row.Has("id") ? new MediaId(row.Id("id")) : null);

    public Attributes Pack() => new Attributes().Add("ow", Owner.ToString()).Add("al", Album?.ToString()).Add("id", Item?.ToString());
}
