namespace Vitrine.Features.Gallery;

/// <summary>The library as tiles and as a table.</summary>
public static class GalleryFeature
{
    public static IServiceCollection AddGallery(this IServiceCollection services, IConfiguration settings) => services;

    public static void MapGallery(this IEndpointRouteBuilder app)
    {
    }
}
