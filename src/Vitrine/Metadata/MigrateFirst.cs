using Vitrine.Library;
using Vitrine.Metadata.Sqlite;

namespace Vitrine.Metadata;

/// <summary>
/// Brings the database to the present schema before anything else of the site starts, and reads a large one through for damage
/// once the site runs. Verbs do not run this (RULES 29).
/// </summary>
internal sealed class MigrateFirst(SqliteDatabase database, ILogger<MigrateFirst> log) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private Task lookedOver = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => database.MigrateAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        lookedOver = LookOverAsync();
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => stopping.CancelAsync();

    public Task StopAsync(CancellationToken cancellationToken) => lookedOver;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => stopping.Dispose();

    private async Task LookOverAsync()
    {
        try
        {
            await database.LookOverAsync(stopping.Token);
        }
        catch (CatalogUnavailableException damage)
        {
            log.LogCritical("{Damage}", damage.Message);
        }
        catch (OperationCanceledException)
        {
            // The next start looks again.
        }
    }
}
