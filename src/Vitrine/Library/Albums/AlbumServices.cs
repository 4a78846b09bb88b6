using Vitrine.Library.Access;

namespace Vitrine.Library.Albums;

public static class AlbumServices
{
    public static IServiceCollection AddAlbumKeeping(this IServiceCollection services) => services
        .AddSingleton<OpenOwners>()
        .AddSingleton<AlbumAccess>()
        .AddSingleton<HoldingAlbums>()
        .AddSingleton<AddableAlbums>()
        .AddSingleton<AlbumFiles>().AddHostedService(s => s.GetRequiredService<AlbumFiles>());
}
