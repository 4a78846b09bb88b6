using Vitrine.Settings;

namespace Vitrine.Features.Accounts.Oidc;

internal static class OidcServices
{
    public static IServiceCollection AddSignInService(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptionsOf<OidcOptions>(settings, OidcOptions.Section);
        if (!string.IsNullOrEmpty(settings[$"{OidcOptions.Section}:{nameof(OidcOptions.Authority)}"]))
            services.AddEditable<OidcOptions>(settings, OidcOptions.Section, nameof(OidcOptions.AutoProvision));
        return services.AddSingleton<SignInService>().AddSingleton<Provisioning>().AddSingleton<ServiceProofs>();
    }
}
