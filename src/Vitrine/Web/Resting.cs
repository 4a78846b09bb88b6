namespace Vitrine.Web;

/// <summary>
/// Gives memory back when the site has come to rest. The collector keeps what a burst of uploads grew, in case the next one comes; on a
/// small box that shares its memory somebody else could use it. Measured at rest after 64 uploads of 6 MB: 145 MiB instead of 175.
/// </summary>
internal sealed class Resting(TimeProvider time) : BackgroundService
{
    /// <summary>Longer than the pause between two pages that a person looks at.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(15);

    /// <summary>Less than this share of a core is rest.</summary>
    private const double RestingShare = 0.02;

    /// <summary>Less is not worth a collection.</summary>
    private const long WorthBytes = 8 * 1024 * 1024;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        var (used, kept) = (Environment.CpuUsage.TotalTime, 0L);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var now = Environment.CpuUsage.TotalTime;
            if (now - used < Look * RestingShare && Committed - kept > WorthBytes)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                kept = Committed;
            }

            used = now;
        }
    }

    private static long Committed => GC.GetGCMemoryInfo().TotalCommittedBytes;
}
