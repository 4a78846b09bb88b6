using Vitrine.Features.Gallery.Api;
using Vitrine.Web.Json;

namespace Vitrine.Features.Gallery;

/// <summary>The library as tiles and as a table.</summary>
public static class GalleryFeature
{
    public static IServiceCollection AddGallery(this IServiceCollection services, IConfiguration settings) =>
        services.AddJson(GalleryJson.Default);

    public static void MapGallery(this IEndpointRouteBuilder app)
    {
        app.MapMediaList();
        app.MapTimeline();
        app.MapGalleryPages();
    }
}
