using Vitrine.Library;
using Vitrine.Metadata.Items;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Accounts;

internal static class AccountRows
{
    public const string Columns =
        """
        accounts.id, accounts.name, accounts.password_hash, accounts.is_admin, accounts.disabled, accounts.quota_bytes, accounts.created_at,
        accounts.closed_at, accounts.purging_at, accounts.email, accounts.no_digest
        """;

    private static readonly Sql Insert = new(
        """
        INSERT INTO accounts (id, name, name_key, password_hash, is_admin, disabled, quota_bytes, created_at, closed_at, purging_at, email, no_digest)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """);

    private static readonly Sql AnyAccount = new("SELECT 1 FROM accounts LIMIT 1");
    private static readonly Sql ById = new($"SELECT {Columns} FROM accounts WHERE id = ?");
    private static readonly Sql ByName = new($"SELECT {Columns} FROM accounts WHERE name_key = ?");
    private static readonly Sql AfterName = new($"SELECT {Columns} FROM accounts WHERE name_key > ? ORDER BY name_key LIMIT ?");
    private static readonly Sql SetPassword = new("UPDATE accounts SET password_hash = ?2 WHERE id = ?1");
    private static readonly Sql SetRole = new("UPDATE accounts SET is_admin = ?2, disabled = ?3, quota_bytes = ?4 WHERE id = ?1");
    private static readonly Sql UpdateMail = new("UPDATE accounts SET email = ?2, no_digest = ?3 WHERE id = ?1");
    private static readonly Sql OtherAdmin = new("SELECT 1 FROM accounts WHERE is_admin = 1 AND disabled = 0 AND id <> ? LIMIT 1");

    public static bool Any(Connection connection) => connection.Use(AnyAccount).Any();

    public static bool Add(Connection connection, Account account) => connection.Use(Insert)
        .Bind(account.Id.Value).Bind(account.Name).Bind(NameKey.Of(account.Name)).Bind(account.PasswordHash).Bind(account.IsAdmin)
        .Bind(account.Disabled).Bind(account.QuotaBytes).Bind(account.CreatedAt).Bind(account.ClosedAt).Bind(account.PurgingAt)
        .Bind(account.Email).Bind(account.NoDigest).Execute() == 1;

    public static Account? Find(Connection connection, AccountId id) => connection.Use(ById).Bind(id.Value).First(Read);

    public static Account? FindByName(Connection connection, string name) => connection.Use(ByName).Bind(NameKey.Of(name)).First(Read);

    public static Page<Account> Page(Connection connection, Cursor? after, int limit)
    {
        var accounts = connection.Use(AfterName).Bind(after?.Key ?? "").Bind(limit + 1L).All(Read);
        if (accounts.Count <= limit) return new Page<Account>(accounts, null);
        accounts.RemoveAt(limit);
        return new Page<Account>(accounts, new Cursor(NameKey.Of(accounts[^1].Name), accounts[^1].Id.ToString()));
    }

    public static bool ChangePassword(Connection connection, AccountId id, string passwordHash, string? keepSession)
    {
        if (connection.Use(SetPassword).Bind(id.Value).Bind(passwordHash).Execute() == 0) return false;
        EndAll(connection, id, keepSession);
        return true;
    }

    public static AccountChange Change(Connection connection, AccountId id, bool isAdmin, bool disabled, long? quotaBytes)
    {
        if (Find(connection, id) is not { } present) return AccountChange.Absent;
        if (present.ClosedAt is not null) return AccountChange.Closed;
        if ((!isAdmin || disabled) && IsLastAdmin(connection, id)) return AccountChange.LastAdmin;
        connection.Use(SetRole).Bind(id.Value).Bind(isAdmin).Bind(disabled).Bind(quotaBytes).Execute();
        if (disabled) EndAll(connection, id, keepSession: null);
        return AccountChange.Changed;
    }

    public static bool SetMail(Connection connection, AccountId id, string? email, bool noDigest) =>
        connection.Use(UpdateMail).Bind(id.Value).Bind(email).Bind(noDigest).Execute() == 1;

    public static Account Read(Statement row) => new()
    {
        Id = new AccountId(row.ReadId()),
        Name = row.ReadText(),
        PasswordHash = row.ReadText(),
        IsAdmin = row.ReadBool(),
        Disabled = row.ReadBool(),
        QuotaBytes = row.ReadLongOrNull(),
        CreatedAt = row.ReadMoment(),
        ClosedAt = row.ReadMomentOrNull(),
        PurgingAt = row.ReadMomentOrNull(),
        Email = row.ReadTextOrNull(),
        NoDigest = row.ReadBool(),
    };

    /// <summary>No admin but this account could sign in.</summary>
    public static bool IsLastAdmin(Connection connection, AccountId id) => !connection.Use(OtherAdmin).Bind(id.Value).Any();

    /// <summary>Every session, key and link for a new password.</summary>
    public static void EndAll(Connection connection, AccountId id, string? keepSession)
    {
        SessionRows.EndAll(connection, id, keepSession);
        KeyRows.RevokeAll(connection, id);
        OneTimeLinkRows.DeleteOf(connection, id);
    }
}
