using Vitrine.Library;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Accounts.TwoStep;

/// <summary><c>/login/code</c>: for somebody whose password was right, and who has to show a code too.</summary>
internal static class SecondStepEndpoints
{
    public static void MapSecondStep(this IEndpointRouteBuilder app)
    {
        var step = app.MapGroup("/login/code").ExcludeFromDescription();
        step.MapGet("", ShowAsync).Admits(Who.Everyone);
        step.MapPost("", TakeAsync).ValidatesForm().Audits(AuditAct.SignedIn).Admits(Who.Everyone);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, string? returnUrl, FirstStepCookie firstStep, CancellationToken cancellationToken) =>
        await firstStep.ReadAsync(context, cancellationToken) is null ? Pages.SeeOther("/login") : Page(returnUrl, null);

    private static async Task<IResult> TakeAsync(
        HttpContext context, FirstStepCookie firstStep, SignIn signIn, Sessions sessions, CancellationToken cancellationToken)
    {
        var (form, returnUrl) = (context.Form(), context.Form().Text(ReturnUrl.Name));
        if (await firstStep.ReadAsync(context, cancellationToken) is not { } account)
        {
            context.Audit().NothingDone = true;
            return Pages.SeeOther("/login");
        }

        switch (await signIn.TryCodeAsync(account, form.Text("code"), context.Connection.RemoteIpAddress, cancellationToken))
        {
            case SignInOutcome.Welcome:
                FirstStepCookie.Delete(context);
                await sessions.StartAsync(context, account, cancellationToken);
                return Pages.SeeOther(ReturnUrl.Local(returnUrl));
            case SignInOutcome.TooMany tooMany:
                tooMany.Tell(context);
                return Page(returnUrl, ProblemCode.TooManyAttempts);
            default:
                return Page(returnUrl, ProblemCode.WrongCode);
        }
    }

    private static IResult Page(string? returnUrl, ProblemCode? problem) => Pages.Show<CodePage>(
        new { ReturnTo = ReturnUrl.Local(returnUrl), Problem = problem is { } code ? Problems.All[code] : null },
        problem is { } failed ? Problems.All[failed].Status : StatusCodes.Status200OK);
}
