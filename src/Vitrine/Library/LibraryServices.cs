namespace Vitrine.Library;

public static class LibraryServices
{
    public static IServiceCollection AddLibrary(this IServiceCollection services, IConfiguration settings) => services;
}
