using Vitrine.Library;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Accounts;

internal static class KeyRows
{
    public const string Columns =
        "api_keys.id, account, api_keys.name, secret_hash, can_read, can_write, api_keys.created_at, last_used_at";

    private static readonly Sql Insert = new(
        """
        INSERT INTO api_keys (id, account, name, secret_hash, can_read, can_write, created_at, last_used_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """);

    private static readonly Sql WithAccount = new(
        $"SELECT {Columns}, {AccountRows.Columns} FROM api_keys JOIN accounts ON accounts.id = account WHERE secret_hash = ?");

    private static readonly Sql OfAccount = new($"SELECT {Columns} FROM api_keys WHERE account = ? ORDER BY created_at, id");
    private static readonly Sql SetUsed = new("UPDATE api_keys SET last_used_at = ?2 WHERE id = ?1");
    private static readonly Sql Delete = new("DELETE FROM api_keys WHERE id = ? AND account = ?");
    private static readonly Sql DeleteOfAccount = new("DELETE FROM api_keys WHERE account = ?");

    public static void Add(Connection connection, ApiKey key) => connection.Use(Insert)
        .Bind(key.Id).Bind(key.Account.Value).Bind(key.Name).Bind(key.SecretHash).Bind(key.CanRead).Bind(key.CanWrite)
        .Bind(key.CreatedAt).Bind(key.LastUsedAt).Execute();

    public static (ApiKey Key, Account Account)? Find(Connection connection, string secretHash)
    {
        using var row = connection.Use(WithAccount).Bind(secretHash);
        if (!row.Step()) return null;
        var key = Read(row);
        var account = AccountRows.Read(row);
        return account.Disabled ? null : (key, account);
    }

    public static IReadOnlyList<ApiKey> Of(Connection connection, AccountId account) => connection.Use(OfAccount).Bind(account.Value).All(Read);

    public static int Touch(Connection connection, Guid id, DateTimeOffset now) => connection.Use(SetUsed).Bind(id).Bind(now).Execute();

    public static bool Revoke(Connection connection, AccountId account, Guid id) => connection.Use(Delete).Bind(id).Bind(account.Value).Execute() == 1;

    public static void RevokeAll(Connection connection, AccountId account) => connection.Use(DeleteOfAccount).Bind(account.Value).Execute();

    public static ApiKey Read(Statement row) => new(
        row.ReadId(), new AccountId(row.ReadId()), row.ReadText(), row.ReadText(), row.ReadBool(), row.ReadBool(), row.ReadMoment(), row.ReadMomentOrNull());
}
