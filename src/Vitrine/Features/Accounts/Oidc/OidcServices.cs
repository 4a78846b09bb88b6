using Vitrine.Settings;

namespace Vitrine.Features.Accounts.Oidc;

internal static class OidcServices
{
    public static IServiceCollection AddSignInService(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptionsOf<OidcOptions>(settings, OidcOptions.Section);
        return services.AddSingleton<SignInService>().AddSingleton<Provisioning>().AddSingleton<ServiceProofs>();
    }
}
