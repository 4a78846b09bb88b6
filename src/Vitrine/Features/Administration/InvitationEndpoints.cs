using System.Globalization;
using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Library.Audit;
using Vitrine.Library.Mailing;
using Vitrine.Settings;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Administration;

/// <summary>Invitations as admins see them: made, listed, taken back.</summary>
internal static class InvitationEndpoints
{
    public static void MapInvitations(this IEndpointRouteBuilder admin)
    {
        var invitations = admin.MapGroup("/invitations");
        invitations.MapGet("", (IOneTimeLinkCatalog catalog, Live<AccountsOptions> defaults, CancellationToken cancellationToken) =>
            PageAsync(new InvitationForm { Quota = AccountEndpoints.QuotaText(defaults.Value.DefaultQuotaBytes) }, catalog, cancellationToken)).Admits(Who.Admins);
        invitations.MapPost("", MakeAsync).ValidatesForm().Audits(AuditAct.InvitationMade).Admits(Who.Admins);
        invitations.MapPost("/{id}/revoke", RevokeAsync).ValidatesForm().Audits(AuditAct.InvitationRevoked).Admits(Who.Admins);
    }

    /// <summary>Not a redirect: the address is shown on this one answer and never again.</summary>
    private static async Task<IResult> MakeAsync(
        HttpContext context, OneTimeLinks links, IOneTimeLinkCatalog catalog, SiteAddress address, Outbox outbox, LetterTexts texts, CancellationToken cancellationToken)
    {
        var (form, admin) = (InvitationForm.Read(context.Form()), context.Visitor().Account!);
        if (!AccountEndpoints.TryReadQuota(form.Quota, out var quota))
            return await PageAsync(form with { Error = Problems.All[ProblemCode.InvalidField].Detail, WrongField = "quota" }, catalog, cancellationToken);
        if (form.To.Length > 0 && !(outbox.IsOn && MailAddresses.IsOne(form.To)))
            return await PageAsync(form with { Error = Problems.All[ProblemCode.InvalidAddress].Detail, WrongField = "to" }, catalog, cancellationToken);
        switch (await links.InviteAsync(admin, new NewInvitation(form.Name, form.IsAdmin, quota, form.Days), cancellationToken))
        {
            case InviteOutcome.Made made:
                (context.Audit().Act, context.Audit().Name) = (AuditAct.InvitationMade, form.Name);
                if (form.To.Length > 0)
                    await outbox.SendAsync(await texts.InvitationAsync(form.To, admin.Name, made.Token, form.Days, cancellationToken), admin.Id, cancellationToken);
                return await PageAsync(new InvitationForm { MadeUrl = address.Of(context.Request, $"/join/{made.Token}"), To = form.To }, catalog, cancellationToken);
            case InviteOutcome.Refused refused:
                return await PageAsync(form with { Error = refused.Detail, WrongField = "name" }, catalog, cancellationToken);
            default:
                throw new InvalidOperationException();
        }
    }

    private static async Task<IResult> RevokeAsync(string id, HttpContext context, IOneTimeLinkCatalog catalog, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(id, "N", out var invitation) || !await catalog.RevokeInvitationAsync(invitation, cancellationToken))
            return Problems.Of(ProblemCode.NotFound);
        new Notice(NoticeKind.InvitationRevoked, 1, []).Announce(context);
        return Pages.SeeOther("/admin/invitations");
    }

    private static async Task<IResult> PageAsync(InvitationForm form, IOneTimeLinkCatalog catalog, CancellationToken cancellationToken) => Pages.Show<InvitationsPage>(
        new { Invitations = await catalog.InvitationsAsync(OneTimeLinks.MostOpen, cancellationToken), Form = form },
        form.Error is null ? StatusCodes.Status200OK : Problems.All[ProblemCode.InvalidField].Status);
}

/// <summary>The form as it was sent, or as it starts.</summary>
public sealed record InvitationForm
{
    public string Name { get; init; } = "";
    public bool IsAdmin { get; init; }
    public string Quota { get; init; } = "";
    public int Days { get; init; } = OneTimeLinks.UsualDays;

    /// <summary>The address that it is sent to; empty for none.</summary>
    public string To { get; init; } = "";

    /// <summary>The invitation that was just made, in clear.</summary>
    public string? MadeUrl { get; init; }

    public string? Error { get; init; }
    public string? WrongField { get; init; }

    public static InvitationForm Read(IFormCollection form) => new()
    {
        Name = MediaTexts.Line(form.Text("name")) ?? "",
        IsAdmin = form.Ticked("admin"),
        Quota = form.Text("quota"),
        To = form.Text("to"),
        Days = int.TryParse(form.Text("days"), NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : 0,
    };

    public string? ErrorOf(string field) => WrongField == field ? Error : null;
}
