using Microsoft.Extensions.Options;
using Vitrine.Imaging;
using Vitrine.Jobs;
using Vitrine.Storage;

namespace Vitrine.Library;

public static class RenditionServices
{
    public static IServiceCollection AddRenditionMaking(this IServiceCollection services)
    {
        services.AddSingleton(FoldersOf);
        services.AddSingleton(ScratchOf);
        services.AddSingleton<OriginalFiles>();
        services.AddSingleton<OriginalReading>();
        services.AddSingleton<RenditionMaking>();
        services.AddSingleton(new JobKind(MediaWork.Tile)).AddSingleton<IJobHandler, TileJob>();
        services.AddSingleton(new JobKind(MediaWork.Renditions)).AddSingleton<IJobHandler, RenditionsJob>();
        services.AddSingleton<AnotherTry>();
        services.AddHostedService<RecipeUpgrade>();
        return services;
    }

    /// <summary>Decoders read originals and copies of them; nothing else of the machine's data.</summary>
    private static PictureFolders FoldersOf(IServiceProvider services)
    {
        if (services.GetService<ILocalFiles>() is not { } local) return new PictureFolders([services.GetRequiredService<ScratchFolder>().Path]);
        return new PictureFolders([local.PathOf(new BlobKey(Keys.Originals.TrimEnd('/')))]);
    }

    private static ScratchFolder ScratchOf(IServiceProvider services) => new(
        services.GetRequiredService<IConfiguration>()["Site:Data"] ?? "./data",
        services.GetRequiredService<IOptions<ImagingOptions>>().Value.CopyMegabytes * 1024L * 1024);
}
