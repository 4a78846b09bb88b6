namespace Vitrine.Features.Administration;

/// <summary>Accounts, storage and health for admins.</summary>
public static class AdministrationFeature
{
    public static IServiceCollection AddAdministration(this IServiceCollection services, IConfiguration settings) => services;

    public static void MapAdministration(this IEndpointRouteBuilder app)
    {
    }
}
