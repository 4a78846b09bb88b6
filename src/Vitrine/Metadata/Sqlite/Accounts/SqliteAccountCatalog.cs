using Vitrine.Library;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Accounts;

internal sealed class SqliteAccountCatalog(SqliteDatabase database, TimeProvider time) : IAccountCatalog
{
    public Task<bool> AddAsync(Account account, CancellationToken cancellationToken) =>
        database.WriteAsync(c => AccountRows.Add(c, account), cancellationToken);

    public Task<bool> AddFirstAsync(Account account, CancellationToken cancellationToken) =>
        database.WriteAsync(c => !AccountRows.Any(c) && AccountRows.Add(c, account), cancellationToken);

    public Task<bool> AnyAsync(CancellationToken cancellationToken) => database.ReadAsync(AccountRows.Any, cancellationToken);

    public Task<Account?> FindAsync(AccountId id, CancellationToken cancellationToken) =>
        database.ReadAsync(c => AccountRows.Find(c, id), cancellationToken);

    public Task<Account?> FindByNameAsync(string name, CancellationToken cancellationToken) =>
        database.ReadAsync(c => AccountRows.FindByName(c, name), cancellationToken);

    public Task<Page<Account>> PageAsync(Cursor? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(c => AccountRows.Page(c, after, limit), cancellationToken);

    public Task<bool> ChangePasswordAsync(AccountId id, string passwordHash, string? keepSession, CancellationToken cancellationToken) =>
        database.WriteAsync(c => AccountRows.ChangePassword(c, id, passwordHash, keepSession), cancellationToken);

    public Task<AccountChange> ChangeAsync(AccountId id, bool isAdmin, bool disabled, long? quotaBytes, CancellationToken cancellationToken) =>
        database.WriteAsync(c => AccountRows.Change(c, id, isAdmin, disabled, quotaBytes), cancellationToken);

    public Task<bool> SetMailAsync(AccountId id, string? email, bool noDigest, CancellationToken cancellationToken) =>
        database.WriteAsync(c => AccountRows.SetMail(c, id, email, noDigest), cancellationToken);

    public Task AddSessionAsync(Session session, CancellationToken cancellationToken) =>
        database.WriteAnywayAsync(c => SessionRows.Add(c, session), cancellationToken);

    /// <summary>Read for every request: no closure, no thread switch.</summary>
    public Task<(Session Session, Account Account)?> FindSessionAsync(string tokenHash, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<(Session, Account)?>(cancellationToken);
        try
        {
            return Task.FromResult(database.Read((tokenHash, Now: time.GetUtcNow()), static (c, asked) => SessionRows.Find(c, asked.tokenHash, asked.Now)));
        }
        catch (CatalogUnavailableException failure)
        {
            return Task.FromException<(Session, Account)?>(failure);
        }
    }

    public Task ExtendSessionAsync(string tokenHash, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        database.WriteUnflushedAnywayAsync(c => SessionRows.Extend(c, tokenHash, expiresAt), cancellationToken);

    public Task EndSessionAsync(string tokenHash, CancellationToken cancellationToken) =>
        database.WriteAnywayAsync(c => SessionRows.End(c, tokenHash), cancellationToken);

    public Task<IReadOnlyList<Session>> SessionsAsync(AccountId account, CancellationToken cancellationToken) =>
        database.ReadAsync(c => SessionRows.Of(c, account, time.GetUtcNow()), cancellationToken);

    public Task AddKeyAsync(ApiKey key, CancellationToken cancellationToken) => database.WriteAsync(c => KeyRows.Add(c, key), cancellationToken);

    public Task<(ApiKey Key, Account Account)?> FindKeyAsync(string secretHash, CancellationToken cancellationToken) =>
        database.ReadAsync(c => KeyRows.Find(c, secretHash), cancellationToken);

    public Task TouchKeyAsync(Guid id, CancellationToken cancellationToken) =>
        database.WriteUnflushedAsync(c => KeyRows.Touch(c, id, time.GetUtcNow()), cancellationToken);

    public Task<IReadOnlyList<ApiKey>> KeysAsync(AccountId account, CancellationToken cancellationToken) =>
        database.ReadAsync(c => KeyRows.Of(c, account), cancellationToken);

    public Task<bool> RevokeKeyAsync(AccountId account, Guid id, CancellationToken cancellationToken) =>
        database.WriteAsync(c => KeyRows.Revoke(c, account, id), cancellationToken);

    public Task<int> SweepSessionsAsync(DateTimeOffset moment, CancellationToken cancellationToken) =>
        database.WriteAnywayAsync(c => SessionRows.Sweep(c, moment), cancellationToken);
}
