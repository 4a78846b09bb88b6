using Vitrine.Library;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Links;

/// <summary>Who opened a link. The maximum is a condition of the update that counts.</summary>
internal static class Opens
{
    /// <summary>Of a link without a maximum so many opens are kept: to be shown, not to be counted by.</summary>
    private const int Kept = 100;

    private static readonly Sql Counted = new(
        "SELECT 1 FROM links JOIN link_opens ON link_opens.link = links.pk WHERE links.id = ? AND visitor = ?");

    private static readonly Sql Count = new(
        "UPDATE links SET opens = opens + 1, last_opened_at = ?2 WHERE id = ?1 AND (max_opens IS NULL OR opens < max_opens)");

    private static readonly Sql Insert = new("INSERT INTO link_opens (link, visitor, opened_at) SELECT pk, ?2, ?3 FROM links WHERE id = ?1");

    private static readonly Sql Trim = new(
        """
        DELETE FROM link_opens WHERE (link, visitor) IN (
          SELECT link, visitor FROM links JOIN link_opens ON link_opens.link = links.pk
          WHERE links.id = ?1 AND max_opens IS NULL ORDER BY opened_at DESC LIMIT -1 OFFSET ?2)
        """);

    private static readonly Sql Latest = new(
        "SELECT opened_at FROM links JOIN link_opens ON link_opens.link = links.pk WHERE links.id = ? ORDER BY opened_at DESC LIMIT ?");

    public static bool Has(Connection connection, LinkId id, string visitor) => connection.Use(Counted).Bind(id.Value).Bind(visitor).Any();

    public static bool Open(Connection connection, LinkId id, string visitor, DateTimeOffset now)
    {
        if (Has(connection, id, visitor)) return true;
        if (connection.Use(Count).Bind(id.Value).Bind(now).Execute() == 0) return false;
        connection.Use(Insert).Bind(id.Value).Bind(visitor).Bind(now).Execute();
        connection.Use(Trim).Bind(id.Value).Bind((long)Kept).Execute();
        LinkFiles.Mark(connection, id);
        return true;
    }

    public static IReadOnlyList<DateTimeOffset> Of(Connection connection, LinkId id, int limit) =>
        connection.Use(Latest).Bind(id.Value).Bind((long)limit).All(row => row.ReadMoment());
}
