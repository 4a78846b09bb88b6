using Vitrine.Jobs;
using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Metadata.DynamoDb.Work;

internal sealed class DynamoJobQueue(DynamoTable table, IJobBell bell, TimeProvider time) : IJobQueue, IDisposable
{
    private static readonly string[] AllLanes = [Lanes.Tile, Lanes.Ordinary, Lanes.Heavy, Lanes.Mail];

    private readonly Turns turns = new(table);

    public void Dispose() => turns.Dispose();

    public async Task<bool> EnqueueAsync(NewJob job, CancellationToken cancellationToken)
    {
        var added = (await table.WriteAsync(JobRows.Add(job), cancellationToken)).Won;
        if (added) bell.Ring(job.Lane);
        return added;
    }

    public Task<Job?> ClaimAsync(string lane, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return turns.NextAsync(lane, now, job => ClaimAsync(job, lane, now + lease, now, cancellationToken), cancellationToken);
    }

    public async Task<bool> RenewAsync(Job job, TimeSpan lease, CancellationToken cancellationToken) =>
        (await table.WriteAsync(JobRows.Renew(job, time.GetUtcNow() + lease), cancellationToken)).Won;

    public async Task<bool> CompleteAsync(Job job, CancellationToken cancellationToken) =>
        (await table.WriteAsync(JobRows.Complete(job, time.GetUtcNow()), cancellationToken)).Won
        || await JobRows.FindAsync(table, job.Id, cancellationToken) is { } row && row.EndedFence == job.Fence;

    public async Task<bool> RetryAsync(Job job, DateTimeOffset due, bool counted, CancellationToken cancellationToken) =>
        (await table.WriteAsync(JobRows.LetGo(job, due, counted), cancellationToken)).Won
        || await JobRows.FindAsync(table, job.Id, cancellationToken) is { Lane: not null, Leased: false } row && row.Fence == job.Fence;

    public async Task<bool> GiveBackAsync(Job job, CancellationToken cancellationToken)
    {
        var given = await RetryAsync(job, time.GetUtcNow(), counted: false, cancellationToken);
        if (given) bell.Ring(job.Lane);
        return given;
    }

    /// <summary>Counted from the index, in each lane no further than some 30 000: a number for a gauge, not for a decision.</summary>
    public async Task<IReadOnlyDictionary<string, long>> WaitingAsync(CancellationToken cancellationToken)
    {
        var waiting = new Dictionary<string, long>();
        foreach (var lane in AllLanes)
        {
            var shards = await Task.WhenAll(Shard.All(JobRef.ListOf(lane)).Select(shard =>
                table.CountAsync(KeyRange.All("g4", shard, ascending: true), cancellationToken)));
            if (shards.Sum() is > 0 and var jobs) waiting[lane] = jobs;
        }

        return waiting;
    }

    private async Task<Job?> ClaimAsync(JobRef job, string lane, DateTimeOffset until, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await table.WriteAsync(JobRows.Claim(job, lane, until, now), cancellationToken) is not { Won: true, Row: { } row }) return null;
        var claimed = JobRows.Read(row);
        return new Job(claimed.Id, claimed.Kind, lane, claimed.Owner, claimed.Fence, claimed.Attempts, claimed.Payload);
    }
}
