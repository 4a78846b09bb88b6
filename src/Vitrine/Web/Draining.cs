using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Options;

namespace Vitrine.Web;

/// <summary>
/// The way out on SIGTERM: first <c>/readyz</c> says 503 while requests are still taken, so that a load balancer turns away; then the
/// listener closes and requests under way get their time. Whoever asks meanwhile is told to open a new connection for the next request:
/// one that is kept open would break off under it.
/// </summary>
public sealed class Draining(IOptions<SiteOptions> site, TimeProvider time) : IHostedLifecycleService, IConfigureOptions<HostOptions>
{
    private volatile bool under;

    public bool IsUnderWay => under;

    public void Configure(HostOptions options) => options.ShutdownTimeout = site.Value.DrainDelay + site.Value.DrainTime;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        under = true;
        return Task.Delay(site.Value.DrainDelay, time, cancellationToken);
    }

    /// <summary>For each request, before anything else.</summary>
    public void Meet(HttpContext context)
    {
        if (under) context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
