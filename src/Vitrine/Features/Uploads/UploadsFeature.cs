namespace Vitrine.Features.Uploads;

/// <summary>Bytes on their way in: tus, the plain form, the JSON API.</summary>
public static class UploadsFeature
{
    public static IServiceCollection AddUploads(this IServiceCollection services, IConfiguration settings) => services;

    public static void MapUploads(this IEndpointRouteBuilder app) => app.MapUploadPages();
}
