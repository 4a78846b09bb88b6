using Vitrine.Library;
using Vitrine.Metadata.DynamoDb.Albums;

namespace Vitrine.Metadata.DynamoDb.Work;

/// <summary>Applies effects every other second, and what albums were not told of an item's change. Several nodes may do so at the same time: a batch is applied by one of them.</summary>
internal sealed class EffectsWorker(Effects effects, Showing showing, TimeProvider time, ILogger<EffectsWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await showing.ApplyAsync(stoppingToken);
                await effects.ApplyAsync(stoppingToken);
            }
            catch (CatalogUnavailableException failure)
            {
                log.LogWarning("Counts and quotas wait: {Reason}", failure.Message);
            }
        }
    }
}
