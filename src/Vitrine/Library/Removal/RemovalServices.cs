using Microsoft.Extensions.Options;

namespace Vitrine.Library;

public static class RemovalServices
{
    public static IServiceCollection AddRemoval(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptions<TrashOptions>().Bind(settings.GetSection(TrashOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton(s => s.GetRequiredService<IOptions<TrashOptions>>().Value)
            .AddSingleton<Removal>()
            .AddSingleton<RenditionSweep>()
            .AddSingleton<Sweeper>();
    }
}
