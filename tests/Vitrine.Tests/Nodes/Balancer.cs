using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

namespace Vitrine.Tests.Nodes;

/// <summary>
/// A load balancer as there is one before any cluster: it asks each node's <c>/readyz</c> and sends to those that say yes. It does not send a
/// request again that a node broke off, so that whoever asks through it sees what nodes do.
/// </summary>
internal sealed class Balancer : IAsyncDisposable
{
    /// <summary>Four looks fit into the second for which a node that stops still answers.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly WebApplication app;

    private Balancer(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    /// <param name="port">0 takes a free one.</param>
    public static async Task<Balancer> StartAsync(IEnumerable<Uri> nodes, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Services.AddReverseProxy().LoadFromMemory([Everything()], [Among(nodes)]);
        var app = builder.Build();
        app.MapReverseProxy();
        await app.StartAsync();
        return new Balancer(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <summary>The site sees the address that the browser asked, or it would take forms for those of a stranger.</summary>
    private static RouteConfig Everything() => new()
    {
        RouteId = "everything",
        ClusterId = "nodes",
        Match = new RouteMatch { Path = "{**all}" },
        Transforms = [new Dictionary<string, string> { ["RequestHeaderOriginalHost"] = "true" }],
    };

    private static ClusterConfig Among(IEnumerable<Uri> nodes) => new()
    {
        ClusterId = "nodes",
        LoadBalancingPolicy = "RoundRobin",
        Destinations = nodes.Index().ToDictionary(node => $"{node.Index}", node => new DestinationConfig { Address = node.Item.ToString() }),
        Metadata = new Dictionary<string, string> { ["ConsecutiveFailuresHealthPolicy.Threshold"] = "1" },
        HealthCheck = new HealthCheckConfig
        {
            Active = new ActiveHealthCheckConfig { Enabled = true, Interval = LookEvery, Timeout = TimeSpan.FromSeconds(5), Policy = "ConsecutiveFailures", Path = "/readyz" },
        },
    };
}
