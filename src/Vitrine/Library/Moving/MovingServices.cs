using Vitrine.Settings;

namespace Vitrine.Library.Moving;

public static class MovingServices
{
    public static IServiceCollection AddMoving(this IServiceCollection services) => services
        .AddSingleton<ReadOnlyWatch>()
        .AddSingleton<ISiteFacts, StandingFacts>();
}
