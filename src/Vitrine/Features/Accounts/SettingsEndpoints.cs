using Microsoft.Extensions.Options;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Accounts;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Accounts;

/// <summary>A person's own account: password, where they are signed in, usage.</summary>
internal static class SettingsEndpoints
{
    public static void MapSettings(this IEndpointRouteBuilder app)
    {
        var settings = app.MapGroup("/settings").ExcludeFromDescription();
        settings.MapGet("", (HttpContext context, IUploadCatalog uploads, CancellationToken cancellationToken) =>
            AccountPageAsync(context, uploads, null, cancellationToken)).Admits(Who.People);
        settings.MapPost("/password", ChangePasswordAsync).ValidatesForm().Audits(AuditAct.PasswordChanged).Admits(Who.People);
        settings.MapGet("/sessions", ListSessionsAsync).Admits(Who.People);
        settings.MapPost("/sessions/end-others", EndOthersAsync).ValidatesForm().Audits(AuditAct.SessionEnded).Admits(Who.People);
        settings.MapPost("/sessions/{id}/end", EndSessionAsync).ValidatesForm().Audits(AuditAct.SessionEnded).Admits(Who.People);
    }

    /// <param name="typed">The address that was typed, where it is to be corrected.</param>
    internal static async Task<IResult> AccountPageAsync(
        HttpContext context, IUploadCatalog uploads, FieldError? error, CancellationToken cancellationToken, string? typed = null)
    {
        var account = Person(context).Who;
        var usage = await uploads.UsageAsync(account.Id, cancellationToken);
        return Pages.Show<AccountPage>(
            new { Account = account, Usage = usage, Error = error, Changed = context.Request.Query.ContainsKey("changed"), Typed = typed },
            error?.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> ChangePasswordAsync(
        HttpContext context, IAccountCatalog accounts, IUploadCatalog uploads, Passwords passwords, SignIn signIn, CancellationToken cancellationToken)
    {
        var (person, form) = (Person(context), context.Form());
        var wanted = form.Raw("new");
        if (Registration.Refuse(wanted) is { } code) return await AgainAsync("new", code);

        // Asked for again, and counted like any other guess: an open laptop must not be enough to take an account over.
        if (await signIn.RefuseAsync(context, person.Who, cancellationToken) is { } refusal) return await AgainAsync("current", refusal);

        var hash = await passwords.HashAsync(wanted, cancellationToken);
        await accounts.ChangePasswordAsync(person.Who.Id, hash, person.Session.TokenHash, cancellationToken);
        return Pages.SeeOther("/settings?changed");

        Task<IResult> AgainAsync(string field, ProblemCode problem) =>
            AccountPageAsync(context, uploads, new FieldError(field, problem), cancellationToken);
    }

    private static async Task<IResult> ListSessionsAsync(
        HttpContext context, IAccountCatalog accounts, IOptions<SessionsOptions> options, CancellationToken cancellationToken)
    {
        var person = Person(context);
        var sessions = await accounts.SessionsAsync(person.Who.Id, cancellationToken);
        return Pages.Show<SessionsPage>(
            new { Sessions = sessions.Select(session => (session, options.Value.LastSeen(session))).ToList(), Current = person.Session.TokenHash, options.Value.Lifetime });
    }

    private static async Task<IResult> EndOthersAsync(HttpContext context, IAccountCatalog accounts, CancellationToken cancellationToken)
    {
        var person = Person(context);
        foreach (var session in await accounts.SessionsAsync(person.Who.Id, cancellationToken))
        {
            if (session.TokenHash != person.Session.TokenHash) await accounts.EndSessionAsync(session.TokenHash, cancellationToken);
        }

        new Notice(NoticeKind.SignedOutElsewhere, 1, []).Announce(context);
        return Pages.SeeOther("/settings/sessions");
    }

    private static async Task<IResult> EndSessionAsync(string id, HttpContext context, IAccountCatalog accounts, CancellationToken cancellationToken)
    {
        var mine = await accounts.SessionsAsync(Person(context).Who.Id, cancellationToken);
        if (mine.FirstOrDefault(session => session.PublicId() == id) is not { } session) return Problems.Of(ProblemCode.NotFound);
        await accounts.EndSessionAsync(session.TokenHash, cancellationToken);
        return Pages.SeeOther("/settings/sessions");
    }

    internal static Visitor.SignedIn Person(HttpContext context) => (Visitor.SignedIn)context.Visitor();

    /// <summary>Names a session in its owner's pages; the hash of a secret is no secret, but need not be shown whole.</summary>
    internal static string PublicId(this Session session) => session.TokenHash[..16];
}
