using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Metadata.DynamoDb.Accounts;

/// <summary>
/// One-time links: a row among the invitations, or the one of its account, and one by the token's hash that leads to it. All carry a time to
/// live; what one of them says counts only while the other is there.
/// </summary>
internal sealed class OneTimeLinkRows(DynamoTable table)
{
    /// <summary>The two rows of a new link. One for a password is written over the account's last one, whose token then leads nowhere.</summary>
    public static Write[] Add(OneTimeLink link, long epoch) =>
    [
        Write.Put(
            KeyOf(link),
            new Attributes()
                .Add("id", link.Id.ToString("N")).Add("th", link.TokenHash).Add("ac", link.Account?.ToString()).Add("na", link.Name).Add("am", link.IsAdmin)
                .Add("qb", link.QuotaBytes).Add("by", link.MadeBy.ToString()).Add("ca", link.CreatedAt).Add("ea", link.ExpiresAt).Add("ep", epoch)
                .AddRemoval(link.ExpiresAt)),
        Write.Put(
            RowKey.OneTimeToken(link.TokenHash),
            new Attributes()
                .Add("id", link.Id.ToString("N")).Add("ac", link.Account?.ToString()).Add("by", link.MadeBy.ToString()).AddRemoval(link.ExpiresAt),
            Write.New),
    ];

    /// <summary>Uses a link up, where it is still there and still this one.</summary>
    public static Write[] Use(OneTimeLink link) =>
    [
        Write.Delete(KeyOf(link), "th = :th", new Attributes().Add(":th", link.TokenHash)),
        Write.Delete(RowKey.OneTimeToken(link.TokenHash)),
    ];

    /// <summary>Two steps: the token, then all rows that it hangs on at once. With the account's row where it is for a password.</summary>
    public async Task<(OneTimeLink Link, AccountRow? Account)?> FindLiveAsync(string tokenHash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await table.FindAsync(RowKey.OneTimeToken(tokenHash), cancellationToken) is not { } token) return null;
        var whose = token.Has("ac") ? new AccountId(token.Id("ac")) : (AccountId?)null;
        var linkAt = whose is { } account ? RowKey.PasswordLink(account) : RowKey.Invitation(token.Id("id"));
        var makerAt = RowKey.Account(new AccountId(token.Id("by")));
        var accountAt = whose is { } known ? RowKey.Account(known) : makerAt;
        var rows = await table.FindManyAsync([linkAt, makerAt, accountAt], cancellationToken);
        if (!rows.TryGetValue(linkAt, out var row) || row.Text("th") != tokenHash || row.Moment("ea") <= now) return null;
        if (!rows.TryGetValue(makerAt, out var maker) || AccountRows.Read(maker).Account is not { Disabled: false } by) return null;
        if (!by.IsAdmin && by.Id != whose) return null; // whoever forgot a password made theirs themselves
        if (whose is null) return (Read(row), null);
        if (!rows.TryGetValue(accountAt, out var owner) || AccountRows.Read(owner) is not { Account.Disabled: false } of || of.Epoch != EpochOf(row)) return null;
        return (Read(row), of);
    }

    public async Task<IReadOnlyList<OneTimeLink>> InvitationsAsync(int limit, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var listed = await table.QueryAsync(KeyRange.All(null, RowKey.Invitations, ascending: false), limit, cancellationToken);
        var makers = await table.FindManyAsync(listed.Select(row => RowKey.Account(new AccountId(row.Id("by")))), cancellationToken);
        var admins = makers.Values.Select(row => AccountRows.Read(row).Account).Where(maker => maker is { IsAdmin: true, Disabled: false }).Select(maker => maker.Id).ToHashSet();
        return [.. listed.Select(Read).Where(link => link.ExpiresAt > now && admins.Contains(link.MadeBy))];
    }

    public async Task<OneTimeLink?> FindInvitationAsync(Guid id, CancellationToken cancellationToken) =>
        await table.FindAsync(RowKey.Invitation(id), cancellationToken) is { } row ? Read(row) : null;

    public static OneTimeLink Read(Attributes row) => new()
    {
        Id = row.Id("id"),
        TokenHash = row.Text("th"),
        Account = row.Has("ac") ? new AccountId(row.Id("ac")) : null,
        Name = row.TextOrNull("na") ?? "",
        IsAdmin = row.Has("am"),
        QuotaBytes = row.LongOrNull("qb"),
        MadeBy = new AccountId(row.Id("by")),
        CreatedAt = row.Moment("ca"),
        ExpiresAt = row.Moment("ea"),
    };

    /// <summary>Of the account whose password it sets, when it was made.</summary>
    public static long EpochOf(Attributes row) => row.Long("ep");

    private static RowKey KeyOf(OneTimeLink link) => link.Account is { } account ? RowKey.PasswordLink(account) : RowKey.Invitation(link.Id);
}
