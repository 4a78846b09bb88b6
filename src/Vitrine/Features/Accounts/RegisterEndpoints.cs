using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Accounts;
using Vitrine.Library.Audit;
using Vitrine.Settings;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Accounts;

/// <summary><c>/register</c>: whoever comes makes an account, where admins have opened the site to everybody. Else there is no such page.</summary>
internal static class RegisterEndpoints
{
    /// <summary>A household or an office behind one address; and the whole site, since addresses are cheap to come by.</summary>
    private const int MostFromNetwork = 20, MostAtAll = 300;

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    public static void MapRegister(this IEndpointRouteBuilder app)
    {
        var register = app.MapGroup("/register").ExcludeFromDescription();
        register.MapGet("", ShowAsync).Admits(Who.Everyone);
        register.MapPost("", RegisterAsync).ValidatesForm().Audits(AuditAct.Registered).Admits(Who.Everyone);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, Live<AccountsOptions> signUp, FirstStart start, CancellationToken cancellationToken) =>
        await IsOpenAsync(signUp, start, cancellationToken) ? Page(context, "", null) : Problems.Of(ProblemCode.NotFound);

    private static async Task<IResult> RegisterAsync(
        HttpContext context, Live<AccountsOptions> signUp, FirstStart start, Registration registration, Sessions sessions, ISiteCatalog site,
        CancellationToken cancellationToken)
    {
        if (!await IsOpenAsync(signUp, start, cancellationToken)) return Problems.Of(ProblemCode.NotFound);
        if (await AreTooManyAsync(context, site, cancellationToken))
            return Problems.Of(ProblemCode.TooManyAttempts, "Too many new accounts were asked for. Try again in an hour.", Window);

        var name = context.Form().Text("name");
        var wanted = new NewAccount(name, context.Form().Raw("password"), IsAdmin: false, signUp.Value.DefaultQuotaBytes);
        switch (await registration.AddAsync(wanted, cancellationToken))
        {
            case RegistrationOutcome.Added added:
                (context.Audit().Subject, context.Audit().Name, context.Audit().Actor) = ($"accounts/{added.Account.Id}", added.Account.Name, added.Account);
                await sessions.StartAsync(context, added.Account, cancellationToken);
                return Pages.SeeOther("/");
            case RegistrationOutcome.Refused refused:
                return Page(context, name, new FieldError(refused.Code == ProblemCode.PasswordTooShort ? "password" : "name", refused.Code));
            default:
                throw new InvalidOperationException("An outcome that nobody handles.");
        }
    }

    /// <summary>The first account of a site is an admin's, and made by its setup alone.</summary>
    private static async Task<bool> IsOpenAsync(Live<AccountsOptions> signUp, FirstStart start, CancellationToken cancellationToken) =>
        signUp.Value.IsOpen && !await start.IsOpenAsync(cancellationToken);

    /// <summary>Each try counts, also one that is refused: it has a password hashed, or says which names are taken.</summary>
    private static async Task<bool> AreTooManyAsync(HttpContext context, ISiteCatalog site, CancellationToken cancellationToken) =>
        await site.CountAsync($"register/{Networks.Of(context.Connection.RemoteIpAddress)}", Window, cancellationToken) > MostFromNetwork
        || await site.CountAsync("register", Window, cancellationToken) > MostAtAll;

    private static IResult Page(HttpContext context, string name, FieldError? error) =>
        JoinEndpoints.Page(context, "/register", "Choose a name and a password, and you have a library of your own here.", name, error);
}
