using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Vitrine.Library.Links;

public static class LinkServices
{
    public static IServiceCollection AddLinkKeeping(this IServiceCollection services)
    {
        services.TryAddSingleton<IOriginalScrubbing, NoScrubbing>();
        return services.AddSingleton<LinkRights>().AddSingleton<LinkMaking>().AddSingleton<LinkAccess>();
    }
}
