namespace Vitrine.Library.Archives;

public static class ArchiveServices
{
    public static IServiceCollection AddArchives(this IServiceCollection services) => services.AddSingleton<ArchiveMaking>();
}
