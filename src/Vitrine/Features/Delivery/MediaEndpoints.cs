using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Web;
using Vitrine.Web.Access;

namespace Vitrine.Features.Delivery;

/// <summary>Every way in which bytes leave the site: one gate, one sender.</summary>
internal sealed class MediaEndpoints(IMediaCatalog catalog, StillAdmitted admitted, Sending sending)
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public void Map(IEndpointRouteBuilder app)
    {
        var media = app.MapGroup("/media/{id}").WithTags("Bytes");
        media.Admits(Who.People | Who.Keys).WithMetadata(StoredBytes.Mark);
        media.MapMethods("/original", Reading, (HttpContext context, string id) => SendAsync(context, id, MediaFile.Original))
            .WithSummary("The original, byte for byte")
            .WithDescription("Takes one range, `If-None-Match`, `If-Modified-Since` and `If-Range`. `?download=1` asks for a download.")
            .Answers();
        media.MapMethods("/{rendition}", Reading, (HttpContext context, string id, string rendition) =>
                SendAsync(context, id, item => MediaFile.Rendition(item, rendition)))
            .WithSummary("A rendition by its name")
            .WithDescription("The names stand in the item's `renditions`: `tile`, `tile2x`, `screen`.")
            .Answers();
    }

    private async Task SendAsync(HttpContext context, string id, Func<MediaItem, MediaFile?> choose)
    {
        var visitor = context.Visitor();
        if (MediaId.TryParse(id, out var media)
            && await catalog.FindAsync(visitor.Scope, media, context.RequestAborted) is { } item
            && choose(item) is { } file)
            await sending.SendAsync(context, file, cancellationToken => StillAllowedAsync(visitor, media, cancellationToken));
        else await Problems.Of(ProblemCode.NotFound).ExecuteAsync(context);
    }

    private async Task<bool> StillAllowedAsync(Visitor visitor, MediaId media, CancellationToken cancellationToken) =>
        await admitted.AskAsync(visitor, cancellationToken) && await catalog.FindAsync(visitor.Scope, media, cancellationToken) is not null;
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
