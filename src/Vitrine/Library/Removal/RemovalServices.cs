using Microsoft.Extensions.Options;
using Vitrine.Library.Audit;
using Vitrine.Settings;

namespace Vitrine.Library;

public static class RemovalServices
{
    public static IServiceCollection AddRemoval(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptionsOf<TrashOptions>(settings, TrashOptions.Section);
        services.AddOptionsOf<AuditOptions>(settings, AuditOptions.Section);
        return services
            .AddEditable<TrashOptions>(settings, TrashOptions.Section, nameof(TrashOptions.Days))
            .AddSingleton(s => s.GetRequiredService<IOptions<AuditOptions>>().Value)
            .AddSingleton<Removal>()
            .AddSingleton<RenditionSweep>()
            .AddSingleton<Sweeper>().AddHostedService(s => s.GetRequiredService<Sweeper>());
    }
}
