namespace Vitrine.Library;

/// <summary>What an operator's verbs stand on: verify, rebuild, backup, restore.</summary>
public static class UpkeepServices
{
    public static IServiceCollection AddUpkeep(this IServiceCollection services) => services
        .AddSingleton<Verification>()
        .AddSingleton<Adopting>()
        .AddSingleton<FrameRestoring>()
        .AddSingleton<Rebuilding>()
        .AddSingleton<Backups>()
        .AddSingleton<Restoring>();
}
