using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;
using Vitrine.Library.Links;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;
using Vitrine.Web.Json;

namespace Vitrine.Features.Sharing;

/// <summary>
/// What a stranger sees who has a link. Nothing here knows who they are otherwise, and no cookie is set before a password was right.
/// </summary>
internal static class VisitEndpoints
{
    internal const int TilesPerPage = 100;

    public static void MapVisits(this IEndpointRouteBuilder app)
    {
        var visits = app.MapGroup("/s/{token}").ExcludeFromDescription();
        visits.MapGet("", ShowAsync).Admits(Who.Door);
        visits.MapPost("/unlock", UnlockAsync).ReadsForm().NotAudited("told where an open is counted").Admits(Who.Door);
        visits.MapPost("/open", OpenAsync).ReadsForm().NotAudited("told where an open is counted").Admits(Who.Door);
        visits.MapGet("/media/{id}", ShowItemAsync).Admits(Who.Links);
        visits.MapGet("/oembed", EmbedAsync).Admits(Who.Links);
        visits.MapGet("/albums/{inside}", ShowInsideAsync).Admits(Who.Links);
        visits.MapGet("/albums/{inside}/media/{id}", ShowItemAsync).Admits(Who.Links);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, string token, string? after, ShareViews views, ILinkCatalog links, VisitCookie cookie, CancellationToken cancellationToken)
    {
        if (context.Visitor() is not Visitor.LinkHolder { Link: var link }) return await AtTheDoorAsync(context, token, views, cancellationToken);
        if (!Cursor.TryRead(after, out var cursor)) return Problems.Of(ProblemCode.NotFound);
        if (await views.PageAsync(context, link, Viewpoint.Of(token, link), cursor, TilesPerPage, cancellationToken) is not { } view) return Problems.Of(ProblemCode.NotFound);
        if (cookie.Read(context)?.Link != link.Id && !IsPrefetch(context.Request)) await NoteAsync(context, token, link, links, cookie, cancellationToken);
        if (!link.CanView) return Pages.SeeOther($"/s/{token}/add");
        return Pages.Show<SharePage>(new { View = view });
    }

    private static async Task<IResult> UnlockAsync(
        HttpContext context, string token, Unlocking unlocking, ShareViews views, ILinkCatalog links, VisitCookie cookie, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (context.Visitor() is not Visitor.AtTheDoor { Door: LinkDoor.Password, Link: var link }) return Pages.SeeOther($"/s/{token}");
        switch (await unlocking.TryAsync(link, context.Form().Raw("password"), context.Connection.RemoteIpAddress, cancellationToken))
        {
            case Unlocked.Yes when link.MaxOpens is null:
                await CountAsync(context, token, link, time.GetUtcNow(), links, cookie, cancellationToken);
                return Pages.SeeOther($"/s/{token}");
            case Unlocked.Yes:
                cookie.Write(context, token, VisitOf(context, link, cookie) with { UnlockedAt = time.GetUtcNow() });
                return Pages.SeeOther($"/s/{token}");
            case Unlocked.TooMany:
                context.Response.Headers.RetryAfter = $"{(int)Unlocking.Window.TotalSeconds}";
                return await AtTheDoorAsync(context, token, views, cancellationToken, ProblemCode.TooManyAttempts);
            default:
                return await AtTheDoorAsync(context, token, views, cancellationToken, ProblemCode.WrongLinkPassword);
        }
    }

    private static async Task<IResult> OpenAsync(
        HttpContext context, string token, ILinkCatalog links, VisitCookie cookie, CancellationToken cancellationToken)
    {
        if (context.Visitor() is not Visitor.AtTheDoor { Door: LinkDoor.Open or LinkDoor.Full, Link: var link }) return Pages.SeeOther($"/s/{token}");
        return await CountAsync(context, token, link, cookie.Read(context)?.UnlockedAt, links, cookie, cancellationToken)
            ? Pages.SeeOther($"/s/{token}")
            : Problems.Of(ProblemCode.LinkFull);
    }

    private static async Task<IResult> ShowInsideAsync(HttpContext context, string token, string? after, ShareViews views, CancellationToken cancellationToken)
    {
        if (!Cursor.TryRead(after, out var cursor)) return Problems.Of(ProblemCode.NotFound);
        var holder = (Visitor.LinkHolder)context.Visitor();
        var at = Viewpoint.Of(token, holder.Link).At(holder.Offer!);
        return await views.PageAsync(context, holder.Offer!, at, cursor, TilesPerPage, cancellationToken) is { } view
            ? Pages.Show<SharePage>(new { View = view })
            : Problems.Of(ProblemCode.NotFound);
    }

    private static async Task<IResult> ShowItemAsync(
        HttpContext context, string token, string id, IMediaCatalog catalog, ShareViews views, CancellationToken cancellationToken)
    {
        var holder = (Visitor.LinkHolder)context.Visitor();
        var (offer, at) = (holder.Offer!, Viewpoint.Of(token, holder.Link).At(holder.Offer!));
        return MediaId.TryParse(id, out var media) && await catalog.FindAsync(offer.Scope, media, cancellationToken) is { } item
            ? Pages.Show<ShareItemPage>(new { View = await views.ItemAsync(context, offer, at, item, isHome: false, cancellationToken) })
            : Problems.Of(ProblemCode.NotFound);
    }

    /// <summary>For a link that anybody may open: while the site moves it is shown without being counted.</summary>
    private static async Task NoteAsync(HttpContext context, string token, ShareLink link, ILinkCatalog links, VisitCookie cookie, CancellationToken cancellationToken)
    {
        try
        {
            await CountAsync(context, token, link, null, links, cookie, cancellationToken);
        }
        catch (CatalogUnavailableException failure) when (failure.ReadOnly)
        {
        }
    }

    private static Task<IResult> EmbedAsync(
        HttpContext context, string token, OEmbed embed, string? format, int? maxwidth, int? maxheight, CancellationToken cancellationToken)
    {
        var link = ((Visitor.LinkHolder)context.Visitor()).Link;
        return embed.AnswerAsync(context, link, Viewpoint.Of(token, link), format, maxwidth, maxheight, cancellationToken);
    }

    /// <summary>Counts this visitor once and remembers them; false when the link is full.</summary>
    private static async Task<bool> CountAsync(
        HttpContext context, string token, ShareLink link, DateTimeOffset? unlockedAt, ILinkCatalog links, VisitCookie cookie,
        CancellationToken cancellationToken)
    {
        var visit = VisitOf(context, link, cookie);
        if (!await links.OpenAsync(link.Id, Ids.HashSecret(visit.Secret), cancellationToken)) return false;
        cookie.Write(context, token, visit with { UnlockedAt = unlockedAt });
        context.Tells(AuditAct.LinkOpened, link);
        return true;
    }

    /// <summary>This browser's, with the name it said, or a new one.</summary>
    private static Visit VisitOf(HttpContext context, ShareLink link, VisitCookie cookie) =>
        cookie.Read(context) is { } known && known.Link == link.Id ? known : Visit.New(link);

    private static async Task<IResult> AtTheDoorAsync(
        HttpContext context, string token, ShareViews views, CancellationToken cancellationToken, ProblemCode? problem = null)
    {
        var visitor = (Visitor.AtTheDoor)context.Visitor();
        if (visitor.Door == LinkDoor.Full) return Problems.Of(ProblemCode.LinkFull);
        var title = visitor.Door == LinkDoor.Open ? await views.TitleAsync(visitor.Link, cancellationToken) : null;
        return Pages.Show<DoorPage>(
            new { Token = token, visitor.Door, Heading = title, Problem = problem is { } code ? Problems.All[code] : null },
            problem is { } wrong ? Problems.All[wrong].Status : StatusCodes.Status200OK);
    }

    private static bool IsPrefetch(HttpRequest request) =>
        request.Headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase);
}
