using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Links;
using Vitrine.Library.Publishing;

namespace Vitrine.Web.Access;

/// <summary>
/// Finds out who comes by a share link, or to something public. The link's row is read for each request, and for links with a maximum the visitor's own
/// (RULES 19); the cookie only remembers who was let in. Guessing is slowed down per network, and never for those inside.
/// </summary>
public sealed class LinkVisits(ILinkCatalog links, IPublicationCatalog publications, IAlbumCatalog albums, ISiteCatalog site, VisitCookie cookie, TimeProvider time)
{
    /// <summary>A page of tiles whose link was just revoked asks for some too.</summary>
    private const int MostMisses = 500;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>How long a password need not be typed again.</summary>
    private static readonly TimeSpan UnlockedFor = TimeSpan.FromHours(12);

    /// <summary>Null when this network guessed too often; <see cref="Visitor.Anonymous"/> for a token that opens nothing.</summary>
    public async Task<Visitor?> FindAsync(HttpContext context, string token, CancellationToken cancellationToken)
    {
        var visit = cookie.Read(context);
        if (visit is null && await site.PeekAsync(Misses(context), Window, cancellationToken) >= MostMisses) return null;
        if (await links.FindByTokenAsync(Ids.HashSecret(token), cancellationToken) is { } link)
            return await DoorOfAsync(link, visit is { } known && known.Link == link.Id ? known : null, cancellationToken) is { } door
                ? new Visitor.AtTheDoor(link, door)
                : await WithinAsync(
                    context, link, (whole, inside) => new Visitor.LinkHolder((ShareLink)whole, inside, visit?.Link == link.Id && link.Guests is not null ? visit.Guest : null), cancellationToken);
        await site.CountAsync(Misses(context), Window, cancellationToken);
        return Visitor.Anonymous;
    }

    /// <summary>The same for an address of something unlisted or public; what is there is never refused, however many guess beside it.</summary>
    public async Task<Visitor?> LookAsync(HttpContext context, string address, CancellationToken cancellationToken)
    {
        if (await publications.FindAsync(Ids.HashSecret(address), cancellationToken) is { } publication)
            return await WithinAsync(context, publication, (whole, inside) => new Visitor.Onlooker((Publication)whole, inside), cancellationToken);
        return await site.CountAsync(Misses(context), Window, cancellationToken) > MostMisses ? null : Visitor.Anonymous;
    }

    /// <summary>At an address of an album inside, that it lies in what is offered is read now; nobody where it does not.</summary>
    private async Task<Visitor> WithinAsync(HttpContext context, IOffer whole, Func<IOffer, InsideOffer?, Visitor> enter, CancellationToken cancellationToken) =>
        await albums.WithinAsync(whole, context.Request.RouteValues["inside"] as string, cancellationToken) is { } offer && (offer == whole || offer.Scope is not Scope.Nothing)
            ? enter(whole, offer as InsideOffer)
            : Visitor.Anonymous;

    private static string Misses(HttpContext context) => $"link-miss/{Networks.Of(context.Connection.RemoteIpAddress)}";

    private async Task<LinkDoor?> DoorOfAsync(ShareLink link, Visit? visit, CancellationToken cancellationToken)
    {
        if (link.PasswordHash is not null && !(visit?.UnlockedAt > time.GetUtcNow() - UnlockedFor)) return LinkDoor.Password;
        if (link.MaxOpens is not { } most) return null;
        if (visit is not null && await links.HasOpenedAsync(link.Id, Ids.HashSecret(visit.Secret), cancellationToken)) return null;
        return link.Opens < most ? LinkDoor.Open : LinkDoor.Full;
    }
}
