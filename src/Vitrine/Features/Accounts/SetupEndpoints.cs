using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Accounts;

/// <summary><c>/setup</c>: open until there is an account, then as if it had never been.</summary>
internal static class SetupEndpoints
{
    public static void MapSetup(this IEndpointRouteBuilder app)
    {
        var setup = app.MapGroup("/setup").ExcludeFromDescription();
        setup.MapGet("", ShowAsync).Admits(Who.Everyone);
        setup.MapPost("", MakeAsync).ValidatesForm().Audits(AuditAct.SiteSetUp).Admits(Who.Everyone);
    }

    private static async Task<IResult> ShowAsync(string? token, FirstStart start, CancellationToken cancellationToken) =>
        await start.IsOpenAsync(cancellationToken) ? Page(token ?? "", "", null) : Problems.Of(ProblemCode.NotFound);

    private static async Task<IResult> MakeAsync(HttpContext context, FirstStart start, Sessions sessions, CancellationToken cancellationToken)
    {
        if (!await start.IsOpenAsync(cancellationToken)) return Problems.Of(ProblemCode.NotFound);
        var form = context.Form();
        var (token, name) = (form.Text("token"), form.Text("name"));
        if (!await start.IsTokenAsync(token, cancellationToken)) return Page(token, name, new FieldError("token", ProblemCode.WrongSetupToken));
        switch (await start.MakeAsync(name, form.Raw("password"), cancellationToken))
        {
            case RegistrationOutcome.Added added:
                await sessions.StartAsync(context, added.Account, cancellationToken);
                context.Audit().Actor = added.Account;
                return Pages.SeeOther("/");
            case RegistrationOutcome.Refused { Code: ProblemCode.NotFound }:
                return Problems.Of(ProblemCode.NotFound);
            case RegistrationOutcome.Refused refused:
                return Page(token, name, new FieldError(refused.Code == ProblemCode.PasswordTooShort ? "password" : "name", refused.Code));
            default:
                throw new InvalidOperationException();
        }
    }

    private static IResult Page(string token, string name, FieldError? error) =>
        Pages.Show<SetupPage>(new { Token = token, Name = name, Error = error }, error?.Status ?? StatusCodes.Status200OK);
}
