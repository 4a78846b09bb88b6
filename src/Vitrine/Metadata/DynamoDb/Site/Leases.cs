using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Metadata.DynamoDb.Site;

/// <summary>Named leases. The row stays after its end, so that the fencing number never goes back.</summary>
internal static class Leases
{
    private sealed record Answer(long? Fence);

    public static async Task<long?> LeaseAsync(
        DynamoTable table, string name, string holder, DateTimeOffset until, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var key = RowKey.Lease(name);
        var answer = await table.InTurnsAsync<Answer>(
            async () =>
            {
                var row = await table.FindAsync(key, cancellationToken);
                var isMine = row?.TextOrNull("ho") == holder;
                if (row is not null && !isMine && row.Moment("un") > now) return new Answer(null);
                var (fence, revision) = ((row?.Long("fe") ?? 0) + (isMine ? 0 : 1), row?.Long("rev") ?? 0);
                var lease = new Attributes().Add("ho", holder).Add("fe", fence).Add("un", until).Add("rev", revision + 1);
                var take = row is null ? Write.Put(key, lease, Write.New) : Write.Put(key, lease, "rev = :rev", new Attributes().Add(":rev", revision));
                return (await table.WriteAsync(take, cancellationToken)).Won ? new Answer(fence) : null;
            },
            cancellationToken);
        return answer.Fence;
    }

    public static Task ReleaseAsync(DynamoTable table, string name, string holder, CancellationToken cancellationToken) => table.WriteAsync(
        Write.Update(RowKey.Lease(name), "SET un = :ended REMOVE ho ADD rev :one", "ho = :me", new Attributes().Add(":ended", 0L).Add(":one", 1L).Add(":me", holder)),
        cancellationToken);
}
