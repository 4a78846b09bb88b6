using Vitrine.Settings;

namespace Vitrine.Features.Accounts;

/// <summary>First start, signing in and out, sessions, passwords, API keys.</summary>
public static class AccountsFeature
{
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptionsOf<AdminOptions>(settings, AdminOptions.Section);
        services.AddOptionsOf<SignInOptions>(settings, SignInOptions.Section);
        services.AddSingleton<FirstStart>();
        services.AddHostedService(provider => provider.GetRequiredService<FirstStart>());
        services.AddSingleton<SignIn>();
        services.AddSingleton<Sessions>();
        return services;
    }

    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        app.MapSetup();
        app.MapSignIn();
        app.MapSettings();
        app.MapKeys();
    }
}
