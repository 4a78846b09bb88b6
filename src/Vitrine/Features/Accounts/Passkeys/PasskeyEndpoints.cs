using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Accounts.Passkeys;

/// <summary>A person's passkeys: added with the password, named, removed.</summary>
internal static class PasskeyEndpoints
{
    private const string Path = "/settings/security/passkeys";

    public static void MapPasskeySettings(this IEndpointRouteBuilder app)
    {
        var passkeys = app.MapGroup(Path).ExcludeFromDescription();
        passkeys.MapPost("/options", BeginAsync).ValidatesForm().NotAudited("only asks").Admits(Who.People);
        passkeys.MapPost("", AddAsync).ValidatesForm().Audits(AuditAct.PasskeyAdded).Admits(Who.People);
        passkeys.MapPost("/{id}/rename", RenameAsync).ValidatesForm().NotAudited("changes no way in").Admits(Who.People);
        passkeys.MapPost("/{id}/remove", RemoveAsync).ValidatesForm().Audits(AuditAct.PasskeyRemoved).Admits(Who.People);
    }

    /// <summary>For script: what to ask the authenticator for. The password is asked for here, before anything is made.</summary>
    private static async Task<IResult> BeginAsync(HttpContext context, SignIn signIn, PasskeyCeremonies ceremonies, CancellationToken cancellationToken)
    {
        var account = SettingsEndpoints.Person(context).Who;
        return await signIn.RefuseAsync(context, account, cancellationToken) is { } refusal
            ? Problems.Of(refusal)
            : Results.Text(await ceremonies.BeginRegisteringAsync(context, Path, account), "application/json");
    }

    private static async Task<IResult> AddAsync(
        HttpContext context, PasskeyCeremonies ceremonies, SecurityDesk desk, CancellationToken cancellationToken)
    {
        var (account, form) = (SettingsEndpoints.Person(context).Who, context.Form());
        var name = NameOf(form) is { Length: > 0 } named ? named : Agents.Name(context.Request.Headers.UserAgent.ToString());
        if (!await ceremonies.RegisterAsync(context, Path, account, name, form.Raw("credential"), cancellationToken))
            return await desk.ShowAsync(context, new FieldError("passkeys", ProblemCode.PasskeyRefused), cancellationToken);
        context.Audit().Name = name;
        new Notice(NoticeKind.PasskeyAdded, 1, []).Announce(context);
        return Pages.SeeOther("/settings/security");
    }

    private static async Task<IResult> RenameAsync(string id, HttpContext context, IPasskeyCatalog catalog, CancellationToken cancellationToken)
    {
        var (account, name) = (SettingsEndpoints.Person(context).Who, NameOf(context.Form()));
        if (name.Length == 0 || await FindAsync(catalog, account, id, cancellationToken) is not { } passkey) return Problems.Of(ProblemCode.NotFound);
        await catalog.RenameAsync(account.Id, passkey.CredentialId, name, cancellationToken);
        new Notice(NoticeKind.Saved, 1, []).Announce(context);
        return Pages.SeeOther("/settings/security");
    }

    private static async Task<IResult> RemoveAsync(
        string id, HttpContext context, IPasskeyCatalog catalog, CancellationToken cancellationToken)
    {
        var account = SettingsEndpoints.Person(context).Who;
        if (await FindAsync(catalog, account, id, cancellationToken) is not { } passkey
            || !await catalog.RemoveAsync(account.Id, passkey.CredentialId, cancellationToken)) return Problems.Of(ProblemCode.NotFound);
        context.Audit().Name = passkey.Name;
        new Notice(NoticeKind.PasskeyRemoved, 1, []).Announce(context);
        return Pages.SeeOther("/settings/security");
    }

    private static async Task<Passkey?> FindAsync(IPasskeyCatalog catalog, Account account, string id, CancellationToken cancellationToken) =>
        (await catalog.OfAsync(account.Id, cancellationToken)).FirstOrDefault(passkey => passkey.PublicId == id);

    private static string NameOf(IFormCollection form) =>
        MediaTexts.Line(form.Text("name")) is { } name ? name[..Math.Min(name.Length, PasskeyCeremonies.LongestName)] : "";
}
