using Vitrine.Features.Sharing.Api;
using Vitrine.Features.Sharing.Public;
using Vitrine.Web.Json;

namespace Vitrine.Features.Sharing;

/// <summary>Links and what is public: making and ending both, and what strangers see.</summary>
public static class SharingFeature
{
    public static IServiceCollection AddSharing(this IServiceCollection services, IConfiguration settings) => services
        .AddSingleton<Unlocking>()
        .AddSingleton<LinkAddress>()
        .AddSingleton<OwnLinks>()
        .AddSingleton<ShareDesk>()
        .AddSingleton<Previews>()
        .AddSingleton<ShareViews>()
        .AddSingleton<OEmbed>()
        .AddSingleton<PublicViews>()
        .AddSingleton<Feed>()
        .AddSingleton<OwnThings>()
        .AddJson(SharingJson.Default);

    public static void MapSharing(this IEndpointRouteBuilder app)
    {
        app.MapLinksApi();
        app.MapSharePages();
        app.MapAddressPages();
        app.MapVisits();
        app.MapPublicPages();
        app.MapPublishPages();
    }
}
