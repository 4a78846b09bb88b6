namespace Vitrine.Tests.Web;

/// <summary>What only admins at a browser reach (RULES 20).</summary>
internal static class AdministrationRoutes
{
    public static readonly string[] All =
    [
        "GET /api/v1/accounts",
        "POST /api/v1/accounts",
        "PATCH /api/v1/accounts/{id}",
        "DELETE /api/v1/accounts/{id}",
        "POST /api/v1/accounts/{id}/restore",
        "GET /admin/accounts/{id}/delete",
        "POST /admin/accounts/{id}/delete",
        "POST /admin/accounts/{id}/purge",
        "POST /admin/accounts/{id}/restore",
        "GET /admin",
        "GET /admin/accounts",
        "POST /admin/accounts",
        "GET /admin/accounts/{id}",
        "POST /admin/accounts/{id}",
        "POST /admin/accounts/{id}/password",
        "POST /admin/accounts/{id}/password-link",
        "POST /admin/accounts/{id}/two-step/off",
        "POST /admin/accounts/{id}/passkeys/remove",
        "GET /admin/invitations",
        "POST /admin/invitations",
        "POST /admin/invitations/{id}/revoke",
        "POST /api/v1/accounts/{id}/password-link",
        "GET /api/v1/invitations",
        "POST /api/v1/invitations",
        "DELETE /api/v1/invitations/{id}",
        "GET /admin/storage",
        "GET /admin/links",
        "POST /admin/links/{link}/revoke",
        "GET /admin/work",
        "POST /admin/work/retry",
        "GET /admin/settings",
        "POST /admin/settings",
        "GET /api/v1/settings",
        "PATCH /api/v1/settings",
        "GET /admin/audit",
        "GET /admin/audit.csv",
    ];
}
