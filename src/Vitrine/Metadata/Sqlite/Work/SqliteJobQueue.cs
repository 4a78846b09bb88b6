using Vitrine.Jobs;

namespace Vitrine.Metadata.Sqlite.Work;

internal sealed class SqliteJobQueue(SqliteDatabase database, IJobBell bell, TimeProvider time) : IJobQueue
{
    public async Task<bool> EnqueueAsync(NewJob job, CancellationToken cancellationToken)
    {
        var added = await database.WriteAsync(c => JobRows.Add(c, job, time.GetUtcNow()), cancellationToken);
        if (added) bell.Ring(job.Lane);
        return added;
    }

    /// <summary>Looks before it writes, so that an idle poller costs a read.</summary>
    public async Task<Job?> ClaimAsync(string lane, TimeSpan lease, CancellationToken cancellationToken)
    {
        var next = await database.ReadAsync(c => Turns.Next(c, lane, time.GetUtcNow()), cancellationToken);
        return next is null ? null : await database.WriteUnflushedAsync(c => JobRows.Claim(c, lane, lease, time.GetUtcNow()), cancellationToken);
    }

    public Task<bool> RenewAsync(Job job, TimeSpan lease, CancellationToken cancellationToken) =>
        database.WriteUnflushedAsync(c => JobRows.Renew(c, job, time.GetUtcNow() + lease), cancellationToken);

    public Task<bool> CompleteAsync(Job job, CancellationToken cancellationToken) =>
        database.WriteAsync(c => JobRows.EndedBefore(c, job) || JobRows.End(c, job, next: null, time.GetUtcNow()), cancellationToken);

    public Task<bool> RetryAsync(Job job, DateTimeOffset due, bool counted, CancellationToken cancellationToken) =>
        database.WriteUnflushedAsync(c => JobRows.LetGo(c, job, due, counted), cancellationToken);

    public async Task<bool> GiveBackAsync(Job job, CancellationToken cancellationToken)
    {
        var given = await database.WriteUnflushedAsync(c => JobRows.LetGo(c, job, time.GetUtcNow(), counted: false), cancellationToken);
        if (given) bell.Ring(job.Lane);
        return given;
    }

    public Task<IReadOnlyDictionary<string, long>> WaitingAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyDictionary<string, long>>(Turns.Waiting, cancellationToken);
}
