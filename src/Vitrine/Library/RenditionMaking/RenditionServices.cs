using Microsoft.Extensions.Options;
using Vitrine.Imaging;
using Vitrine.Jobs;
using Vitrine.Storage;

namespace Vitrine.Library;

public static class RenditionServices
{
    public static IServiceCollection AddRenditionMaking(this IServiceCollection services)
    {
        services.AddSingleton(ScratchOf);
        services.AddSingleton(s => new DecodingFolder(s.GetRequiredService<ScratchFolder>().Open));
        services.AddSingleton<OriginalFiles>();
        services.AddSingleton<OriginalReading>();
        services.AddSingleton<RenditionMaking>();
        services.AddSingleton(new JobKind(MediaWork.Tile)).AddSingleton<IJobHandler, TileJob>();
        services.AddSingleton(new JobKind(MediaWork.Renditions)).AddSingleton<IJobHandler, RenditionsJob>();
        services.AddSingleton<AnotherTry>();
        services.AddHostedService<RecipeUpgrade>();
        return services;
    }

    private static ScratchFolder ScratchOf(IServiceProvider services) => new(
        services.GetRequiredService<IConfiguration>()["Site:Data"] ?? "./data",
        services.GetRequiredService<IOptions<ImagingOptions>>().Value.CopyMegabytes * 1024L * 1024);
}
