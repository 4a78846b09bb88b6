namespace Vitrine.Storage.Disk;

/// <summary>
/// Threads of their own for calls that wait until the disk has written. On the thread pool, which has one thread per core to begin
/// with, a few uploads on a slow disk would keep every other request waiting. They end themselves when idle.
/// </summary>
internal sealed class DiskThreads
{
    /// <summary>Enough for the file system to merge flushes, few enough not to drown a small machine.</summary>
    private const int Most = 16;

    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(10);

#pragma warning disable CA2002, IDE0330 // Monitor's wait and pulse want an object
    private readonly object gate = new();
#pragma warning restore CA2002, IDE0330
    private readonly Queue<Action> waiting = [];
    private int threads;
    private int idle;

    public Task<T> RunAsync<T>(Func<T> step)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.Enqueue(() => Complete(done, step));
            Monitor.Pulse(gate);
            if (waiting.Count <= idle || threads == Most) return done.Task;
            threads++;
        }

        new Thread(Work) { IsBackground = true, Name = "disk" }.Start();
        return done.Task;
    }

    private void Work()
    {
        while (Next() is { } step) step();
    }

    /// <summary>Null when there was nothing to do for a while.</summary>
    private Action? Next()
    {
        lock (gate)
        {
            idle++;
            while (waiting.Count == 0)
            {
                if (Monitor.Wait(gate, IdleTime) || waiting.Count > 0) continue;
                idle--;
                threads--;
                return null;
            }

            idle--;
            return waiting.Dequeue();
        }
    }

    private static void Complete<T>(TaskCompletionSource<T> done, Func<T> step)
    {
        try
        {
            done.SetResult(step());
        }
#pragma warning disable CA1031 // it is the awaiting caller's exception
        catch (Exception failure)
#pragma warning restore CA1031
        {
            done.SetException(failure);
        }
    }
}
