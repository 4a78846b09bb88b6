using Vitrine.Cli;
using Vitrine.Features.Accounts;
using Vitrine.Features.Administration;
using Vitrine.Features.Albums;
using Vitrine.Features.Delivery;
using Vitrine.Features.Export;
using Vitrine.Features.Gallery;
using Vitrine.Features.Incoming;
using Vitrine.Features.Sharing;
using Vitrine.Features.Trash;
using Vitrine.Features.Uploads;
using Vitrine.Features.Viewing;
using Vitrine.Imaging;
using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Metadata;
using Vitrine.Settings;
using Vitrine.Storage;
using Vitrine.Web;
using Vitrine.Web.Health;
using Vitrine.Web.Json;
using Vitrine.Web.Reference;
using Vitrine.Web.Telemetry;

namespace Vitrine;

/// <summary>The table of contents: what the site is made of, in which order a request meets it, what answers.</summary>
public static class Program
{
    public static Task<int> Main(string[] args) => Commands.RunAsync(args, AddParts, settings => Build(settings));

    /// <summary>Builds the site from settings; the caller runs and disposes it. Tests call this too, and may replace parts.</summary>
    public static WebApplication Build(IConfiguration settings, Action<IServiceCollection>? replace = null)
    {
        var builder = SiteBuilder.Create(settings);

        AddParts(builder.Services, settings);
        builder.Services
            .AddWeb(settings)
            .AddApiJson()
            .AddApiReference()
            .AddHealth()
            .AddTelemetry(settings)
            .AddAccounts(settings)
            .AddUploads(settings)
            .AddGallery(settings)
            .AddViewing(settings)
            .AddDelivery(settings)
            .AddAlbums(settings)
            .AddSharing(settings)
            .AddTrash(settings)
            .AddExport()
            .AddAdministration(settings);
        replace?.Invoke(builder.Services);

        var app = builder.Build();

        // Order matters: problems wrap everything, headers go on every answer, the visitor is known before any route runs.
        app.UseProblems();
        app.UseSecurityHeaders();
        app.UseStaticAssets();
        app.UseRouting();
        app.UseSiteSettings();
        app.UseShareDoor();
        app.UseCompression();
        app.UseVisitors();
        app.UseCrossSiteGuard();
        app.UseGate();
        app.UseAntiforgery();
        app.UseAudit();

        app.MapWeb();
        app.MapApiReference();
        app.MapHealth();
        app.MapMetrics();
        app.MapAccounts();
        app.MapUploads();
        app.MapGallery();
        app.MapViewing();
        app.MapDelivery();
        app.MapAlbums();
        app.MapSharing();
        app.MapIncoming();
        app.MapTrash();
        app.MapExport();
        app.MapAdministration();
        return app;
    }

    /// <summary>What works without the web: the site stands on it, and so do the verbs.</summary>
    internal static void AddParts(IServiceCollection services, IConfiguration settings) => services
        .AddSingleton(TimeProvider.System)
        .AddOptionsOf<SiteOptions>(settings, SiteOptions.Section).Services
        .AddStorage(settings)
        .AddMetadata(settings)
        .AddImaging(settings)
        .AddJobs(settings)
        .AddLibrary(settings);
}
