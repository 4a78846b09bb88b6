using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Links;
using Vitrine.Library.Scrubbing;
using Vitrine.Web;
using Vitrine.Web.Access;

namespace Vitrine.Features.Delivery;

/// <summary>Every way in which bytes leave the site: one gate, one sender.</summary>
internal sealed class MediaEndpoints(IMediaCatalog catalog, Doors doors, LinkRights rights, IScrubbedOriginals scrubbed, Sending sending)
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public void Map(IEndpointRouteBuilder app)
    {
        Map(app.MapGroup("/media/{id}"), Who.People | Who.Keys, Doors.BelongingAsync);
        Map(app.MapGroup("/albums/{album}/media/{id}"), Who.People | Who.Keys, doors.ThroughAlbumAsync);
        Map(app.MapGroup("/s/{token}/media/{id}").ExcludeFromDescription(), Who.Links, Doors.BelongingAsync);
        Map(app.MapGroup("/s/{token}/albums/{inside}/media/{id}").ExcludeFromDescription(), Who.Links, Doors.BelongingAsync);
        Map(app.MapGroup("/p/{address}/albums/{inside}/media/{id}").ExcludeFromDescription(), Who.Onlookers, Doors.BelongingAsync);
        Map(app.MapGroup("/shares/{link}/albums/{inside}/media/{id}").ExcludeFromDescription(), Who.People, doors.AsLinkAsync);
        Map(app.MapGroup("/p/{address}/media/{id}").ExcludeFromDescription(), Who.Onlookers, Doors.BelongingAsync);
        Map(app.MapGroup("/s/{token}/mine/{id}").ExcludeFromDescription(), Who.Links, Doors.GivenAsync);
        Map(app.MapGroup("/albums/{album}/incoming/{id}").ExcludeFromDescription(), Who.People, doors.WaitingAsync);
        Map(app.MapGroup("/shares/{link}/media/{id}").ExcludeFromDescription(), Who.People, doors.AsLinkAsync);
    }

    private void Map(RouteGroupBuilder media, Who who, Door door)
    {
        media.WithTags("Bytes").Admits(who).WithMetadata(StoredBytes.Mark);
        media.MapMethods("/original", Reading, (HttpContext context, string id) => SendAsync(context, id, OriginalAsync, door))
            .WithSummary("The original, byte for byte")
            .WithDescription("Takes one range, `If-None-Match`, `If-Modified-Since` and `If-Range`. `?download=1` asks for a download.")
            .Answers();
        media.MapMethods("/{rendition}", Reading, (HttpContext context, string id, string rendition) =>
                SendAsync(context, id, (_, item, offer) => Task.FromResult(Rendition(item, offer, rendition)), door))
            .WithSummary("A rendition by its name")
            .WithDescription("The names stand in the item's `renditions`: `tile`, `tile2x`, `screen`.")
            .Answers();
    }

    /// <summary>Through a link, and to the public, only as far as originals are given.</summary>
    private async Task<Chosen> OriginalAsync(HttpContext context, MediaItem item, IOffer? offer) =>
        (offer is null ? LinkOriginal.AsItIs : rights.Original(offer, item)) switch
        {
            LinkOriginal.AsItIs => new Chosen(MediaFile.Original(item)),
            LinkOriginal.Scrubbed => await ScrubbedAsync(context, item),
            LinkOriginal.Withheld => new Chosen(null, ProblemCode.OriginalWithheld),
            _ => Chosen.Absent,
        };

    /// <summary>What was opened is closed with the request.</summary>
    private async Task<Chosen> ScrubbedAsync(HttpContext context, MediaItem item)
    {
        switch (await scrubbed.OpenAsync(item, context.RequestAborted))
        {
            case ScrubbedOriginal.Opened(var file):
                context.Response.RegisterForDisposeAsync(file);
                return new Chosen(MediaFile.Scrubbed(item, file));
            case ScrubbedOriginal.Missing:
                return new Chosen(null, ProblemCode.OriginalMissing);
            default:
                return new Chosen(null, ProblemCode.OriginalWithheld);
        }
    }

    /// <summary>Where nothing that is known of an item is shown, its file name is not told by a download either.</summary>
    private static Chosen Rendition(MediaItem item, IOffer? offer, string name) =>
        new(MediaFile.Rendition(offer is { ShowMetadata: false } ? item with { FileName = Wording.Kind(item.Kind) } : item, name));

    private async Task SendAsync(HttpContext context, string id, Func<HttpContext, MediaItem, IOffer?, Task<Chosen>> choose, Door door)
    {
        var way = await door(context, context.RequestAborted);
        var chosen = MediaId.TryParse(id, out var media) && await catalog.FindAsync(way.Scope, media, context.RequestAborted) is { } item
            ? await choose(context, item, way.Offer)
            : Chosen.Absent;
        if (chosen.File is { } file) await sending.SendAsync(context, file, cancellationToken => doors.StillOpenAsync(door, context, media, cancellationToken));
        else await Problems.Of(chosen.Problem).ExecuteAsync(context);
    }

    /// <summary>The bytes to send, or why there are none.</summary>
    private sealed record Chosen(MediaFile? File, ProblemCode Problem = ProblemCode.NotFound)
    {
        public static readonly Chosen Absent = new(File: null);
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
