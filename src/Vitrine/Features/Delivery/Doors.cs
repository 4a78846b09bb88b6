using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;
using Vitrine.Web.Access;

namespace Vitrine.Features.Delivery;

/// <summary>What may be seen by the way the request came in, read afresh each time it is asked.</summary>
internal delegate Task<Way> Door(HttpContext context, CancellationToken cancellationToken);

/// <param name="Offer">What limits what is given of an item, where it is seen through a link or by the public.</param>
internal sealed record Way(Scope Scope, IOffer? Offer = null)
{
    public static readonly Way None = new(Scope.None);
}

/// <summary>The ways to bytes; they differ only in how a visitor's scope is found.</summary>
internal sealed class Doors(IMediaCatalog catalog, IAlbumCatalog albums, AlbumAccess access, Reviewing reviewing, LinkAccess links, StillAdmitted admitted)
{
    public static Task<Way> BelongingAsync(HttpContext context, CancellationToken cancellationToken) =>
        Task.FromResult(new Way(context.Visitor().Scope, context.Visitor().Offer));

    /// <summary>What a guest added themself, as it is: it is theirs.</summary>
    public static Task<Way> GivenAsync(HttpContext context, CancellationToken cancellationToken) => Task.FromResult(
        context.Visitor() is Visitor.LinkHolder { Link: var link, Guest: { } guest } ? new Way(new Scope.Given(link.Id, guest.Visitor)) : Way.None);

    /// <summary>What waits in an album, to those who decide about it.</summary>
    public async Task<Way> WaitingAsync(HttpContext context, CancellationToken cancellationToken) =>
        AlbumId.TryParse(context.Request.RouteValues["album"] as string, out var album)
        && await reviewing.FindAsync(context.Visitor(), album, cancellationToken) is not null
            ? new Way(new Scope.Waiting(album))
            : Way.None;

    public async Task<Way> ThroughAlbumAsync(HttpContext context, CancellationToken cancellationToken) =>
        AlbumId.TryParse(context.Request.RouteValues["album"] as string, out var album)
        && await access.FindAsync(context.Visitor(), album, cancellationToken) is { } seen
            ? new Way(seen.Scope)
            : Way.None;

    public async Task<Way> AsLinkAsync(HttpContext context, CancellationToken cancellationToken) =>
        LinkId.TryParse(context.Request.RouteValues["link"] as string, out var id)
        && await links.FindAsync(context.Visitor(), id, cancellationToken) is { } link
        && await albums.WithinAsync(link, context.Request.RouteValues["inside"] as string, cancellationToken) is { } offer
            ? new Way(offer.Scope, offer)
            : Way.None;

    /// <summary>Whether an item that was let out by a door still would be.</summary>
    public Task<bool> StillOpenAsync(Door door, HttpContext context, MediaId item, CancellationToken cancellationToken) =>
        StillOpenAsync(door, context, item, null, cancellationToken);

    /// <param name="album">The album that shows it, where that is or lies in the one the door opens.</param>
    public async Task<bool> StillOpenAsync(Door door, HttpContext context, MediaId item, AlbumId? album, CancellationToken cancellationToken)
    {
        if (!await admitted.AskAsync(context.Visitor(), cancellationToken)) return false;
        var scope = (await door(context, cancellationToken)).Scope;
        if (album is { } inner && scope is Scope.InAlbum outer)
        {
            if (!await albums.LiesInAsync(inner, outer.Album, cancellationToken)) return false;
            scope = new Scope.InAlbum(inner);
        }

        return await catalog.FindAsync(scope, item, cancellationToken) is not null;
    }
}
