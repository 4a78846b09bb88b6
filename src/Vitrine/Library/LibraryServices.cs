using Vitrine.Library.Accounts;

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
        .AddRemoval(settings)
        .AddBulkChanges()
        .AddUpkeep()
        .AddIntake(settings);
}
