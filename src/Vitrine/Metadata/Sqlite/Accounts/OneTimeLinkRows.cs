using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Accounts;

/// <summary>One-time links in and out of their table. Used ones are deleted, and those that ended when the next is made.</summary>
internal static class OneTimeLinkRows
{
    public const string Columns =
        "links.id, links.token_hash, links.account, links.name, links.is_admin, links.quota_bytes, links.made_by, links.created_at, links.expires_at";

    private const string MakerIsAdmin = "EXISTS (SELECT 1 FROM accounts WHERE accounts.id = links.made_by AND accounts.is_admin = 1 AND accounts.disabled = 0)";

    /// <summary>Whoever forgot a password made theirs themselves.</summary>
    private const string MakerMay = $"(links.made_by = links.account OR {MakerIsAdmin})";

    private static readonly Sql DeleteEnded = new("DELETE FROM one_time_links WHERE expires_at <= ?");

    private static readonly Sql Insert = new(
        """
        INSERT OR REPLACE INTO one_time_links (id, token_hash, account, name, is_admin, quota_bytes, made_by, created_at, expires_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """);

    private static readonly Sql Live = new(
        $"""
        SELECT {Columns} FROM one_time_links AS links WHERE token_hash = ? AND expires_at > ? AND {MakerMay}
          AND (account IS NULL OR EXISTS (SELECT 1 FROM accounts WHERE accounts.id = links.account AND accounts.disabled = 0))
        """);

    private static readonly Sql OpenInvitations = new(
        $"SELECT {Columns} FROM one_time_links AS links WHERE account IS NULL AND expires_at > ? AND {MakerIsAdmin} ORDER BY id DESC LIMIT ?");

    private static readonly Sql DeleteInvitation = new("DELETE FROM one_time_links WHERE id = ? AND account IS NULL");
    private static readonly Sql Delete = new("DELETE FROM one_time_links WHERE id = ?");
    private static readonly Sql DeleteOfAccount = new("DELETE FROM one_time_links WHERE account = ?");

    public static void Add(Connection connection, OneTimeLink link, DateTimeOffset now)
    {
        connection.Use(DeleteEnded).Bind(now).Execute();
        Put(connection, link);
    }

    public static void Put(Connection connection, OneTimeLink link) => connection.Use(Insert)
        .Bind(link.Id).Bind(link.TokenHash).Bind(link.Account?.Value).Bind(link.Name).Bind(link.IsAdmin).Bind(link.QuotaBytes)
        .Bind(link.MadeBy.Value).Bind(link.CreatedAt).Bind(link.ExpiresAt).Execute();

    public static OneTimeLink? FindLive(Connection connection, string tokenHash, DateTimeOffset now) =>
        connection.Use(Live).Bind(tokenHash).Bind(now).First(Read);

    public static IReadOnlyList<OneTimeLink> Invitations(Connection connection, int limit, DateTimeOffset now) =>
        connection.Use(OpenInvitations).Bind(now).Bind((long)limit).All(Read);

    public static bool RevokeInvitation(Connection connection, Guid id) => connection.Use(DeleteInvitation).Bind(id).Execute() == 1;

    public static JoinOutcome Join(Connection connection, string tokenHash, Account account, DateTimeOffset now)
    {
        if (FindLive(connection, tokenHash, now) is not { Account: null } invitation) return JoinOutcome.Gone;
        if (!AccountRows.Add(connection, account)) return JoinOutcome.NameTaken;
        connection.Use(Delete).Bind(invitation.Id).Execute();
        return JoinOutcome.Joined;
    }

    public static AccountId? SetPassword(Connection connection, string tokenHash, string passwordHash, DateTimeOffset now) =>
        FindLive(connection, tokenHash, now) is { Account: { } account } && AccountRows.ChangePassword(connection, account, passwordHash, keepSession: null)
            ? account
            : null;

    /// <summary>A new password, or none, was set for the account in another way.</summary>
    public static void DeleteOf(Connection connection, AccountId account) => connection.Use(DeleteOfAccount).Bind(account.Value).Execute();

    public static OneTimeLink Read(Statement row) => new()
    {
        Id = row.ReadId(),
        TokenHash = row.ReadText(),
        Account = row.ReadIdOrNull() is { } account ? new AccountId(account) : null,
        Name = row.ReadText(),
        IsAdmin = row.ReadBool(),
        QuotaBytes = row.ReadLongOrNull(),
        MadeBy = new AccountId(row.ReadId()),
        CreatedAt = row.ReadMoment(),
        ExpiresAt = row.ReadMoment(),
    };
}
