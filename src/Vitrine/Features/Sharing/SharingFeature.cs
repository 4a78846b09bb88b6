using Vitrine.Features.Sharing.Api;
using Vitrine.Web.Json;

namespace Vitrine.Features.Sharing;

/// <summary>Links: making and revoking them, and what a stranger sees who was given one.</summary>
public static class SharingFeature
{
    public static IServiceCollection AddSharing(this IServiceCollection services, IConfiguration settings) => services
        .AddSingleton<Unlocking>()
        .AddSingleton<OwnLinks>()
        .AddSingleton<ShareDesk>()
        .AddSingleton<ShareViews>()
        .AddJson(SharingJson.Default);

    public static void MapSharing(this IEndpointRouteBuilder app)
    {
        app.MapLinksApi();
        app.MapSharePages();
        app.MapVisits();
    }
}
