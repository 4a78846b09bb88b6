using Vitrine.Library;
using Vitrine.Library.Links;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Links;

/// <summary>Which links' files in the store are due; a mark outlives its link, so that the file of a revoked one goes too.</summary>
internal static class LinkFiles
{
    private static readonly Sql Raise = new("INSERT INTO link_files (link, version) VALUES (?, 1) ON CONFLICT DO UPDATE SET version = version + 1");
    private static readonly Sql Insert = new("INSERT INTO link_files (link, version) VALUES (?, ?) ON CONFLICT DO NOTHING");
    private static readonly Sql First = new("SELECT link, version FROM link_files ORDER BY link LIMIT ?");
    private static readonly Sql Delete = new("DELETE FROM link_files WHERE link = ? AND version = ?");

    /// <summary>In the transaction that changes the link.</summary>
    public static void Mark(Connection connection, LinkId link) => connection.Use(Raise).Bind(link.Value).Execute();

    public static void Put(Connection connection, LinkFileDue due) => connection.Use(Insert).Bind(due.Link.Value).Bind(due.Version).Execute();

    public static IReadOnlyList<LinkFileDue> Due(Connection connection, int limit) =>
        connection.Use(First).Bind((long)limit).All(row => new LinkFileDue(new LinkId(row.ReadId()), row.ReadLong()));

    public static void Written(Connection connection, LinkFileDue due) => connection.Use(Delete).Bind(due.Link.Value).Bind(due.Version).Execute();
}
