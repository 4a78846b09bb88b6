using Microsoft.Extensions.Options;

namespace Vitrine.Jobs;

/// <summary>
/// Claims and runs jobs, some workers to each lane. A worker without work looks again after a quarter of a second, then less and less
/// often down to every five; the bell wakes it at once.
/// </summary>
internal sealed class JobRunner(IJobQueue queue, IJobBell bell, JobRun run, IEnumerable<JobLane> more, IOptions<JobOptions> options, TimeProvider time, ILogger<JobRunner> log)
    : BackgroundService
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestTrouble = TimeSpan.FromMinutes(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        from lane in new[] { Lanes.Tile, Lanes.Ordinary, Lanes.Heavy }.Select(lane => new JobLane(lane, options.Value.WorkersOf(lane))).Concat(more)
        from worker in Enumerable.Range(0, lane.Workers)
        select Task.Run(() => WorkAsync(lane.Name, stoppingToken), CancellationToken.None));

    private async Task WorkAsync(string lane, CancellationToken stopping)
    {
        var (pause, trouble) = (ShortestPause, ShortestPause);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (await queue.ClaimAsync(lane, TimeSpan.FromSeconds(options.Value.LeaseSeconds), stopping) is not { } job)
                {
                    await bell.WaitAsync(lane, pause, stopping);
                    pause = Longer(pause, LongestPause);
                    continue;
                }

                pause = ShortestPause;
                if (await run.RunAsync(job, stopping))
                {
                    trouble = ShortestPause;
                    continue;
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem)
            {
                log.LogWarning(problem, "No work can be claimed of lane {Lane}: {Problem}", lane, problem.Message);
            }

            trouble = Longer(trouble, LongestTrouble);
            await Task.Delay(trouble, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static TimeSpan Longer(TimeSpan pause, TimeSpan longest) => pause * 2 < longest ? pause * 2 : longest;
}
