using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Accounts;
using Vitrine.Library.Audit;
using Vitrine.Settings;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Accounts;

/// <summary><c>/join/{token}</c>: whoever was invited makes their account here.</summary>
internal static class JoinEndpoints
{
    public static void MapJoin(this IEndpointRouteBuilder app)
    {
        var join = app.MapGroup("/join/{token}").ExcludeFromDescription();
        join.MapGet("", ShowAsync).Admits(Who.Everyone);
        join.MapPost("", JoinAsync).ValidatesForm().Audits(AuditAct.Joined).Admits(Who.Everyone);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, string token, OneTimeDoor door, Live<AccountsOptions> signUp, CancellationToken cancellationToken)
    {
        if (signUp.Value.IsClosed) return Problems.Of(ProblemCode.SignUpClosed);
        var (invitation, refusal) = await door.FindAsync(context, token, forPassword: false, cancellationToken);
        return invitation is null ? refusal : Page(context, token, "", null);
    }

    private static async Task<IResult> JoinAsync(
        HttpContext context, string token, OneTimeDoor door, OneTimeLinks links, Sessions sessions, Live<AccountsOptions> signUp, CancellationToken cancellationToken)
    {
        if (signUp.Value.IsClosed) return Problems.Of(ProblemCode.SignUpClosed);
        var (invitation, refusal) = await door.FindAsync(context, token, forPassword: false, cancellationToken);
        if (invitation is null) return refusal;
        var name = context.Form().Text("name");
        switch (await links.JoinAsync(invitation, name, context.Form().Raw("password"), cancellationToken))
        {
            case RegistrationOutcome.Added added:
                (context.Audit().Subject, context.Audit().Name) = ($"accounts/{added.Account.Id}", invitation.Name);
                await sessions.StartAsync(context, added.Account, cancellationToken);
                return Pages.SeeOther("/");
            case RegistrationOutcome.Refused { Code: ProblemCode.LinkUsedUp }:
                return Problems.Of(ProblemCode.LinkUsedUp);
            case RegistrationOutcome.Refused refused:
                return Page(context, token, name, new FieldError(refused.Code == ProblemCode.PasswordTooShort ? "password" : "name", refused.Code));
            default:
                throw new InvalidOperationException();
        }
    }

    private static IResult Page(HttpContext context, string token, string name, FieldError? error) =>
        Page(context, $"/join/{token}", "You are invited. Choose a name and a password, and you have a library of your own here.", name, error);

    internal static IResult Page(HttpContext context, string action, string why, string name, FieldError? error) => Pages.Show<JoinPage>(
        new
        {
            Action = action,
            Why = why,
            Name = name,
            Error = error,
            SignedInAs = (context.Visitor() as Visitor.SignedIn)?.Who.Name,
        },
        error?.Status ?? StatusCodes.Status200OK);
}
