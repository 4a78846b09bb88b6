using Vitrine.Features.Administration.Api;
using Vitrine.Features.Administration.Settings;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Json;

namespace Vitrine.Features.Administration;

/// <summary>Accounts, storage, links, work and who did what, for admins. Admins look after the site; what others keep in it stays theirs.</summary>
public static class AdministrationFeature
{
    public static IServiceCollection AddAdministration(this IServiceCollection services, IConfiguration settings) => services
        .AddSingleton<AccountDesk>()
        .AddSingleton<SiteLinks>()
        .AddJson(AccountsApiJson.Default)
        .AddJson(InvitationsJson.Default)
        .AddJson(SettingsApiJson.Default);

    public static void MapAdministration(this IEndpointRouteBuilder app)
    {
        app.MapAccountsApi();
        app.MapInvitationsApi();
        app.MapSettingsApi();
        var admin = app.MapGroup("/admin").ExcludeFromDescription();
        admin.MapGet("", () => Pages.SeeOther("/admin/accounts")).Admits(Who.Admins);
        admin.MapAccountAdministration();
        admin.MapOneAccount();
        admin.MapAccountClosing();
        admin.MapInvitations();
        admin.MapStoragePage();
        admin.MapLinksPage();
        admin.MapWorkPage();
        admin.MapAuditPages();
        admin.MapSiteSettings();
    }
}
