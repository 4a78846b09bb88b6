using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;
using Vitrine.Web.Access;

namespace Vitrine.Features.Delivery;

/// <summary>What may be seen by the way the request came in, read afresh each time it is asked.</summary>
internal delegate Task<Way> Door(HttpContext context, CancellationToken cancellationToken);

/// <param name="Link">What limits what is given of an item, where it is seen through a link.</param>
internal sealed record Way(Scope Scope, ShareLink? Link = null)
{
    public static readonly Way None = new(Scope.None);
}

/// <summary>The ways to bytes; they differ only in how a visitor's scope is found.</summary>
internal sealed class Doors(IMediaCatalog catalog, AlbumAccess albums, Reviewing reviewing, LinkAccess links, StillAdmitted admitted)
{
    public static Task<Way> BelongingAsync(HttpContext context, CancellationToken cancellationToken) =>
        Task.FromResult(new Way(context.Visitor().Scope, (context.Visitor() as Visitor.LinkHolder)?.Link));

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
        && await albums.FindAsync(context.Visitor(), album, cancellationToken) is { } seen
            ? new Way(seen.Scope)
            : Way.None;

    public async Task<Way> AsLinkAsync(HttpContext context, CancellationToken cancellationToken) =>
        LinkId.TryParse(context.Request.RouteValues["link"] as string, out var id)
        && await links.FindAsync(context.Visitor(), id, cancellationToken) is { } link
            ? new Way(link.Scope, link)
            : Way.None;

    /// <summary>Whether an item that was let out by a door still would be.</summary>
    public async Task<bool> StillOpenAsync(Door door, HttpContext context, MediaId item, CancellationToken cancellationToken) =>
        await admitted.AskAsync(context.Visitor(), cancellationToken)
        && await catalog.FindAsync((await door(context, cancellationToken)).Scope, item, cancellationToken) is not null;
}
