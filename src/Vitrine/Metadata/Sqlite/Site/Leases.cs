using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Site;

/// <summary>Named leases. The row stays after its end, so that the fencing number never goes back.</summary>
internal static class Leases
{
    private static readonly Sql Take = new(
        """
        INSERT INTO leases (name, holder, fence, ends_at) VALUES (?1, ?2, 1, ?3)
        ON CONFLICT DO UPDATE SET fence = fence + (holder <> ?2), holder = ?2, ends_at = ?3 WHERE holder = ?2 OR ends_at <= ?4
        RETURNING fence
        """);

    private static readonly Sql End = new("UPDATE leases SET holder = '', ends_at = 0 WHERE name = ? AND holder = ?");

    public static long? Lease(Connection connection, string name, string holder, DateTimeOffset until, DateTimeOffset now)
    {
        using var row = connection.Use(Take).Bind(name).Bind(holder).Bind(until).Bind(now);
        if (!row.Step()) return null;
        var fence = row.ReadLong();
        row.Step();
        return fence;
    }

    public static void Release(Connection connection, string name, string holder) => connection.Use(End).Bind(name).Bind(holder).Execute();
}
