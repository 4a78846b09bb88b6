using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;
using Vitrine.Web.Json;

namespace Vitrine.Features.Administration.Api;

/// <summary>Invitations and links for a new password by JSON, for admins at a browser: API keys never reach accounts (RULES 20).</summary>
internal static class InvitationsApi
{
    public static void MapInvitationsApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapApi("Accounts", Who.Admins);
        api.ProducesProblem(StatusCodes.Status403Forbidden);
        api.MapPost("/accounts/{id}/password-link", MakePasswordLinkAsync).Audits(AuditAct.PasswordLinkMade)
            .WithName("makePasswordLink")
            .WithSummary("Make a link with which somebody sets a new password")
            .WithDescription("It works once, within 24 hours, and ends the one made before. Using it signs them out everywhere and revokes their API keys.")
            .Produces<MadeOneTimeLinkJson>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/invitations", InvitationsAsync)
            .WithName("listInvitations")
            .WithSummary("List open invitations")
            .WithDescription("Newest first; there are at most 100.")
            .Produces<InvitationListJson>();
        api.MapPost("/invitations", InviteAsync).Audits(AuditAct.InvitationMade)
            .WithName("invite")
            .WithSummary("Invite somebody")
            .WithDescription("The token is told only in this answer. Whoever opens the address first makes the account.")
            .Produces<MadeOneTimeLinkJson>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapDelete("/invitations/{id}", RevokeAsync).Audits(AuditAct.InvitationRevoked)
            .WithName("revokeInvitation")
            .WithSummary("Take back an invitation")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> MakePasswordLinkAsync(
        HttpContext context, string id, IAccountCatalog accounts, OneTimeLinks links, SiteAddress address, CancellationToken cancellationToken)
    {
        if (!AccountId.TryParse(id, out var whose) || await accounts.FindAsync(whose, cancellationToken) is not { Disabled: false }) return Problems.Of(ProblemCode.NotFound);
        var (link, token) = await links.ForPasswordAsync(context.Visitor().Account!, whose, cancellationToken);
        return Made(context, address, link, token, $"/password/{token}");
    }

    private static async Task<IResult> InvitationsAsync(IOneTimeLinkCatalog catalog, CancellationToken cancellationToken) =>
        Results.Ok(new InvitationListJson([.. (await catalog.InvitationsAsync(OneTimeLinks.MostOpen, cancellationToken)).Select(InvitationJson.From)]));

    private static async Task<IResult> InviteAsync(
        HttpContext context, NewInvitationJson body, OneTimeLinks links, SiteAddress address, CancellationToken cancellationToken) =>
        await links.InviteAsync(
            context.Visitor().Account!, new NewInvitation(MediaTexts.Line(body.Name) ?? "", body.IsAdmin, body.QuotaBytes, body.Days), cancellationToken) switch
        {
            InviteOutcome.Made made => Made(context, address, made.Link, made.Token, $"/join/{made.Token}"),
            InviteOutcome.Refused refused => Problems.Of(refused.Code, refused.Detail),
            _ => throw new InvalidOperationException("An outcome that nobody handles."),
        };

    private static async Task<IResult> RevokeAsync(string id, IOneTimeLinkCatalog catalog, CancellationToken cancellationToken) =>
        Guid.TryParseExact(id, "N", out var invitation) && await catalog.RevokeInvitationAsync(invitation, cancellationToken)
            ? Results.NoContent()
            : Problems.Of(ProblemCode.NotFound);

    private static IResult Made(HttpContext context, SiteAddress address, OneTimeLink link, string token, string path) => Results.Json(
        new MadeOneTimeLinkJson(link.Id.ToString("N"), token, address.Of(context.Request, path), link.ExpiresAt),
        InvitationsJson.Default.MadeOneTimeLinkJson, statusCode: StatusCodes.Status201Created);
}
