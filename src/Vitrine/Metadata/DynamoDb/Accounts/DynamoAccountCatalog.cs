using Vitrine.Library;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.Items;

namespace Vitrine.Metadata.DynamoDb.Accounts;

internal sealed class DynamoAccountCatalog(DynamoTable table, TimeProvider time) : IAccountCatalog
{
    private readonly SessionRows sessions = new(table);
    private readonly KeyRows keys = new(table);
    private readonly RecentSessions recent = new(time);

    private sealed record Answer<T>(T Value);

    public Task<bool> AddAsync(Account account, CancellationToken cancellationToken) =>
        table.TransactAsync([.. AccountRows.Add(account), Admins.With(account, condition: null)], cancellationToken);

    public Task<bool> AddFirstAsync(Account account, CancellationToken cancellationToken) =>
        table.TransactAsync([.. AccountRows.Add(account), Admins.With(account, Write.New)], cancellationToken);

    public async Task<bool> AnyAsync(CancellationToken cancellationToken) => await table.FindAsync(RowKey.Admins, cancellationToken) is not null;

    public async Task<Account?> FindAsync(AccountId id, CancellationToken cancellationToken) => (await RowAsync(id, cancellationToken))?.Account;

    public async Task<Account?> FindByNameAsync(string name, CancellationToken cancellationToken) =>
        name.Length > 0 && await table.FindAsync(RowKey.AccountName(NameKey.Short(name)), cancellationToken) is { } claim
            ? await FindAsync(new AccountId(claim.Id("id")), cancellationToken)
            : null;

    public async Task<Page<Account>> PageAsync(Cursor? after, int limit, CancellationToken cancellationToken)
    {
        var stretch = new KeyRange(null, RowKey.AccountNames, after is null ? KeyRange.First : after.Key + KeyRange.First, KeyRange.Last, Ascending: true);
        var claims = await table.QueryAsync(stretch, limit + 1, cancellationToken);
        var keys = claims.Take(limit).Select(claim => RowKey.Account(new AccountId(claim.Id("id")))).ToList();
        var rows = await table.FindManyAsync(keys, cancellationToken);
        List<Account> accounts = [.. keys.Where(rows.ContainsKey).Select(key => AccountRows.Read(rows[key]).Account)];
        return new Page<Account>(accounts, claims.Count <= limit ? null : new Cursor(NameKey.Short(accounts[^1].Name), accounts[^1].Id.ToString()));
    }

    /// <summary>One transaction however many sessions and keys there are: their epoch is over.</summary>
    public async Task<bool> ChangePasswordAsync(AccountId id, string passwordHash, string? keepSession, CancellationToken cancellationToken)
    {
        var changed = await table.InTurnsAsync<Answer<bool>>(
            async () =>
            {
                if (await RowAsync(id, cancellationToken) is not { } row) return new Answer<bool>(false);
                var after = row with { Epoch = row.Epoch + 1, Account = row.Account with { PasswordHash = passwordHash } };
                var kept = keepSession is null ? null : await sessions.FindAsync(keepSession, cancellationToken);
                Write[] keep = kept is not null && IsValid(kept, row) ? [SessionRows.Keep(kept.Session, after.Epoch)] : [];
                return await table.TransactAsync([AccountRows.Save(row, after), .. keep], cancellationToken) ? new Answer<bool>(true) : null;
            },
            cancellationToken);
        recent.Forget();
        return changed.Value;
    }

    public async Task<AccountChange> ChangeAsync(AccountId id, bool isAdmin, bool disabled, long? quotaBytes, CancellationToken cancellationToken)
    {
        var changed = await table.InTurnsAsync<Answer<AccountChange>>(
            async () =>
            {
                if (await RowAsync(id, cancellationToken) is not { } row) return new Answer<AccountChange>(AccountChange.Absent);
                if (row.Account.ClosedAt is not null) return new Answer<AccountChange>(AccountChange.Closed);
                var admins = Admins.Read(await table.FindAsync(RowKey.Admins, cancellationToken));
                var mayAdminister = isAdmin && !disabled;
                if (!mayAdminister && !admins.Remain(without: id)) return new Answer<AccountChange>(AccountChange.LastAdmin);
                var after = row with
                {
                    Epoch = row.Epoch + (disabled ? 1 : 0),
                    Account = row.Account with { IsAdmin = isAdmin, Disabled = disabled, QuotaBytes = quotaBytes },
                };
                return await table.TransactAsync([AccountRows.Save(row, after), .. admins.Set(id, mayAdminister)], cancellationToken)
                    ? new Answer<AccountChange>(AccountChange.Changed)
                    : null;
            },
            cancellationToken);
        recent.Forget();
        return changed.Value;
    }

    public async Task<bool> SetMailAsync(AccountId id, string? email, bool noDigest, CancellationToken cancellationToken)
    {
        var changed = await table.InTurnsAsync<Answer<bool>>(
            async () =>
            {
                if (await RowAsync(id, cancellationToken) is not { } row) return new Answer<bool>(false);
                var after = row with { Account = row.Account with { Email = email, NoDigest = noDigest } };
                return await table.TransactAsync([AccountRows.Save(row, after)], cancellationToken) ? new Answer<bool>(true) : null;
            },
            cancellationToken);
        recent.Forget();
        return changed.Value;
    }

    public async Task AddSessionAsync(Session session, CancellationToken cancellationToken) =>
        await sessions.AddAsync(session, await EpochAsync(session.Account, cancellationToken), cancellationToken);

    public async Task<(Session Session, Account Account)?> FindSessionAsync(string tokenHash, CancellationToken cancellationToken) =>
        (recent.Find(tokenHash) ?? await ReadSessionAsync(tokenHash, cancellationToken)) is var (session, account)
        && !account.Account.Disabled && IsValid(session, account)
            ? (session.Session, account.Account)
            : null;

    public async Task ExtendSessionAsync(string tokenHash, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        await sessions.ExtendAsync(tokenHash, expiresAt, cancellationToken);
        recent.Forget();
    }

    public async Task EndSessionAsync(string tokenHash, CancellationToken cancellationToken)
    {
        await sessions.EndAsync(tokenHash, cancellationToken);
        recent.Forget();
    }

    public async Task<IReadOnlyList<Session>> SessionsAsync(AccountId account, CancellationToken cancellationToken)
    {
        if (await RowAsync(account, cancellationToken) is not { } row) return [];
        return [.. (await sessions.OfAsync(account, cancellationToken)).Where(session => IsValid(session, row)).Select(session => session.Session)];
    }

    public async Task AddKeyAsync(ApiKey key, CancellationToken cancellationToken) =>
        await keys.AddAsync(key, await EpochAsync(key.Account, cancellationToken), cancellationToken);

    public async Task<(ApiKey Key, Account Account)?> FindKeyAsync(string secretHash, CancellationToken cancellationToken) =>
        await keys.FindAsync(secretHash, cancellationToken) is var (key, account) && !account.Account.Disabled && key.Epoch == account.Epoch
            ? (key.Key, account.Account)
            : null;

    public Task TouchKeyAsync(Guid id, CancellationToken cancellationToken) => keys.TouchAsync(id, time.GetUtcNow(), cancellationToken);

    public async Task<IReadOnlyList<ApiKey>> KeysAsync(AccountId account, CancellationToken cancellationToken)
    {
        var epoch = await EpochAsync(account, cancellationToken);
        var found = await keys.OfAsync(account, cancellationToken);
        return [.. found.Where(key => key.Epoch == epoch).Select(key => key.Key).OrderBy(key => key.CreatedAt).ThenBy(key => key.Id)];
    }

    public async Task<bool> RevokeKeyAsync(AccountId account, Guid id, CancellationToken cancellationToken) =>
        await keys.RevokeAsync(account, id, await EpochAsync(account, cancellationToken), cancellationToken);

    public Task<int> SweepSessionsAsync(DateTimeOffset moment, CancellationToken cancellationToken) => sessions.SweepAsync(moment, cancellationToken);

    /// <summary>To be called after each change of an account that is made elsewhere.</summary>
    public void ForgetSessions() => recent.Forget();

    /// <summary>0 where there is no account.</summary>
    public async Task<long> EpochAsync(AccountId id, CancellationToken cancellationToken) => (await RowAsync(id, cancellationToken))?.Epoch ?? 0;

    private async Task<(SessionRow Session, AccountRow Account)?> ReadSessionAsync(string tokenHash, CancellationToken cancellationToken)
    {
        var begun = recent.Begin();
        if (await sessions.FindAsync(tokenHash, cancellationToken) is not { } session) return null;
        if (await RowAsync(session.Session.Account, cancellationToken) is not { } account) return null;
        recent.Keep(tokenHash, session, account, begun);
        return (session, account);
    }

    private bool IsValid(SessionRow session, AccountRow account) =>
        session.Session.Account == account.Account.Id && session.Epoch == account.Epoch && session.Session.ExpiresAt > time.GetUtcNow();

    private async Task<AccountRow?> RowAsync(AccountId id, CancellationToken cancellationToken) =>
        await table.FindAsync(RowKey.Account(id), cancellationToken) is { } row ? AccountRows.Read(row) : null;
}
