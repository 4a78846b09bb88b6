using System.Collections.Concurrent;
using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Metadata.DynamoDb.Work;

/// <summary>
/// Whose turn it is in a lane. The owners who wait form a ring, shard after shard; each claim goes on after the owner served last by this
/// node, so neither a thousand jobs of one nor many single jobs of another starve anybody. A claim reads as many keys as owners are
/// passed over, never jobs.
/// </summary>
internal sealed class Turns(DynamoTable table) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lane> lanes = new();

    public void Dispose()
    {
        foreach (var lane in lanes.Values) lane.Claiming.Dispose();
    }

    /// <summary>Offers ready jobs one after the other until one is taken. One claim of a lane at a time in this process.</summary>
    public async Task<T?> NextAsync<T>(string lane, DateTimeOffset now, Func<JobRef, Task<T?>> take, CancellationToken cancellationToken)
        where T : class
    {
        var turn = lanes.GetOrAdd(lane, _ => new Lane());
        await turn.Claiming.WaitAsync(cancellationToken);
        try
        {
            foreach (var stretch in Ring(lane, turn.Shard, turn.After))
            {
                if (await FirstAsync(stretch, now, take, cancellationToken) is not (var owner, { } taken)) continue;
                (turn.Shard, turn.After) = (Shard.Of(owner), JobRef.AfterOwner(owner));
                return taken;
            }

            return null;
        }
        finally
        {
            turn.Claiming.Release();
        }
    }

    /// <summary>The rest of the shard after the owner served last, the other shards, and the shard's beginning.</summary>
    private static IEnumerable<KeyRange> Ring(string lane, int shard, string after)
    {
        var list = JobRef.ListOf(lane);
        yield return Part(Shard.Name(list, shard), after, KeyRange.Last);
        for (var n = 1; n < Shard.Count; n++) yield return Part(Shard.Name(list, (shard + n) % Shard.Count), KeyRange.First, KeyRange.Last);
        yield return Part(Shard.Name(list, shard), KeyRange.First, after);
    }

    private static KeyRange Part(string partition, string from, string until) => new("g4", partition, from, until, Ascending: true);

    private async Task<(Guid Owner, T? Taken)> FirstAsync<T>(
        KeyRange stretch, DateTimeOffset now, Func<JobRef, Task<T?>> take, CancellationToken cancellationToken)
        where T : class
    {
        while (await table.QueryAsync(stretch, 1, cancellationToken) is [var key])
        {
            var sort = key.Text("g4s");
            var job = JobRef.Read(sort);
            if (job.ReadyAt > now)
            {
                stretch = stretch with { From = JobRef.AfterOwner(job.Owner) };
                continue;
            }

            // Not taken: the index lags, or another node was faster.
            if (await take(job) is { } taken) return (job.Owner, taken);
            stretch = stretch with { From = KeyRange.JustAfter(sort) };
        }

        return default;
    }

    private sealed class Lane
    {
        public SemaphoreSlim Claiming { get; } = new(1);

        public int Shard { get; set; }

        public string After { get; set; } = KeyRange.First;
    }
}
