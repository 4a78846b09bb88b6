using Vitrine.Imaging;
using Vitrine.Jobs;
using Vitrine.Storage;

namespace Vitrine.Library;

public static class RenditionServices
{
    public static IServiceCollection AddRenditionMaking(this IServiceCollection services)
    {
        services.AddSingleton(FoldersOf);
        services.AddSingleton<OriginalFiles>();
        services.AddSingleton<RenditionMaking>();
        services.AddSingleton(new JobKind(MediaWork.Tile)).AddSingleton<IJobHandler, TileJob>();
        services.AddSingleton(new JobKind(MediaWork.Renditions)).AddSingleton<IJobHandler, RenditionsJob>();
        services.AddHostedService<RecipeUpgrade>();
        return services;
    }

    /// <summary>Decoders read originals and copies of them; nothing else of the machine's data.</summary>
    private static PictureFolders FoldersOf(IServiceProvider services)
    {
        if (services.GetService<ILocalFiles>() is not { } local) return new PictureFolders([OriginalFiles.ScratchFolder]);
        return new PictureFolders([local.PathOf(new BlobKey(Keys.Originals.TrimEnd('/')))]);
    }
}
