using Vitrine.Web.Access;

namespace Vitrine.Web;

/// <summary>Shell, problems, headers, visitors: what every page and route stands on.</summary>
public static class WebServices
{
    public static IServiceCollection AddWeb(this IServiceCollection services, IConfiguration settings) => services;

    public static IApplicationBuilder UseProblems(this IApplicationBuilder app) => app;

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app;

    public static IApplicationBuilder UseStaticAssets(this IApplicationBuilder app) => app;

    public static IApplicationBuilder UseVisitors(this IApplicationBuilder app) => app;

    public static IApplicationBuilder UseCrossSiteGuard(this IApplicationBuilder app) => app;

    public static void MapWeb(this IEndpointRouteBuilder app) => app.MapGet("/healthz", () => "alive").Admits(Who.Everyone);
}
