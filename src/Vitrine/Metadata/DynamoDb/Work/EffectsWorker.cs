using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Metadata.DynamoDb.Albums;

namespace Vitrine.Metadata.DynamoDb.Work;

/// <summary>
/// Applies effects soon after they were noted here, and what albums were not told of an item's change; looks every few seconds for those of
/// other nodes and of a slow index. Several nodes may do so at the same time: a batch is applied by one of them.
/// </summary>
internal sealed class EffectsWorker(
    DynamoTable table, Effects effects, Showing showing, IJobBell bell, TimeProvider time, ILogger<EffectsWorker> log) : BackgroundService
{
    private const string Lane = "effects";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>What comes in a burst goes in one batch, which costs as much as one effect alone.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        table.EffectNoted += Ring;
        try
        {
            while (true)
            {
                await bell.WaitAsync(Lane, Pause, stoppingToken);
                await Task.Delay(Gathering, time, stoppingToken);
                await ApplyAsync(stoppingToken);
            }
        }
        finally
        {
            table.EffectNoted -= Ring;
        }
    }

    private async Task ApplyAsync(CancellationToken stoppingToken)
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

    private void Ring() => bell.Ring(Lane);
}
