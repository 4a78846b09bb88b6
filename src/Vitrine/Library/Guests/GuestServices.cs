namespace Vitrine.Library.Guests;

public static class GuestServices
{
    public static IServiceCollection AddGuestKeeping(this IServiceCollection services) => services
        .AddSingleton<LinkRevoking>()
        .AddSingleton<Withdrawing>()
        .AddSingleton<Reviewing>();
}
