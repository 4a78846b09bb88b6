using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Vitrine.Settings;
using Vitrine.Web.Access;

namespace Vitrine.Web.Telemetry;

/// <summary>
/// Metrics for Prometheus at <c>/metrics</c>; metrics and traces by OTLP where an endpoint is set. Each part of the site has its
/// own meter, named after it: <c>Vitrine.Library</c>, <c>Vitrine.Imaging</c>, ...
/// </summary>
public static class TelemetryServices
{
    private const string OurMeters = "Vitrine.*";

    /// <summary>The framework's, but for those of components: they time each of a page's components, which costs a tenth of the page.</summary>
    private static readonly string[] FrameworkMeters =
    [
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Routing", "Microsoft.AspNetCore.Diagnostics",
        "Microsoft.AspNetCore.RateLimiting", "Microsoft.AspNetCore.Authentication", "Microsoft.AspNetCore.Authorization", "Microsoft.AspNetCore.MemoryPool",
    ];

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptionsOf<TelemetryOptions>(settings, TelemetryOptions.Section);
        services.AddHostedService<SiteGauges>();
        var chosen = settings.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new TelemetryOptions();
        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("vitrine"));
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(OurMeters).AddMeter(FrameworkMeters).AddRuntimeInstrumentation().AddPrometheusExporter();
            if (HasEndpoint(chosen)) metrics.AddOtlpExporter(exporter => Configure(exporter, chosen, "v1/metrics"));
        });
        if (HasEndpoint(chosen))
        {
            telemetry.WithTracing(traces => traces
                .AddSource(OurMeters)
                .AddAspNetCoreInstrumentation()
                .AddProcessor(new SecretsOut())
                .AddOtlpExporter(exporter => Configure(exporter, chosen, "v1/traces")));
        }

        return services;
    }

    public static void MapMetrics(this IEndpointRouteBuilder app) => app
        .MapPrometheusScrapingEndpoint("/metrics")
        .Admits(Who.Everyone)
        .Add(endpoint => endpoint.RequestDelegate = MetricsGate.Guard(endpoint.RequestDelegate!));

    private static bool HasEndpoint(TelemetryOptions chosen) => Uri.TryCreate(chosen.OtlpEndpoint, UriKind.Absolute, out _);

    /// <param name="path">Where a collector takes them by HTTP (OTLP specification, "OTLP/HTTP Request"); an endpoint set by code does not get it by itself.</param>
    private static void Configure(OtlpExporterOptions exporter, TelemetryOptions chosen, string path)
    {
        var byHttp = chosen.OtlpProtocol == "http";
        exporter.Endpoint = new Uri(byHttp ? $"{chosen.OtlpEndpoint!.TrimEnd('/')}/{path}" : chosen.OtlpEndpoint!);
        exporter.Protocol = byHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
    }
}
