using System.ComponentModel.DataAnnotations;

namespace Vitrine.Web.Telemetry;

/// <summary>Section <c>Telemetry</c>: traces and metrics for whoever watches the site.</summary>
public sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>Where traces and metrics are sent by OTLP, such as <c>http://localhost:4317</c>; by <c>http</c> to <c>/v1/traces</c> and <c>/v1/metrics</c> below it. Empty sends nothing.</summary>
    [Url(ErrorMessage = "must be an address such as http://localhost:4317.")]
    public string? OtlpEndpoint { get; set; }

    /// <summary><c>grpc</c> or <c>http</c>.</summary>
    [RegularExpression("grpc|http", ErrorMessage = "must be grpc or http.")]
    public string OtlpProtocol { get; set; } = "grpc";
}
