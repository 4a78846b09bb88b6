using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Accounts;

internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        var open = app.MapGroup("").ExcludeFromDescription();
        open.MapGet("/login", ShowAsync).Admits(Who.Everyone);
        open.MapPost("/login", SignInAsync).ValidatesForm().Audits(AuditAct.SignedIn).Admits(Who.Everyone);
        open.MapPost("/logout", SignOutAsync).ValidatesForm().Audits(AuditAct.SignedOut).Admits(Who.People);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, string? returnUrl, FirstStart start, CancellationToken cancellationToken) =>
        context.Visitor() is Visitor.SignedIn
            ? Pages.SeeOther(ReturnUrl.Local(returnUrl))
            : Page(returnUrl, "", null, isNew: await start.IsOpenAsync(cancellationToken));

    private static async Task<IResult> SignInAsync(HttpContext context, SignIn signIn, Sessions sessions, CancellationToken cancellationToken)
    {
        var form = context.Form();
        var (name, returnUrl) = (form.Text("name"), form.Text(ReturnUrl.Name));
        switch (await signIn.TryAsync(name, form.Raw("password"), context.Connection.RemoteIpAddress, cancellationToken))
        {
            case SignInOutcome.Welcome welcome:
                await sessions.StartAsync(context, welcome.Account, cancellationToken);
                context.Audit().Actor = welcome.Account;
                return Pages.SeeOther(ReturnUrl.Local(returnUrl));
            case SignInOutcome.TooMany tooMany:
                context.Response.Headers.RetryAfter = ((int)tooMany.RetryAfter.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
                return Page(returnUrl, name, ProblemCode.TooManyAttempts);
            default:
                return Page(returnUrl, name, ProblemCode.WrongNameOrPassword);
        }
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, Sessions sessions, CancellationToken cancellationToken)
    {
        await sessions.EndAsync(context, cancellationToken);
        return Pages.SeeOther("/login");
    }

    private static IResult Page(string? returnUrl, string name, ProblemCode? problem, bool isNew = false) =>
        Pages.Show<LoginPage>(
            new { ReturnTo = ReturnUrl.Local(returnUrl), Name = name, Problem = problem is { } code ? Problems.All[code] : null, IsNew = isNew },
            problem is { } failed ? Problems.All[failed].Status : StatusCodes.Status200OK);
}
