using System.Text.Json.Serialization;
using Vitrine.Web.Access;
using Vitrine.Web.Json;

namespace Vitrine.Web.Health;

/// <summary>What load balancers and operators ask (RULES 30). Names no paths, addresses or versions.</summary>
public static class HealthEndpoints
{
    public static IServiceCollection AddHealth(this IServiceCollection services) => services.AddSingleton<SiteHealth>().AddJson(HealthJson.Default);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz", () => "alive").Admits(Who.Everyone).WithMetadata(AtShareDoor.Too, WithoutSettings.Route);
        app.MapGet("/readyz", ReadyAsync).Admits(Who.Everyone).WithMetadata(AtShareDoor.Too, WithoutSettings.Route);
    }

    private static async Task<IResult> ReadyAsync(HttpContext context, SiteHealth health, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        var state = await health.AskAsync(cancellationToken);
        return Results.Json(
            state,
            HealthJson.Default.Readiness,
            contentType: "application/json",
            statusCode: state.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

/// <param name="Ready">Reading works, and the site is neither starting nor stopping.</param>
/// <param name="Writable">New files and changes are taken. An unwritable site is still ready: people can look.</param>
/// <param name="Reason">What is wrong, in one word, or null.</param>
public sealed record Readiness(bool Ready, bool Writable, string? Reason);

[JsonSerializable(typeof(Readiness))]
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
public sealed partial class HealthJson : JsonSerializerContext;
