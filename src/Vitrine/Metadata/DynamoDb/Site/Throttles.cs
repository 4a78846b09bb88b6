using System.Globalization;
using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Metadata.DynamoDb.Site;

/// <summary>
/// Events per bucket in fixed windows that begin at multiples of their length, so all nodes agree on them. A row per window, removed by
/// its time to live.
/// </summary>
internal static class Throttles
{
    public static async Task<long> CountAsync(DynamoTable table, string bucket, TimeSpan window, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var end = DateTimeOffset.FromUnixTimeMilliseconds(Start(window, now) + Length(window));
        var count = Write.Update(
            KeyOf(bucket, window, now), "SET #ttl = :ttl ADD ev :one", condition: null, new Attributes().Add(":ttl", end.ToUnixTimeSeconds() + 1).Add(":one", 1L));
        return (await table.WriteAsync(count, cancellationToken)).Row!.Long("ev");
    }

    public static async Task<long> PeekAsync(DynamoTable table, string bucket, TimeSpan window, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await table.FindAsync(KeyOf(bucket, window, now), cancellationToken))?.Long("ev") ?? 0;

    private static RowKey KeyOf(string bucket, TimeSpan window, DateTimeOffset now) =>
        RowKey.Events(string.Create(CultureInfo.InvariantCulture, $"{bucket}#{Length(window)}#{Start(window, now)}"));

    private static long Length(TimeSpan window) => Math.Max(1, (long)window.TotalMilliseconds);

    private static long Start(TimeSpan window, DateTimeOffset now) => now.ToUnixTimeMilliseconds() / Length(window) * Length(window);
}
