using Vitrine.Web;
using Vitrine.Web.Access;

namespace Vitrine.Features.Administration;

/// <summary>Accounts, storage and health for admins. Admins look after the site; what others keep in it stays theirs.</summary>
public static class AdministrationFeature
{
    public static IServiceCollection AddAdministration(this IServiceCollection services, IConfiguration settings) => services;

    public static void MapAdministration(this IEndpointRouteBuilder app)
    {
        var admin = app.MapGroup("/admin").ExcludeFromDescription();
        admin.MapGet("", () => Pages.SeeOther("/admin/accounts")).Admits(Who.Admins);
        admin.MapAccountAdministration();
        admin.MapStoragePage();
        admin.MapAuditPages();
    }
}
