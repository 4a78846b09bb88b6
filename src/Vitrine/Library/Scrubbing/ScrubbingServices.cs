namespace Vitrine.Library.Scrubbing;

public static class ScrubbingServices
{
    public static IServiceCollection AddScrubbing(this IServiceCollection services) => services.AddSingleton<IScrubbedOriginals, ScrubbedOriginals>();
}
