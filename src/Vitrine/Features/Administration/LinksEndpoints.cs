using Vitrine.Library;
using Vitrine.Library.Audit;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Administration;

/// <summary>Links across the site: who shares, with which rights, and a way to end it. What they show is not an admin's to see.</summary>
internal static class LinksEndpoints
{
    public static void MapLinksPage(this IEndpointRouteBuilder admin)
    {
        admin.MapGet("/links", ShowAsync).Admits(Who.Admins);
        admin.MapPost("/links/{link}/revoke", RevokeAsync).ValidatesForm().Audits(AuditAct.LinkRevoked).Admits(Who.Admins);
    }

    private static async Task<IResult> ShowAsync(SiteLinks links, TimeProvider time, string? after, CancellationToken cancellationToken)
    {
        if (!Cursor.TryRead(after, out var cursor)) return Problems.Of(ProblemCode.NotFound);
        var page = await links.PageAsync(cursor, cancellationToken);
        return Pages.Show<LinksPage>(new { Rows = page.Items, Now = time.GetUtcNow(), Next = page.Next is { } next ? $"/admin/links?after={next}" : null });
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, ILinkCatalog links, LinkRevoking revoking, string link, CancellationToken cancellationToken)
    {
        if (!LinkId.TryParse(link, out var id) || await links.FindAsync(id, cancellationToken) is not { } found || !await revoking.RevokeAsync(id, cancellationToken))
            return Problems.Of(ProblemCode.NotFound);
        (context.Audit().Subject, context.Audit().Name) = ($"shares/{id}", found.Name);
        new Notice(NoticeKind.LinkRevoked, 1, []).Announce(context);
        return Pages.SeeOther("/admin/links");
    }
}
