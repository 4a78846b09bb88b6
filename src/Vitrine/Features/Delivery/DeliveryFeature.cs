using Microsoft.Extensions.Options;
using Vitrine.Features.Delivery.Archives;
using Vitrine.Settings;

namespace Vitrine.Features.Delivery;

/// <summary>Originals and renditions, by range; selections, as a zip.</summary>
public static class DeliveryFeature
{
    public static IServiceCollection AddDelivery(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptionsOf<DeliveryOptions>(settings, DeliveryOptions.Section);
        services.AddSingleton(provider =>
            new SmallFiles(provider.GetRequiredService<IOptions<DeliveryOptions>>().Value.TileMemoryMegabytes * 1024L * 1024));
        return services
            .AddSingleton<Doors>()
            .AddSingleton<BucketLinks>()
            .AddSingleton<Sending>()
            .AddSingleton<MediaEndpoints>()
            .AddSingleton<ArchiveSending>()
            .AddSingleton<ArchiveEndpoints>()
            .AddSingleton<AlbumArchives>();
    }

    public static void MapDelivery(this IEndpointRouteBuilder app)
    {
        app.ServiceProvider.GetRequiredService<MediaEndpoints>().Map(app);
        app.ServiceProvider.GetRequiredService<ArchiveEndpoints>().Map(app);
        app.ServiceProvider.GetRequiredService<AlbumArchives>().Map(app);
    }
}
