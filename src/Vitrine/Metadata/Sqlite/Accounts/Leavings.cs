using Vitrine.Library;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Accounts;

/// <summary>The rows that an account leaves behind once all that it had is gone, and its own. A few dozen, so one transaction takes them all.</summary>
internal static class Leavings
{
    /// <summary>What other catalogs remove first. Items are in <c>usage</c> until their tombstone is gone.</summary>
    private static readonly Sql[] Remains =
    [
        new("SELECT 1 FROM usage WHERE owner = ? AND (used <> 0 OR reserved <> 0 OR items <> 0 OR open_uploads <> 0)"),
        new("SELECT 1 FROM albums WHERE owner = ? AND deleted = 0"),
        new("SELECT 1 FROM links WHERE owner = ?"),
        new("SELECT 1 FROM publications WHERE owner = ?"),
        new("SELECT 1 FROM album_members WHERE account = ?"),
    ];

    private static readonly Sql[] Removals =
    [
        new("DELETE FROM recovery_codes WHERE account = ?"),
        new("DELETE FROM authenticators WHERE account = ?"),
        new("DELETE FROM passkeys WHERE account = ?"),
        new("DELETE FROM external_accounts WHERE account = ?"),
        new("DELETE FROM one_time_links WHERE account = ?1 OR made_by = ?1"),
        new("DELETE FROM api_keys WHERE account = ?"),
        new("DELETE FROM sessions WHERE account = ?"),
        new("DELETE FROM uploads WHERE owner = ?"),
        new("DELETE FROM days WHERE owner = ?"),
        new("DELETE FROM usage WHERE owner = ?"),
        new("DELETE FROM accounts WHERE id = ? AND purging_at IS NOT NULL"),
    ];

    public static bool Clear(Connection connection, AccountId id)
    {
        if (AccountRows.Find(connection, id) is not { } account) return true;
        if (account.PurgingAt is null || Remains.Any(question => connection.Use(question).Bind(id.Value).Any())) return false;
        foreach (var removal in Removals) connection.Use(removal).Bind(id.Value).Execute();
        return true;
    }
}
