using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;
using Vitrine.Metadata.DynamoDb.Accounts;
using Vitrine.Metadata.DynamoDb.Albums;
using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Metadata.DynamoDb.Links;

/// <summary>
/// Links: a row of their own, one by the token's hash that leads to it, and one in each list that names it, all written together. What
/// the token's row says never changes; a link without an address has one that no token leads to.
/// </summary>
internal sealed class LinkRows(DynamoTable table)
{
    private const int OpensAtOnce = 50;

    private sealed record Answer(bool Given);

    public Task<bool> AddAsync(ShareLink link, CancellationToken cancellationToken) =>
        table.TransactAsync([.. Add(link), LinkFiles.Mark(link.Id)], cancellationToken);

    /// <summary>Two steps whatever the link shows: the token, then all rows that it hangs on at once.</summary>
    public async Task<ShareLink?> FindLiveAsync(string tokenHash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await table.FindAsync(RowKey.LinkToken(tokenHash), cancellationToken) is not { } token) return null;
        var (owner, linkAt) = (new AccountId(token.Id("ow")), RowKey.Link(new LinkId(token.Id("id"))));
        RowKey[] albumAt = token.Has("al") && new AlbumId(token.Id("al")) is var album ? [RowKey.Album(album), RowKey.Member(album, owner)] : [];
        var rows = await table.FindManyAsync([linkAt, RowKey.Account(owner), .. albumAt], cancellationToken);
        if (!rows.TryGetValue(linkAt, out var link) || !rows.TryGetValue(RowKey.Account(owner), out var account)) return null;
        if (AccountRows.Read(account).Account.Disabled || link.MomentOrNull("ea") <= now) return null;
        if (albumAt is [var at, var part] && !MayShare(owner, rows.GetValueOrDefault(at), rows.GetValueOrDefault(part))
            && !await MayShareAboveAsync(owner, rows.GetValueOrDefault(at), cancellationToken)) return null;
        if (albumAt is [var shown, _] && !await IsOpenAsync(AlbumRows.Read(rows[shown]).Album.Owner, owner, cancellationToken)) return null;
        return Read(link);
    }

    public async Task<ShareLink?> FindAsync(LinkId id, CancellationToken cancellationToken) =>
        await table.FindAsync(RowKey.Link(id), cancellationToken) is { } row ? Read(row) : null;

    /// <summary>Newest first, from a partition that lists links.</summary>
    public async Task<Page<ShareLink>> PageAsync(string partition, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        var stretch = KeyRange.StartingWith(partition, RowKey.Links) with { Ascending = false };
        if (after is not null) stretch = stretch.Beyond(RowKey.Links + Media.Tiles.IdOf(after));
        var listed = await table.QueryAsync(stretch, limit + 1, cancellationToken);
        var keys = listed.Take(limit).Select(row => RowKey.Link(new LinkId(row.Id("id")))).ToList();
        var rows = await table.FindManyAsync(keys, cancellationToken);
        var next = listed.Count > limit ? new Cursor("", listed[limit - 1].Text("id")) : null;
        return new Page<ShareLink>([.. keys.Where(rows.ContainsKey).Select(key => Read(rows[key]))], next);
    }

    public async Task<bool> GiveAddressAsync(LinkId id, string tokenHash, string? passwordHash, CancellationToken cancellationToken)
    {
        var answer = await table.InTurnsAsync<Answer>(
            async () =>
            {
                if (await FindAsync(id, cancellationToken) is not { HasAddress: false } link) return new Answer(false);
                var set = passwordHash is null ? "SET th = :th, op = :op REMOVE lo, ph" : "SET th = :th, op = :op, ph = :ph REMOVE lo";
                Write[] writes =
                [
                    Write.Update(RowKey.Link(id), set, "th = :none", new Attributes().Add(":th", tokenHash).Add(":op", 0L).Add(":ph", passwordHash).Add(":none", link.TokenHash)),
                    Write.Delete(RowKey.LinkToken(link.TokenHash)),
                    Token(link with { TokenHash = tokenHash }),
                    LinkFiles.Mark(id),
                ];
                return await table.TransactAsync(writes, cancellationToken) ? new Answer(true) : null;
            },
            cancellationToken);
        return answer.Given;
    }

    /// <summary>Dead in one transaction; then who opened it and what they added goes, which nobody reads without the link. Repeating it finishes that.</summary>
    public async Task<bool> RevokeAsync(LinkId id, CancellationToken cancellationToken)
    {
        var revoked = await FindAsync(id, cancellationToken) is { } link && await table.TransactAsync(
            [
                Write.Delete(RowKey.Link(id), Write.Existing),
                Write.Delete(RowKey.LinkToken(link.TokenHash)),
                .. Lists(link).Select(key => Write.Delete(key)),
                LinkFiles.Mark(id),
            ],
            cancellationToken);
        var opens = KeyRange.StartingWith(RowKey.OfLink(id), RowKey.Opens);
        while (await table.QueryAsync(opens, OpensAtOnce, cancellationToken) is { Count: > 0 } found)
            await table.TransactAsync([.. found.SelectMany(open => Opens.Delete(id, table.KeyOf(open), open))], cancellationToken);
        var files = KeyRange.StartingWith(RowKey.OfLink(id), RowKey.GuestFiles);
        while (await table.QueryAsync(files, OpensAtOnce, cancellationToken) is { Count: > 0 } found)
            await table.TransactAsync([.. found.Select(file => Write.Delete(table.KeyOf(file)))], cancellationToken);
        return revoked;
    }

    public static IEnumerable<Write> Add(ShareLink link) =>
    [
        Write.Put(RowKey.Link(link.Id), Pack(link), Write.New),
        Token(link),
        .. Lists(link).Select(key => Write.Put(key, new Attributes().Add("id", link.Id.ToString()))),
    ];

    private static Write Token(ShareLink link) => Write.Put(
        RowKey.LinkToken(link.TokenHash),
        new Attributes().Add("id", link.Id.ToString()).Add("ow", link.Owner.ToString()).Add("al", link.Album?.ToString()),
        Write.New);

    public static ShareLink Read(Attributes row) => new()
    {
        Id = new LinkId(row.Id("id")),
        Owner = new AccountId(row.Id("ow")),
        TokenHash = row.Text("th"),
        Name = row.Text("na"),
        Album = row.Has("al") ? new AlbumId(row.Id("al")) : null,
        Items = [.. (row.BytesOrNull("im") ?? []).Chunk(16).Select(id => new MediaId(new Guid(id, bigEndian: true)))],
        Title = row.TextOrNull("ti"),
        PasswordHash = row.TextOrNull("ph"),
        ExpiresAt = row.MomentOrNull("ea"),
        MaxOpens = row.IntOrNull("mo"),
        CanDownload = row.Has("cd"),
        ShowMetadata = row.Has("sm"),
        CreatedAt = row.Moment("ca"),
        Opens = row.Long("op"),
        LastOpenedAt = row.MomentOrNull("lo"),
        CanView = !row.Has("nv"),
        Guests = row.LongOrNull("ga") is { } accepts
            ? new GuestRules
            {
                Reviewed = row.Has("gr"),
                MaxFiles = row.IntOrNull("gm"),
                MaxBytes = row.LongOrNull("gx"),
                Accepts = (AcceptedKinds)accepts,
                Files = row.Long("gf"),
                Bytes = row.Long("gb"),
            }
            : null,
    };

    private static Attributes Pack(ShareLink link) => new Attributes()
        .Add("id", link.Id.ToString()).Add("ow", link.Owner.ToString()).Add("th", link.TokenHash).Add("na", link.Name).Add("al", link.Album?.ToString())
        .Add("im", link.Items.SelectMany(item => item.Value.ToByteArray(bigEndian: true)).ToArray()).Add("ti", link.Title).Add("ph", link.PasswordHash)
        .Add("ea", link.ExpiresAt).Add("mo", link.MaxOpens).Add("cd", link.CanDownload).Add("sm", link.ShowMetadata).Add("ca", link.CreatedAt)
        .Add("op", link.Opens).Add("lo", link.LastOpenedAt).Add("nv", !link.CanView)
        .Add("ga", (long?)link.Guests?.Accepts).Add("gr", link.Guests?.Reviewed == true).Add("gm", link.Guests?.MaxFiles).Add("gx", link.Guests?.MaxBytes)
        .Add("gf", link.Guests?.Files).Add("gb", link.Guests?.Bytes);

    /// <summary>Its maker's, and that of the one thing it shows.</summary>
    private static IEnumerable<RowKey> Lists(ShareLink link)
    {
        var sort = $"{RowKey.Links}{link.Id}";
        yield return new RowKey(RowKey.OfAccount(link.Owner), sort);
        if (link.Album is { } album) yield return new RowKey(RowKey.InAlbum(album), sort);
        else if (link.Items is [var item]) yield return new RowKey(RowKey.OfItem(item), sort);
    }

    /// <summary>The owner of an album that somebody else made a link to has not closed the account.</summary>
    private async Task<bool> IsOpenAsync(AccountId albumOwner, AccountId maker, CancellationToken cancellationToken) =>
        albumOwner == maker || await table.FindAsync(RowKey.Account(albumOwner), cancellationToken) is not { } account || AccountRows.Read(account).Account.ClosedAt is null;

    /// <summary>As a manager of an album that it lies in.</summary>
    private async Task<bool> MayShareAboveAsync(AccountId owner, Attributes? album, CancellationToken cancellationToken)
    {
        if (album is null || !AlbumRows.IsPresent(album)) return false;
        var line = await Nests.LineAsync(table, AlbumRows.Read(album), cancellationToken);
        var rows = await table.FindManyAsync(line.Select(above => RowKey.Member(above.Album.Id, owner)), cancellationToken);
        return rows.Values.Any(member => MemberRows.Read(member).Role >= AlbumRole.Manager);
    }

    private static bool MayShare(AccountId owner, Attributes? album, Attributes? member) =>
        album is not null && AlbumRows.IsPresent(album)
        && (AlbumRows.Read(album).Album.Owner == owner || (member is not null && MemberRows.Read(member).Role >= AlbumRole.Manager));
}
