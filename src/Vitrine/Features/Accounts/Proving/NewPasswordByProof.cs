using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Accounts.Proving;

/// <summary><c>/settings/security/password</c>: a password for somebody who has none, or has forgotten it, and has just proved who they are in another way.</summary>
internal static class NewPasswordByProof
{
    private const string Path = "/settings/security/password";

    public static void MapNewPasswordByProof(this IEndpointRouteBuilder app)
    {
        var password = app.MapGroup(Path).ExcludeFromDescription();
        password.MapGet("", Show).Admits(Who.People);
        password.MapPost("", SetAsync).ValidatesForm().Audits(AuditAct.PasswordChanged).Admits(Who.People);
    }

    private static IResult Show(HttpContext context, FreshProof fresh) =>
        fresh.Read(context, SettingsEndpoints.Person(context)) is null ? Pages.SeeOther("/settings/security") : Page(context, null);

    private static async Task<IResult> SetAsync(HttpContext context, FreshProof fresh, IAccountCatalog accounts, Passwords passwords, CancellationToken cancellationToken)
    {
        var (person, wanted) = (SettingsEndpoints.Person(context), context.Form().Raw("new"));
        if (fresh.Read(context, person) is null)
        {
            context.Audit().NothingDone = true;
            return Pages.SeeOther("/settings/security");
        }

        if (Registration.Refuse(wanted) is { } code) return Page(context, new FieldError("new", code));
        await accounts.ChangePasswordAsync(person.Who.Id, await passwords.HashAsync(wanted, cancellationToken), person.Session.TokenHash, cancellationToken);
        FreshProof.Delete(context);
        new Notice(NoticeKind.PasswordSet, 1, []).Announce(context);
        return Pages.SeeOther("/settings/security");
    }

    private static IResult Page(HttpContext context, FieldError? error) =>
        Pages.Show<SetPasswordPage>(new { SettingsEndpoints.Person(context).Who.Name, Error = error }, error?.Status ?? StatusCodes.Status200OK);
}
