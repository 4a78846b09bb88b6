using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Accounts;

internal sealed class SqliteAuthenticatorCatalog(SqliteDatabase database) : IAuthenticatorCatalog
{
    public const string Columns =
        "account, sealed_secret, added_at, (SELECT count(*) FROM recovery_codes WHERE recovery_codes.account = authenticators.account)";

    private static readonly Sql Select = new($"SELECT {Columns} FROM authenticators WHERE account = ?");

    private static readonly Sql Upsert = new("INSERT OR REPLACE INTO authenticators (account, sealed_secret, added_at, last_step) VALUES (?, ?, ?, ?)");
    private static readonly Sql SetStep = new("UPDATE authenticators SET last_step = ?2 WHERE account = ?1 AND last_step < ?2");
    private static readonly Sql Delete = new("DELETE FROM authenticators WHERE account = ?");
    private static readonly Sql InsertCode = new("INSERT INTO recovery_codes (account, hash) VALUES (?, ?)");
    private static readonly Sql DeleteCode = new("DELETE FROM recovery_codes WHERE account = ? AND hash = ?");
    private static readonly Sql DeleteCodes = new("DELETE FROM recovery_codes WHERE account = ?");

    public Task<Authenticator?> FindAsync(AccountId account, CancellationToken cancellationToken) =>
        database.ReadAsync(c => c.Use(Select).Bind(account.Value).First(Read), cancellationToken);

    public Task SetAsync(Authenticator authenticator, long usedStep, IReadOnlyCollection<string> codeHashes, CancellationToken cancellationToken) =>
        database.WriteAsync(c => Set(c, authenticator, usedStep, codeHashes), cancellationToken);

    public Task<bool> UseStepAsync(AccountId account, long step, CancellationToken cancellationToken) =>
        database.WriteAsync(c => c.Use(SetStep).Bind(account.Value).Bind(step).Execute() == 1, cancellationToken);

    public Task<bool> UseCodeAsync(AccountId account, string codeHash, CancellationToken cancellationToken) =>
        database.WriteAsync(c => c.Use(DeleteCode).Bind(account.Value).Bind(codeHash).Execute() == 1, cancellationToken);

    public Task<bool> ReplaceCodesAsync(AccountId account, IReadOnlyCollection<string> codeHashes, CancellationToken cancellationToken) =>
        database.WriteAsync(
            c =>
            {
                if (!c.Use(Select).Bind(account.Value).Any()) return false;
                Replace(c, account, codeHashes);
                return true;
            },
            cancellationToken);

    public Task RemoveAsync(AccountId account, CancellationToken cancellationToken) => database.WriteAsync(
        c =>
        {
            c.Use(Delete).Bind(account.Value).Execute();
            c.Use(DeleteCodes).Bind(account.Value).Execute();
        },
        cancellationToken);

    public static void Set(Connection connection, Authenticator authenticator, long usedStep, IReadOnlyCollection<string> codeHashes)
    {
        connection.Use(Upsert).Bind(authenticator.Account.Value).Bind(authenticator.SealedSecret).Bind(authenticator.AddedAt).Bind(usedStep).Execute();
        Replace(connection, authenticator.Account, codeHashes);
    }

    public static Authenticator Read(Statement row) => new(new AccountId(row.ReadId()), row.ReadText(), row.ReadMoment(), (int)row.ReadLong());

    private static void Replace(Connection connection, AccountId account, IReadOnlyCollection<string> codeHashes)
    {
        connection.Use(DeleteCodes).Bind(account.Value).Execute();
        foreach (var hash in codeHashes) connection.Use(InsertCode).Bind(account.Value).Bind(hash).Execute();
    }
}
