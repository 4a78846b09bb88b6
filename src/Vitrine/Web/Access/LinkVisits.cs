using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Links;

namespace Vitrine.Web.Access;

/// <summary>
/// Finds out who comes by a share link. The link's row is read for each request, and for links with a maximum the visitor's own
/// (RULES 19); the cookie only remembers who was let in. Guessing tokens is slowed down per network, and never for those inside.
/// </summary>
public sealed class LinkVisits(ILinkCatalog links, ISiteCatalog site, VisitCookie cookie, TimeProvider time)
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
        var misses = $"link-miss/{Networks.Of(context.Connection.RemoteIpAddress)}";
        if (visit is null && await site.PeekAsync(misses, Window, cancellationToken) >= MostMisses) return null;
        if (await links.FindByTokenAsync(Ids.HashSecret(token), cancellationToken) is { } link)
            return await DoorOfAsync(link, visit is { } known && known.Link == link.Id ? known : null, cancellationToken) is { } door
                ? new Visitor.AtTheDoor(link, door)
                : new Visitor.LinkHolder(link, visit?.Link == link.Id && link.Guests is not null ? visit.Guest : null);
        await site.CountAsync(misses, Window, cancellationToken);
        return Visitor.Anonymous;
    }

    private async Task<LinkDoor?> DoorOfAsync(ShareLink link, Visit? visit, CancellationToken cancellationToken)
    {
        if (link.PasswordHash is not null && !(visit?.UnlockedAt > time.GetUtcNow() - UnlockedFor)) return LinkDoor.Password;
        if (link.MaxOpens is not { } most) return null;
        if (visit is not null && await links.HasOpenedAsync(link.Id, Ids.HashSecret(visit.Secret), cancellationToken)) return null;
        return link.Opens < most ? LinkDoor.Open : LinkDoor.Full;
    }
}
