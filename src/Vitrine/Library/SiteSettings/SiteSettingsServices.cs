using Vitrine.Settings;

namespace Vitrine.Library.SiteSettings;

public static class SiteSettingsServices
{
    public static IServiceCollection AddSiteSettings(this IServiceCollection services) => services
        .AddSingleton<ChosenSettings>()
        .AddSingleton<SettingsWatch>()
        .AddSingleton<SettingsFile>()
        .AddSingleton<SettingsDesk>();
}
