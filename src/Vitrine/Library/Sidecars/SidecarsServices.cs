namespace Vitrine.Library;

public static class SidecarsServices
{
    public static IServiceCollection AddSidecars(this IServiceCollection services) => services
        .AddSingleton<Sidecars>()
        .AddSingleton<SidecarWriter>().AddHostedService(s => s.GetRequiredService<SidecarWriter>())
        .AddSingleton<CatalogFiles>().AddHostedService(s => s.GetRequiredService<CatalogFiles>());
}
