namespace Vitrine.Features.Accounts;

/// <summary>First start, signing in and out, sessions, passwords, API keys.</summary>
public static class AccountsFeature
{
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration settings) => services;

    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
    }
}
