using System.Collections.Concurrent;

namespace Vitrine.Jobs;

/// <summary>A bell per lane. A ring that nobody waits for is kept for the next who comes, so none is lost between a look and a wait.</summary>
internal sealed class JobBell(TimeProvider time) : IJobBell
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> lanes = new(StringComparer.Ordinal);

    public void Ring(string lane)
    {
        var bell = Of(lane);

        // A burst needs no ring per job: whoever is awake goes on until it finds nothing.
        if (bell.CurrentCount < Environment.ProcessorCount) bell.Release();
    }

    public async Task WaitAsync(string lane, TimeSpan delay, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var timer = time.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), ended, delay, Timeout.InfiniteTimeSpan);
        try
        {
            await Of(lane).WaitAsync(ended.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The delay is over.
        }
    }

    private SemaphoreSlim Of(string lane) => lanes.GetOrAdd(lane, _ => new SemaphoreSlim(0));
}
