using Vitrine.Features.Uploads.Direct;
using Vitrine.Features.Uploads.Guests;
using Vitrine.Features.Uploads.Multipart;
using Vitrine.Features.Uploads.Tus;
using Vitrine.Web.Json;

namespace Vitrine.Features.Uploads;

/// <summary>Bytes on their way in: tus, straight to the bucket, the plain form, the JSON API.</summary>
public static class UploadsFeature
{
    internal const string WhyNotAudited = "an item says itself who brought it and when";

    public static IServiceCollection AddUploads(this IServiceCollection services, IConfiguration settings) => services
        .AddSingleton<Uploaders>()
        .AddSingleton<UploadPages>()
        .AddSingleton<DropBox>()
        .AddJson(UploadsJson.Default);

    public static void MapUploads(this IEndpointRouteBuilder app)
    {
        app.MapUploadPages();
        app.MapTus();
        app.MapDirectUploads();
        app.MapMultipart();
        app.MapDropBox();
    }
}
