using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Library.Audit;
using Vitrine.Library.Mailing;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Administration;

/// <summary>One account as admins see it: changed, disabled, given a new password, let in without its second step.</summary>
internal static class OneAccountEndpoints
{
    public static void MapOneAccount(this IEndpointRouteBuilder admin)
    {
        var account = admin.MapGroup("/accounts/{id}");
        account.MapGet("", (string id, HttpContext context, AccountDesk desk, CancellationToken cancellationToken) =>
            desk.ShowAsync(id, new EditAccountForm(Saved: context.Request.Query.ContainsKey("saved")), cancellationToken)).Admits(Who.Admins);
        account.MapPost("", ChangeAsync).ValidatesForm().Audits(AuditAct.AccountChanged).Admits(Who.Admins);
        account.MapPost("/password", SetPasswordAsync).ValidatesForm().Audits(AuditAct.AccountPasswordSet).Admits(Who.Admins);
        account.MapPost("/password-link", MakePasswordLinkAsync).ValidatesForm().Audits(AuditAct.PasswordLinkMade).Admits(Who.Admins);
        account.MapPost("/two-step/off", TurnOffTwoStepAsync).ValidatesForm().Audits(AuditAct.TwoStepTakenAway).Admits(Who.Admins);
        account.MapPost("/passkeys/remove", RemovePasskeysAsync).ValidatesForm().Audits(AuditAct.PasskeysTakenAway).Admits(Who.Admins);
    }

    private static async Task<IResult> ChangeAsync(
        string id, HttpContext context, IAccountCatalog accounts, AccountDesk desk, CancellationToken cancellationToken)
    {
        if (!AccountId.TryParse(id, out var accountId)) return Problems.Of(ProblemCode.NotFound);
        var form = context.Form();
        if (!AccountEndpoints.TryReadQuota(form.Text("quota"), out var quota)) return await AgainAsync("quota", ProblemCode.InvalidField);
        return await accounts.ChangeAsync(accountId, form.Ticked("admin"), form.Ticked("disabled"), quota, cancellationToken) switch
        {
            AccountChange.Changed => Pages.SeeOther($"/admin/accounts/{accountId}?saved"),
            AccountChange.LastAdmin => await AgainAsync("admin", ProblemCode.LastAdmin),
            AccountChange.Closed => await AgainAsync("admin", ProblemCode.AccountClosed),
            _ => Problems.Of(ProblemCode.NotFound),
        };

        Task<IResult> AgainAsync(string field, ProblemCode code) => desk.ShowAsync(id, new EditAccountForm(new FieldError(field, code)), cancellationToken);
    }

    private static async Task<IResult> SetPasswordAsync(
        string id, HttpContext context, IAccountCatalog accounts, AccountDesk desk, Passwords passwords, CancellationToken cancellationToken)
    {
        if (!AccountId.TryParse(id, out var accountId)) return Problems.Of(ProblemCode.NotFound);
        var password = context.Form().Raw("password");
        if (Registration.Refuse(password) is { } code) return await desk.ShowAsync(id, new EditAccountForm(new FieldError("password", code)), cancellationToken);
        var hash = await passwords.HashAsync(password, cancellationToken);
        return await accounts.ChangePasswordAsync(accountId, hash, keepSession: null, cancellationToken)
            ? Pages.SeeOther($"/admin/accounts/{accountId}?saved")
            : Problems.Of(ProblemCode.NotFound);
    }

    /// <summary>Not a redirect: the address is shown on this one answer and never again.</summary>
    private static async Task<IResult> MakePasswordLinkAsync(
        string id, HttpContext context, AccountDesk desk, OneTimeLinks links, SiteAddress address, Outbox outbox, LetterTexts texts, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, cancellationToken) is not { Disabled: false } account) return Problems.Of(ProblemCode.NotFound);
        var admin = context.Visitor().Account!;
        var (_, token) = await links.ForPasswordAsync(admin, account.Id, cancellationToken);
        (context.Audit().Act, context.Audit().Name) = (AuditAct.PasswordLinkMade, account.Name);
        var to = outbox.IsOn && context.Form().Ticked("send") ? account.Email : null;
        if (to is not null) await outbox.SendAsync(await texts.PasswordLinkAsync(to, account, token, cancellationToken), account.Id, cancellationToken);
        return await desk.ShowAsync(id, new EditAccountForm(PasswordUrl: address.Of(context.Request, $"/password/{token}"), SentTo: to), cancellationToken);
    }

    private static async Task<IResult> TurnOffTwoStepAsync(
        string id, HttpContext context, AccountDesk desk, IAuthenticatorCatalog authenticators, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, cancellationToken) is not { } account) return Problems.Of(ProblemCode.NotFound);
        await authenticators.RemoveAsync(account.Id, cancellationToken);
        context.Audit().Name = account.Name;
        return Pages.SeeOther($"/admin/accounts/{account.Id}?saved");
    }

    private static async Task<IResult> RemovePasskeysAsync(
        string id, HttpContext context, AccountDesk desk, IPasskeyCatalog passkeys, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, cancellationToken) is not { } account) return Problems.Of(ProblemCode.NotFound);
        foreach (var passkey in await passkeys.OfAsync(account.Id, cancellationToken)) await passkeys.RemoveAsync(account.Id, passkey.CredentialId, cancellationToken);
        context.Audit().Name = account.Name;
        return Pages.SeeOther($"/admin/accounts/{account.Id}?saved");
    }
}
