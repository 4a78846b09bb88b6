using Vitrine.Library;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Accounts;

internal static class SessionRows
{
    private const string Columns = "token_hash, account, sessions.created_at, expires_at, agent";

    private static readonly Sql Insert = new(
        "INSERT INTO sessions (token_hash, account, created_at, expires_at, agent) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");

    private static readonly Sql WithAccount = new(
        $"SELECT {Columns}, {AccountRows.Columns} FROM sessions JOIN accounts ON accounts.id = account WHERE token_hash = ?");

    private static readonly Sql OfAccount = new($"SELECT {Columns} FROM sessions WHERE account = ? AND expires_at > ? ORDER BY created_at DESC");
    private static readonly Sql SetExpiry = new("UPDATE sessions SET expires_at = ?2 WHERE token_hash = ?1");
    private static readonly Sql Delete = new("DELETE FROM sessions WHERE token_hash = ?");
    private static readonly Sql DeleteOfAccount = new("DELETE FROM sessions WHERE account = ? AND token_hash <> ?");
    private static readonly Sql DeleteExpired = new("DELETE FROM sessions WHERE expires_at < ?");

    public static void Add(Connection connection, Session session) => connection.Use(Insert)
        .Bind(session.TokenHash).Bind(session.Account.Value).Bind(session.CreatedAt).Bind(session.ExpiresAt).Bind(session.Agent).Execute();

    public static (Session Session, Account Account)? Find(Connection connection, string tokenHash, DateTimeOffset now)
    {
        using var row = connection.Use(WithAccount).Bind(tokenHash);
        if (!row.Step()) return null;
        var session = Read(row);
        var account = AccountRows.Read(row);
        return session.ExpiresAt > now && !account.Disabled ? (session, account) : null;
    }

    public static IReadOnlyList<Session> Of(Connection connection, AccountId account, DateTimeOffset now) =>
        connection.Use(OfAccount).Bind(account.Value).Bind(now).All(Read);

    public static int Extend(Connection connection, string tokenHash, DateTimeOffset expiresAt) =>
        connection.Use(SetExpiry).Bind(tokenHash).Bind(expiresAt).Execute();

    public static void End(Connection connection, string tokenHash) => connection.Use(Delete).Bind(tokenHash).Execute();

    public static void EndAll(Connection connection, AccountId account, string? keep) =>
        connection.Use(DeleteOfAccount).Bind(account.Value).Bind(keep ?? "").Execute();

    public static int Sweep(Connection connection, DateTimeOffset moment) => connection.Use(DeleteExpired).Bind(moment).Execute();

    private static Session Read(Statement row) =>
        new(row.ReadText(), new AccountId(row.ReadId()), row.ReadMoment(), row.ReadMoment(), row.ReadTextOrNull());
}
