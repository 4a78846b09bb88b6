using Vitrine.Library;

namespace Vitrine.Metadata.DynamoDb.Work;

/// <summary>Applies effects every other second. Several nodes may do so at the same time: a batch is applied by one of them.</summary>
internal sealed class EffectsWorker(Effects effects, TimeProvider time, ILogger<EffectsWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await effects.ApplyAsync(stoppingToken);
            }
            catch (CatalogUnavailableException failure)
            {
                log.LogWarning("Counts and quotas wait: {Reason}", failure.Message);
            }
        }
    }
}
