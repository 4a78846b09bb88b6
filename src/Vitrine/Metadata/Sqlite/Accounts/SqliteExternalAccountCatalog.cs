using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Accounts;

internal sealed class SqliteExternalAccountCatalog(SqliteDatabase database) : IExternalAccountCatalog
{
    public const string Columns = "issuer, subject, account, label, created_at";

    private static readonly Sql Insert = new($"INSERT INTO external_accounts ({Columns}) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
    private static readonly Sql ByPair = new($"SELECT {Columns} FROM external_accounts WHERE issuer = ? AND subject = ?");
    private static readonly Sql OfAccount = new($"SELECT {Columns} FROM external_accounts WHERE account = ? ORDER BY created_at, issuer, subject LIMIT 100");
    private static readonly Sql Delete = new("DELETE FROM external_accounts WHERE issuer = ? AND subject = ? AND account = ?");

    public Task<ExternalAccount?> FindAsync(string issuer, string subject, CancellationToken cancellationToken) =>
        database.ReadAsync(c => Find(c, issuer, subject), cancellationToken);

    public Task<IReadOnlyList<ExternalAccount>> OfAsync(AccountId account, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ExternalAccount>>(c => c.Use(OfAccount).Bind(account.Value).All(Read), cancellationToken);

    public Task<bool> AddAsync(ExternalAccount external, CancellationToken cancellationToken) => database.WriteAsync(c => Add(c, external), cancellationToken);

    public Task<ConnectOutcome> AddWithAccountAsync(Account account, ExternalAccount external, CancellationToken cancellationToken) => database.WriteAsync(
        c =>
        {
            if (Find(c, external.Issuer, external.Subject) is not null) return ConnectOutcome.Known;
            if (!AccountRows.Add(c, account)) return ConnectOutcome.NameTaken;
            Add(c, external);
            return ConnectOutcome.Connected;
        },
        cancellationToken);

    public Task<bool> RemoveAsync(AccountId account, string issuer, string subject, CancellationToken cancellationToken) =>
        database.WriteAsync(c => c.Use(Delete).Bind(issuer).Bind(subject).Bind(account.Value).Execute() == 1, cancellationToken);

    public static bool Add(Connection connection, ExternalAccount external) => connection.Use(Insert)
        .Bind(external.Issuer).Bind(external.Subject).Bind(external.Account.Value).Bind(external.Label).Bind(external.CreatedAt).Execute() == 1;

    public static ExternalAccount Read(Statement row) => new(row.ReadText(), row.ReadText(), new AccountId(row.ReadId()), row.ReadText(), row.ReadMoment());

    private static ExternalAccount? Find(Connection connection, string issuer, string subject) =>
        connection.Use(ByPair).Bind(issuer).Bind(subject).First(Read);
}
