using Microsoft.Extensions.Options;

namespace Vitrine.Web;

/// <summary>
/// The way out on SIGTERM: first <c>/readyz</c> says 503 while requests are still taken, so that a load balancer turns away;
/// then the listener closes and requests under way get the rest of <see cref="Patience"/>.
/// </summary>
public sealed class Draining(IOptions<SiteOptions> site, TimeProvider time) : IHostedLifecycleService
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    private volatile bool under;

    public bool IsUnderWay => under;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        under = true;
        return Task.Delay(site.Value.DrainDelay, time, cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
