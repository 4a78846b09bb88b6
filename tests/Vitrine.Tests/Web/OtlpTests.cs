using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Vitrine.Tests.Web;

/// <summary>What a collector gets of a site that was told of one (<c>VITRINE_TELEMETRY__OTLPENDPOINT</c>). Everything goes out when the site ends, at the latest.</summary>
public sealed class OtlpTests
{
    private const string Secret = "x7gm6gm6vq3vjbfc2e94mmb2qa";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http", "/v1/traces", "/v1/metrics")]
    [InlineData("grpc", "/opentelemetry.proto.collector.trace.v1.TraceService/Export", "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export")]
    public async Task Traces_and_metrics_arrive_and_name_routes_never_the_secrets_in_their_paths(string protocol, string traces, string metrics)
    {
        await using var collector = await Collector.StartAsync(protocol);
        await using (var world = await World.StartAsync(new Dictionary<string, string?> { ["Telemetry:OtlpEndpoint"] = collector.Address, ["Telemetry:OtlpProtocol"] = protocol }))
        {
            using var stranger = new HttpClient { BaseAddress = world.Address };
            stranger.DefaultRequestHeaders.UserAgent.ParseAdd($"agent/{Secret}");
            using var answer = await stranger.GetAsync($"/s/{Secret}?asked={Secret}", Cancel);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        Assert.Equal([metrics, traces], collector.Received.Select(r => r.Path).Distinct().Order());
        Assert.Contains(collector.Received, r => r.Path == traces && r.Body.Contains("/s/{token}", StringComparison.Ordinal));
        Assert.Contains(collector.Received, r => r.Path == metrics && r.Body.Contains("http.server.request.duration", StringComparison.Ordinal));
        Assert.DoesNotContain(collector.Received, r => r.Body.Contains(Secret, StringComparison.Ordinal));
    }

    /// <summary>Takes whatever comes, by HTTP/1.1 or, for gRPC, by HTTP/2 without TLS.</summary>
    private sealed class Collector(WebApplication app) : IAsyncDisposable
    {
        public ConcurrentBag<(string Path, string Body)> Received { get; } = [];

        public string Address => app.Urls.Single();

        public static async Task<Collector> StartAsync(string protocol)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
                IPAddress.Loopback, 0, listen => listen.Protocols = protocol == "grpc" ? HttpProtocols.Http2 : HttpProtocols.Http1));
            var app = builder.Build();
            var collector = new Collector(app);
            app.Run(collector.TakeAsync);
            await app.StartAsync(Cancel);
            return collector;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private async Task TakeAsync(HttpContext context)
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, Cancel);
            Received.Add((context.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
            if (context.Request.Protocol != HttpProtocol.Http2) return;
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[5], Cancel); // an empty message
            context.Response.AppendTrailer("grpc-status", "0");
        }
    }
}
