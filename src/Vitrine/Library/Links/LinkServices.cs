namespace Vitrine.Library.Links;

public static class LinkServices
{
    public static IServiceCollection AddLinkKeeping(this IServiceCollection services) => services
        .AddSingleton<LinkRights>()
        .AddSingleton<LinkMaking>()
        .AddSingleton<LinkAccess>()
        .AddSingleton<LinkFileWriter>().AddHostedService(s => s.GetRequiredService<LinkFileWriter>());
}
