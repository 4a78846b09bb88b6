using Vitrine.Library;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Accounts.Passkeys;

/// <summary><c>/login/passkey</c>: signing in without a name or a password.</summary>
internal static class PasskeySignInEndpoints
{
    private const string Path = "/login/passkey";

    public static void MapPasskeySignIn(this IEndpointRouteBuilder app)
    {
        var signIn = app.MapGroup(Path).ExcludeFromDescription();
        signIn.MapPost("/options", async (HttpContext context, PasskeyCeremonies ceremonies) =>
            Results.Text(await ceremonies.BeginSignInAsync(context, Path), "application/json")).ValidatesForm().NotAudited("only asks").Admits(Who.Everyone);
        signIn.MapPost("", SignInAsync).ValidatesForm().Audits(AuditAct.SignedIn).Admits(Who.Everyone);
    }

    private static async Task<IResult> SignInAsync(
        HttpContext context, SignIn signIn, PasskeyCeremonies ceremonies, Sessions sessions, CancellationToken cancellationToken)
    {
        var (form, returnUrl) = (context.Form(), context.Form().Text(ReturnUrl.Name));
        var outcome = await signIn.TryPasskeyAsync(
            () => ceremonies.SignInAsync(context, Path, form.Raw("credential"), cancellationToken), context.Connection.RemoteIpAddress, cancellationToken);
        switch (outcome)
        {
            case SignInOutcome.Welcome welcome:
                await sessions.StartAsync(context, welcome.Account, cancellationToken);
                return Pages.SeeOther(ReturnUrl.Local(returnUrl));
            case SignInOutcome.TooMany tooMany:
                tooMany.Tell(context);
                return SignInEndpoints.Page(returnUrl, "", ProblemCode.TooManyAttempts);
            default:
                return SignInEndpoints.Page(returnUrl, "", ProblemCode.PasskeyRefused);
        }
    }
}
