using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Work;

/// <summary>
/// Whose turn it is in a lane. An owner who comes new stands behind those who wait already, so neither a thousand jobs of one nor
/// many single jobs of another starve anybody.
/// </summary>
internal static class Turns
{
    private static readonly Sql LastServed = new("SELECT served FROM turns WHERE lane = ? ORDER BY served DESC LIMIT 1");

    private static readonly Sql Earliest = new("SELECT ready_at FROM jobs WHERE lane = ? AND owner = ? ORDER BY ready_at LIMIT 1");

    private static readonly Sql Save = new(
        """
        INSERT INTO turns (lane, owner, served, ready_at, waiting) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT DO UPDATE SET ready_at = ?4, waiting = waiting + ?5
        """);

    private static readonly Sql Serve = new("UPDATE turns SET served = ?3 WHERE lane = ?1 AND owner = ?2");

    private static readonly Sql Leave = new("DELETE FROM turns WHERE lane = ? AND owner = ?");

    private static readonly Sql NextReady = new("SELECT owner FROM turns WHERE lane = ? AND ready_at <= ? ORDER BY served, owner LIMIT 1");

    private static readonly Sql CountWaiting = new("SELECT lane, sum(waiting) FROM turns GROUP BY lane");

    /// <summary>To be called after every change of an owner's jobs in a lane.</summary>
    /// <param name="waiting">How many jobs came (or, below nothing, went).</param>
    public static void Changed(Connection connection, string lane, Guid owner, int waiting)
    {
        if (connection.Use(Earliest).Bind(lane).Bind(owner).Number() is { } readyAt)
            connection.Use(Save).Bind(lane).Bind(owner).Bind(Last(connection, lane)).Bind(readyAt).Bind((long)waiting).Execute();
        else
            connection.Use(Leave).Bind(lane).Bind(owner).Execute();
    }

    public static void Served(Connection connection, string lane, Guid owner) =>
        connection.Use(Serve).Bind(lane).Bind(owner).Bind(Last(connection, lane) + 1).Execute();

    /// <summary>The owner served longest ago who has a job ready.</summary>
    public static Guid? Next(Connection connection, string lane, DateTimeOffset now) =>
        connection.Use(NextReady).Bind(lane).Bind(now).First(row => (Guid?)row.ReadId());

    public static Dictionary<string, long> Waiting(Connection connection) =>
        connection.Use(CountWaiting).All(row => (Lane: row.ReadText(), Jobs: row.ReadLong())).ToDictionary(lane => lane.Lane, lane => lane.Jobs);

    private static long Last(Connection connection, string lane) => connection.Use(LastServed).Bind(lane).Number() ?? 0;
}
