using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Accounts;

internal sealed class SqlitePasskeyCatalog(SqliteDatabase database) : IPasskeyCatalog
{
    public const string Columns = "credential, account, name, public_key, sign_count, transports, backup_eligible, backed_up, created_at, last_used_at";

    private static readonly Sql Insert = new($"INSERT INTO passkeys ({Columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
    private static readonly Sql ByCredential = new($"SELECT {Columns} FROM passkeys WHERE credential = ?");
    private static readonly Sql OfAccount = new($"SELECT {Columns} FROM passkeys WHERE account = ? ORDER BY created_at, credential");

    private static readonly Sql SetUsed = new(
        "UPDATE passkeys SET sign_count = ?2, backed_up = ?3, last_used_at = ?4 WHERE credential = ?1 AND (sign_count < ?2 OR (sign_count = 0 AND ?2 = 0))");

    private static readonly Sql SetName = new("UPDATE passkeys SET name = ?3 WHERE credential = ?2 AND account = ?1");
    private static readonly Sql Delete = new("DELETE FROM passkeys WHERE credential = ?2 AND account = ?1");

    public Task<bool> AddAsync(Passkey passkey, CancellationToken cancellationToken) => database.WriteAsync(c => Add(c, passkey), cancellationToken);

    public Task<Passkey?> FindAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        database.ReadAsync(c => c.Use(ByCredential).Bind(credentialId).First(Read), cancellationToken);

    public Task<IReadOnlyList<Passkey>> OfAsync(AccountId account, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Passkey>>(c => c.Use(OfAccount).Bind(account.Value).All(Read), cancellationToken);

    public Task<bool> UseAsync(Passkey used, CancellationToken cancellationToken) => database.WriteAsync(
        c => c.Use(SetUsed).Bind(used.CredentialId).Bind((long)used.SignCount).Bind(used.IsBackedUp).Bind(used.LastUsedAt).Execute() == 1, cancellationToken);

    public Task<bool> RenameAsync(AccountId account, byte[] credentialId, string name, CancellationToken cancellationToken) =>
        database.WriteAsync(c => c.Use(SetName).Bind(account.Value).Bind(credentialId).Bind(name).Execute() == 1, cancellationToken);

    public Task<bool> RemoveAsync(AccountId account, byte[] credentialId, CancellationToken cancellationToken) =>
        database.WriteAsync(c => c.Use(Delete).Bind(account.Value).Bind(credentialId).Execute() == 1, cancellationToken);

    public static bool Add(Connection connection, Passkey passkey) => connection.Use(Insert)
        .Bind(passkey.CredentialId).Bind(passkey.Account.Value).Bind(passkey.Name).Bind(passkey.PublicKey).Bind((long)passkey.SignCount)
        .Bind(string.Join(' ', passkey.Transports)).Bind(passkey.IsBackupEligible).Bind(passkey.IsBackedUp).Bind(passkey.CreatedAt).Bind(passkey.LastUsedAt)
        .Execute() == 1;

    public static Passkey Read(Statement row) => new()
    {
        CredentialId = row.ReadBlobOrNull()!,
        Account = new AccountId(row.ReadId()),
        Name = row.ReadText(),
        PublicKey = row.ReadBlobOrNull()!,
        SignCount = (uint)row.ReadLong(),
        Transports = row.ReadText().Split(' ', StringSplitOptions.RemoveEmptyEntries),
        IsBackupEligible = row.ReadBool(),
        IsBackedUp = row.ReadBool(),
        CreatedAt = row.ReadMoment(),
        LastUsedAt = row.ReadMomentOrNull(),
    };
}
