using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Site;

/// <summary>Events per bucket in fixed windows that begin at multiples of their length, so all nodes agree on them.</summary>
internal static class Throttles
{
    private static readonly Sql Raise = new(
        """
        INSERT INTO throttles (bucket, window, started, events, ends_at) VALUES (?1, ?2, ?3, 1, ?3 + ?2)
        ON CONFLICT DO UPDATE SET events = CASE WHEN started = ?3 THEN events + 1 ELSE 1 END, started = ?3, ends_at = ?3 + ?2
        """);

    private static readonly Sql Select = new("SELECT events FROM throttles WHERE bucket = ? AND window = ? AND started = ?");

    private static readonly Sql Forget = new(
        "DELETE FROM throttles WHERE (bucket, window) IN (SELECT bucket, window FROM throttles WHERE ends_at <= ? ORDER BY ends_at LIMIT 8)");

    public static long Count(Connection connection, string bucket, TimeSpan window, DateTimeOffset now)
    {
        connection.Use(Forget).Bind(now).Execute();
        connection.Use(Raise).Bind(bucket).Bind(Length(window)).Bind(Start(window, now)).Execute();
        return Peek(connection, bucket, window, now);
    }

    public static long Peek(Connection connection, string bucket, TimeSpan window, DateTimeOffset now) =>
        connection.Use(Select).Bind(bucket).Bind(Length(window)).Bind(Start(window, now)).Number() ?? 0;

    private static long Length(TimeSpan window) => Math.Max(1, (long)window.TotalMilliseconds);

    private static long Start(TimeSpan window, DateTimeOffset now) => now.ToUnixTimeMilliseconds() / Length(window) * Length(window);
}
