using Vitrine.Features.Accounts.Closing;
using Vitrine.Features.Accounts.Mail;
using Vitrine.Features.Accounts.Oidc;
using Vitrine.Features.Accounts.Passkeys;
using Vitrine.Features.Accounts.Proving;
using Vitrine.Features.Accounts.TwoStep;
using Vitrine.Settings;

namespace Vitrine.Features.Accounts;

/// <summary>First start, joining, signing in and out, sessions, passwords, API keys.</summary>
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
        services.AddSingleton<OneTimeDoor>();
        services.AddSingleton<Arrival>();
        services.AddSingleton<SecurityDesk>();
        services.AddSingleton<CloseDesk>();
        services.AddProofs();
        services.AddSingleton<AddressSeal>();
        services.AddTwoStep();
        services.AddPasskeys();
        services.AddSignInService(settings);
        return services;
    }

    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        app.MapSetup();
        app.MapJoin();
        app.MapRegister();
        app.MapSignIn();
        app.MapNewPassword();
        app.MapSecurity();
        app.MapTwoStep();
        app.MapPasskeys();
        app.MapSignInService();
        app.MapProofs();
        app.MapNewPasswordByProof();
        app.MapClosing();
        app.MapSettings();
        app.MapAddress();
        app.MapForgotten();
        app.MapKeys();
    }
}
