using Vitrine.Library.Accounts;
using Vitrine.Library.Albums;
using Vitrine.Library.Links;

namespace Vitrine.Library;

public static class LibraryServices
{
    public static IServiceCollection AddLibrary(this IServiceCollection services, IConfiguration settings) => services
        .AddSingleton<Passwords>()
        .AddSingleton<Registration>()
        .AddSingleton<KeyMaking>()
        .AddSiteStart(settings)
        .AddRenditionMaking()
        .AddSidecars()
        .AddAlbumKeeping()
        .AddLinkKeeping()
        .AddRemoval(settings)
        .AddUpkeep()
        .AddIntake(settings);
}
