using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Accounts;
using Vitrine.Library.Audit;
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

    private static async Task<IResult> ShowAsync(HttpContext context, string token, OneTimeDoor door, CancellationToken cancellationToken)
    {
        var (invitation, refusal) = await door.FindAsync(context, token, forPassword: false, cancellationToken);
        return invitation is null ? refusal : Page(context, token, "", null);
    }

    private static async Task<IResult> JoinAsync(
        HttpContext context, string token, OneTimeDoor door, OneTimeLinks links, Sessions sessions, CancellationToken cancellationToken)
    {
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

    private static IResult Page(HttpContext context, string token, string name, FieldError? error) => Pages.Show<JoinPage>(
        new { Token = token, Name = name, Error = error, SignedInAs = (context.Visitor() as Visitor.SignedIn)?.Who.Name },
        error?.Status ?? StatusCodes.Status200OK);
}
