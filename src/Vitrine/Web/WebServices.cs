using Vitrine.Web.Access;

namespace Vitrine.Web;

/// <summary>Shell, problems, headers, visitors: what every page and route stands on.</summary>
public static class WebServices
{
    public static IServiceCollection AddWeb(this IServiceCollection services, IConfiguration settings)
    {
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        services.AddOptions<SiteOptions>().Bind(settings.GetSection(SiteOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(_ => StaticAssets.Load(Path.Combine(AppContext.BaseDirectory, "wwwroot", "dist")));
        return services;
    }

    public static IApplicationBuilder UseProblems(this IApplicationBuilder app) => app;

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app;

    public static IApplicationBuilder UseStaticAssets(this IApplicationBuilder app)
    {
        var assets = app.ApplicationServices.GetRequiredService<StaticAssets>();
        return app.Use(async (context, next) =>
        {
            if (!await assets.TryServeAsync(context)) await next(context);
        });
    }

    public static IApplicationBuilder UseVisitors(this IApplicationBuilder app) => app;

    public static IApplicationBuilder UseCrossSiteGuard(this IApplicationBuilder app) => app;

    public static void MapWeb(this IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz", () => "alive").Admits(Who.Everyone);
        app.MapTheme();
    }
}
