namespace Vitrine.Jobs;

/// <summary>
/// Work that must happen, once, sooner or later. A claim is a lease with a fencing number: a worker that outlives its lease
/// finds that its writes are refused. Attempts are counted at the claim (so a job that kills its worker cannot loop for ever)
/// and given back on a clean shutdown. Every implementation passes <c>JobQueueContract</c>.
/// Jobs of a media item live in the item's row and are made and ended by the catalog's own transactions;
/// jobs of no item are made with <see cref="EnqueueAsync"/> and ended with <see cref="CompleteAsync"/>.
/// </summary>
public interface IJobQueue
{
    /// <summary>Adds a job of no item. False when one with this id exists (in any state): enqueueing twice is harmless.</summary>
    Task<bool> EnqueueAsync(NewJob job, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the next due job of a lane, the owners in turn, or null. Its attempts rise by one, its fencing number too.
    /// An expired lease makes a job due again.
    /// </summary>
    Task<Job?> ClaimAsync(string lane, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Prolongs the lease. False when another worker has the job: stop at once.</summary>
    Task<bool> RenewAsync(Job job, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Ends a job of no item. False when the fencing number is no longer this one. Item jobs are ended by the catalog.</summary>
    Task<bool> CompleteAsync(Job job, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the job due again at a time. The attempt stays counted when the job itself was at fault, and is given back when the
    /// world was broken: an hour without a disk must not use up anybody's attempts. False when superseded.
    /// </summary>
    Task<bool> RetryAsync(Job job, DateTimeOffset due, bool counted, CancellationToken cancellationToken);

    /// <summary>Clean shutdown: due at once, and the attempt is not counted. False when superseded.</summary>
    Task<bool> GiveBackAsync(Job job, CancellationToken cancellationToken);

    /// <summary>How many jobs of each lane have not ended (due or not), for metrics; may lag a few seconds.</summary>
    Task<IReadOnlyDictionary<string, long>> WaitingAsync(CancellationToken cancellationToken);
}

/// <summary>Lanes, most urgent first. A worker serves one lane.</summary>
public static class Lanes
{
    public const string Tile = "tile";
    public const string Ordinary = "ordinary";
    public const string Heavy = "heavy";

    /// <summary>Letters, which wait for somebody else's server: never beside work of this one. Has workers only where there is mail (<see cref="JobLane"/>).</summary>
    public const string Mail = "mail";
}

/// <summary>A lane that a part serves besides those of <see cref="JobOptions"/>.</summary>
public sealed record JobLane(string Name, int Workers);

/// <param name="Id">The media item's id, or the job's own.</param>
/// <param name="Kind">Which handler runs it; exactly one handler per kind, checked at start.</param>
/// <param name="Owner">Whose work it is, for fairness; 32 hex digits.</param>
/// <param name="Attempt">1 for the first claim.</param>
public sealed record Job(Guid Id, string Kind, string Lane, Guid Owner, long Fence, int Attempt, string? Payload);

public sealed record NewJob(Guid Id, string Kind, string Lane, Guid Owner, DateTimeOffset Due, string? Payload);

/// <summary>Runs one kind of job: ten lines that call the domain.</summary>
public interface IJobHandler
{
    string Kind { get; }

    /// <summary>Returns when the job's own ending was recorded. An exception means a broken world: the runner retries later.</summary>
    /// <exception cref="JobAttemptFailedException">This attempt failed by the job's own doing: it is counted.</exception>
    Task RunAsync(Job job, CancellationToken cancellationToken);

    /// <summary>Records that the job is given up: too many attempts failed, or killed the process that ran them.</summary>
    Task GiveUpAsync(Job job, CancellationToken cancellationToken);
}

/// <summary>
/// Rings when work was enqueued in this process, so that idle pollers need not wait out their back-off. The queue and the catalogs
/// ring it themselves, after their transaction.
/// </summary>
public interface IJobBell
{
    void Ring(string lane);

    /// <summary>Completes at the next ring of the lane or after the delay, whichever is first.</summary>
    Task WaitAsync(string lane, TimeSpan delay, CancellationToken cancellationToken);
}

/// <summary>An attempt that may be tried again, a bounded number of times.</summary>
public sealed class JobAttemptFailedException(string message) : Exception(message);
