using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Accounts;

/// <summary><c>/password/{token}</c>: somebody sets a new password by a link that an admin made for them, and signs in with it.</summary>
internal static class NewPasswordEndpoints
{
    public static void MapNewPassword(this IEndpointRouteBuilder app)
    {
        var password = app.MapGroup("/password/{token}").ExcludeFromDescription();
        password.MapGet("", ShowAsync).Admits(Who.Everyone);
        password.MapPost("", SetAsync).ValidatesForm().Audits(AuditAct.PasswordSetByLink).Admits(Who.Everyone);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, string token, OneTimeDoor door, IAccountCatalog accounts, CancellationToken cancellationToken)
    {
        var (link, refusal) = await door.FindAsync(context, token, forPassword: true, cancellationToken);
        return link is null ? refusal : await PageAsync(token, link, null, accounts, cancellationToken);
    }

    private static async Task<IResult> SetAsync(
        HttpContext context, string token, OneTimeDoor door, OneTimeLinks links, IAccountCatalog accounts, CancellationToken cancellationToken)
    {
        var (link, refusal) = await door.FindAsync(context, token, forPassword: true, cancellationToken);
        if (link is null) return refusal;
        switch (await links.SetPasswordAsync(link, context.Form().Raw("password"), cancellationToken))
        {
            case null:
                (context.Audit().Subject, context.Audit().Actor) = ($"accounts/{link.Account}", await accounts.FindAsync(link.Account!.Value, cancellationToken));
                return Pages.SeeOther("/login?changed");
            case ProblemCode.LinkUsedUp:
                return Problems.Of(ProblemCode.LinkUsedUp);
            case { } code:
                return await PageAsync(token, link, new FieldError("password", code), accounts, cancellationToken);
        }
    }

    private static async Task<IResult> PageAsync(
        string token, OneTimeLink link, FieldError? error, IAccountCatalog accounts, CancellationToken cancellationToken) =>
        await accounts.FindAsync(link.Account!.Value, cancellationToken) is { } account
            ? Pages.Show<NewPasswordPage>(new { Token = token, account.Name, Error = error }, error?.Status ?? StatusCodes.Status200OK)
            : Problems.Of(ProblemCode.LinkUsedUp);
}
