namespace Vitrine.Library.Links;

public static class LinkServices
{
    public static IServiceCollection AddLinkKeeping(this IServiceCollection services)
    {
        return services.AddSingleton<LinkRights>().AddSingleton<LinkMaking>().AddSingleton<LinkAccess>();
    }
}
