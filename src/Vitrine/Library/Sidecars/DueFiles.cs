using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>Brings files of the store up to their rows every so often. Where store or catalog do not answer, they wait for the next time.</summary>
/// <param name="what">Begins a sentence of the log, e.g. "Sidecars".</param>
internal abstract class DueFiles(string what, TimeSpan pause, TimeProvider time, ILogger log) : BackgroundService
{
    /// <summary>Writes what is due now; returns how much it touched.</summary>
    public abstract Task<int> WriteDueAsync(CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await WriteDueAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is StorageUnavailableException or CatalogUnavailableException)
            {
                log.LogWarning("{What} wait: {Reason}", what, failure.Message);
            }
        }
    }
}
