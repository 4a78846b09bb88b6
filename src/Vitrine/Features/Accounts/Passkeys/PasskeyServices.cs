namespace Vitrine.Features.Accounts.Passkeys;

internal static class PasskeyServices
{
    public static IServiceCollection AddPasskeys(this IServiceCollection services) => services
        .AddSingleton<PasskeyState>()
        .AddSingleton<PasskeyCeremonies>();

    public static void MapPasskeys(this IEndpointRouteBuilder app)
    {
        app.MapPasskeySettings();
        app.MapPasskeySignIn();
    }
}
