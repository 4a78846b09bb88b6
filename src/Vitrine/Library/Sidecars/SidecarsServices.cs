namespace Vitrine.Library;

public static class SidecarsServices
{
    public static IServiceCollection AddSidecars(this IServiceCollection services) => services
        .AddSingleton<Sidecars>()
        .AddSingleton<SidecarWriter>()
        .AddSingleton<CatalogFiles>();
}
