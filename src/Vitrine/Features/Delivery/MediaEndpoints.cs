using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Links;
using Vitrine.Web;
using Vitrine.Web.Access;

namespace Vitrine.Features.Delivery;

/// <summary>Every way in which bytes leave the site: one gate, one sender. The doors differ only in how a visitor's scope is found.</summary>
internal sealed class MediaEndpoints(IMediaCatalog catalog, AlbumAccess albums, LinkAccess links, LinkRights rights, StillAdmitted admitted, Sending sending)
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public void Map(IEndpointRouteBuilder app)
    {
        Map(app.MapGroup("/media/{id}"), Who.People | Who.Keys, BelongingAsync);
        Map(app.MapGroup("/albums/{album}/media/{id}"), Who.People | Who.Keys, ThroughAlbumAsync);
        Map(app.MapGroup("/s/{token}/media/{id}").ExcludeFromDescription(), Who.Links, BelongingAsync);
        Map(app.MapGroup("/shares/{link}/media/{id}").ExcludeFromDescription(), Who.People, AsLinkAsync);
    }

    private void Map(RouteGroupBuilder media, Who who, Door door)
    {
        media.WithTags("Bytes").Admits(who).WithMetadata(StoredBytes.Mark);
        media.MapMethods("/original", Reading, (HttpContext context, string id) => SendAsync(context, id, Original, door))
            .WithSummary("The original, byte for byte")
            .WithDescription("Takes one range, `If-None-Match`, `If-Modified-Since` and `If-Range`. `?download=1` asks for a download.")
            .Answers();
        media.MapMethods("/{rendition}", Reading, (HttpContext context, string id, string rendition) =>
                SendAsync(context, id, (item, link) => Rendition(item, link, rendition), door))
            .WithSummary("A rendition by its name")
            .WithDescription("The names stand in the item's `renditions`: `tile`, `tile2x`, `screen`.")
            .Answers();
    }

    /// <summary>Through a link only as far as the link gives originals.</summary>
    private MediaFile? Original(MediaItem item, ShareLink? link) =>
        link is null || rights.Original(link, item) == LinkOriginal.AsItIs ? MediaFile.Original(item) : null;

    /// <summary>Where nothing that is known of an item is shown, its file name is not told by a download either.</summary>
    private static MediaFile? Rendition(MediaItem item, ShareLink? link, string name) =>
        MediaFile.Rendition(link is { ShowMetadata: false } ? item with { FileName = Wording.Kind(item.Kind) } : item, name);

    private static Task<Way> BelongingAsync(HttpContext context, CancellationToken cancellationToken) =>
        Task.FromResult(new Way(context.Visitor().Scope, (context.Visitor() as Visitor.LinkHolder)?.Link));

    private async Task<Way> ThroughAlbumAsync(HttpContext context, CancellationToken cancellationToken) =>
        AlbumId.TryParse(context.Request.RouteValues["album"] as string, out var album)
        && await albums.FindAsync(context.Visitor(), album, cancellationToken) is { } seen
            ? new Way(seen.Scope, null)
            : Way.None;

    private async Task<Way> AsLinkAsync(HttpContext context, CancellationToken cancellationToken) =>
        LinkId.TryParse(context.Request.RouteValues["link"] as string, out var id)
        && await links.FindAsync(context.Visitor(), id, cancellationToken) is { } link
            ? new Way(link.Scope, link)
            : Way.None;

    private async Task SendAsync(HttpContext context, string id, Func<MediaItem, ShareLink?, MediaFile?> choose, Door door)
    {
        var way = await door(context, context.RequestAborted);
        if (MediaId.TryParse(id, out var media)
            && await catalog.FindAsync(way.Scope, media, context.RequestAborted) is { } item
            && choose(item, way.Link) is { } file)
            await sending.SendAsync(context, file, cancellationToken => StillAllowedAsync(context, media, door, cancellationToken));
        else await Problems.Of(ProblemCode.NotFound).ExecuteAsync(context);
    }

    private async Task<bool> StillAllowedAsync(HttpContext context, MediaId media, Door door, CancellationToken cancellationToken) =>
        await admitted.AskAsync(context.Visitor(), cancellationToken)
        && await catalog.FindAsync((await door(context, cancellationToken)).Scope, media, cancellationToken) is not null;

    /// <summary>What may be seen by the way the request came in, read afresh each time it is asked.</summary>
    private delegate Task<Way> Door(HttpContext context, CancellationToken cancellationToken);

    /// <param name="Link">What limits what is given of an item, where it is seen through a link.</param>
    private sealed record Way(Scope Scope, ShareLink? Link)
    {
        public static readonly Way None = new(Scope.None, null);
    }
}

internal static class MediaAnswers
{
    public static void Answers(this RouteHandlerBuilder route) => route
        .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
        .Produces(StatusCodes.Status206PartialContent, contentType: "application/octet-stream")
        .Produces(StatusCodes.Status304NotModified)
        .Produces(StatusCodes.Status416RangeNotSatisfiable)
        .ProducesProblem(StatusCodes.Status404NotFound);
}
