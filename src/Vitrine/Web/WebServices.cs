using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using Vitrine.Library.SiteSettings;
using Vitrine.Settings;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Web;

/// <summary>Shell, problems, headers, visitors: what every page and route stands on.</summary>
public static class WebServices
{
    public static IServiceCollection AddWeb(this IServiceCollection services, IConfiguration settings)
    {
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        services.AddCompression();
        services.AddHostedService<Resting>();
        services.AddOptionsOf<SessionsOptions>(settings, SessionsOptions.Section);
        services.AddOptionsOf<ShareOptions>(settings, ShareOptions.Section).Validate<IOptions<SiteOptions>>(
            (share, site) => share.HasOwnHost(site.Value), "VITRINE_SHARE__URL is also the site's: the site would open for nobody. Give shares a host or a port of their own.");
        services.AddOptionsOf<PublicOptions>(settings, PublicOptions.Section);
        services.AddEditable<SiteOptions>(settings, SiteOptions.Section, nameof(SiteOptions.Name));
        services.AddEditable<PublicOptions>(settings, PublicOptions.Section, nameof(PublicOptions.FrontPage));
        services.AddSingleton(_ => StaticAssets.Load(Path.Combine(AppContext.BaseDirectory, "wwwroot", "dist")));
        services.AddSingleton<IconMarkup>();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.FormFieldName = "form-token";
            antiforgery.HeaderName = "X-Form-Token";
            antiforgery.Cookie.Name = "vitrine-form";
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            antiforgery.Cookie.SameSite = SameSiteMode.Lax;
            antiforgery.SuppressXFrameOptionsHeader = true; // frame-ancestors says it
        });
        services.AddDataProtection().SetApplicationName("vitrine");
        services.ConfigureOptions<CatalogKeyRing>();
        services.ConfigureOptions<TrustedProxies>();
        services.AddSingleton<SiteAddress>();
        services.AddSingleton<VisitCookie>().AddSingleton<LinkVisits>().AddSingleton<StillAdmitted>();
        services.AddSingleton<Draining>();
        services.AddSingleton<IConfigureOptions<HostOptions>>(provider => provider.GetRequiredService<Draining>());
        services.AddHostedService(provider => provider.GetRequiredService<Draining>());
        return services;
    }

    /// <summary>First of all: whether the site is on its way out; who is really asking, when a trusted proxy stands in front; then problems for everything behind.</summary>
    public static void UseProblems(this WebApplication app)
    {
        var draining = app.Services.GetRequiredService<Draining>();
        app.Use((context, next) =>
        {
            draining.Meet(context);
            return next(context);
        });
        if (TrustedProxies.Any(app.Services.GetRequiredService<IOptions<SiteOptions>>().Value)) app.UseForwardedHeaders();
        app.UseMiddleware<ProblemsMiddleware>();
    }

    public static void UseSecurityHeaders(this WebApplication app) => SecurityHeaders.Use(app);

    public static void UseStaticAssets(this WebApplication app)
    {
        var assets = app.Services.GetRequiredService<StaticAssets>();
        app.Use(async (context, next) =>
        {
            if (!await assets.TryServeAsync(context)) await next(context);
        });
    }

    /// <summary>Behind routing: what admins chose is at most a second old when a request begins. Where it cannot be read, the last one holds.</summary>
    public static void UseSiteSettings(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<SettingsWatch>();
        app.Use(async (context, next) =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<WithoutSettings>() is null) await settings.TryRefreshAsync(context.RequestAborted);
            await next(context);
        });
    }

    /// <summary>Before anybody is asked who they are.</summary>
    public static void UseShareDoor(this WebApplication app) => app.UseMiddleware<ShareDoor>();

    public static void UseVisitors(this WebApplication app) => app.UseMiddleware<VisitorsMiddleware>();

    public static void UseCrossSiteGuard(this WebApplication app) => app.UseMiddleware<CrossSiteGuard>();

    public static void UseGate(this WebApplication app) => app.UseMiddleware<Gate>();

    /// <summary>Behind the gate, since what was refused was not done.</summary>
    public static void UseAudit(this WebApplication app) => app.UseMiddleware<AuditMiddleware>();

    public static void MapWeb(this WebApplication app)
    {
        app.MapTheme();
    }
}
