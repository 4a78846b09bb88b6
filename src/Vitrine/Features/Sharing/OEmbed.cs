using System.Text.Json.Serialization;
using Vitrine.Imaging;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Settings;
using Vitrine.Web;
using Vitrine.Web.Json;

namespace Vitrine.Features.Sharing;

/// <summary>
/// What is offered, for sites that show it within theirs (oembed.com): one picture as a photo, everything else as a link with a picture.
/// It stands beside what it describes, so it opens and ends with that; it tells what the page's own head tells.
/// </summary>
public sealed class OEmbed(IAlbumCatalog albums, IMediaCatalog catalog, ShareViews views, Previews previews, Live<SiteOptions> site)
{
    /// <param name="format">Of those in the standard only <c>json</c> is spoken.</param>
    /// <param name="maxWidth">Pixels that the other site has for a picture.</param>
    public async Task<IResult> AnswerAsync(
        HttpContext context, IOffer offer, Viewpoint at, string? format, int? maxWidth, int? maxHeight, CancellationToken cancellationToken)
    {
        if (!at.IsTold) return Problems.Of(ProblemCode.NotFound);
        if (format is not (null or "" or "json")) return Results.StatusCode(StatusCodes.Status501NotImplemented);
        var item = await PictureAsync(offer, cancellationToken);
        var picture = item?.Renditions
            .Where(made => made.ContentType.StartsWith("image/", StringComparison.Ordinal) && made.Width <= (maxWidth ?? int.MaxValue) && made.Height <= (maxHeight ?? int.MaxValue))
            .MaxBy(made => made.Width);
        var url = picture is null ? null : previews.Whole(context, MediaUrls.Rendition(item!.Id, picture.Name, at.Root));
        var isPhoto = picture is not null && offer.Items is [_] && item!.Kind == MediaKind.Image;
        var embed = new OEmbedJson
        {
            Type = isPhoto ? "photo" : "link",
            Title = offer is { Album: null, Items: [_] } && item is not null ? Previews.NameOf(offer, item) : await views.TitleAsync(offer, cancellationToken),
            AuthorName = at.By?.Name,
            AuthorUrl = at.By is { } person ? previews.Whole(context, person.Url) : null,
            ProviderName = site.Value.Name,
            ProviderUrl = previews.Whole(context, "/"),
            Url = isPhoto ? url : null,
            Width = isPhoto ? picture!.Width : null,
            Height = isPhoto ? picture!.Height : null,
            ThumbnailUrl = isPhoto ? null : url,
            ThumbnailWidth = isPhoto ? null : picture?.Width,
            ThumbnailHeight = isPhoto ? null : picture?.Height,
        };
        return Results.Json(embed, OEmbedContext.Default.OEmbedJson);
    }

    private async Task<MediaItem?> PictureAsync(IOffer offer, CancellationToken cancellationToken)
    {
        var id = offer.Album is { } album ? (await albums.FindAsync(album, cancellationToken))?.Cover : offer.Items is [var first, ..] ? first : null;
        return id is { } shown ? await catalog.FindAsync(offer.Scope, shown, cancellationToken) : null;
    }
}

/// <summary>The fields of oEmbed 1.0 that we know.</summary>
public sealed record OEmbedJson
{
    public string Version => "1.0";
    public required string Type { get; init; }
    public required string Title { get; init; }
    public string? AuthorName { get; init; }
    public string? AuthorUrl { get; init; }
    public required string ProviderName { get; init; }
    public required string ProviderUrl { get; init; }
    public string? Url { get; init; }
    public int? Width { get; init; }
    public int? Height { get; init; }
    public string? ThumbnailUrl { get; init; }
    public int? ThumbnailWidth { get; init; }
    public int? ThumbnailHeight { get; init; }
}

[JsonSerializable(typeof(OEmbedJson))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
public sealed partial class OEmbedContext : JsonSerializerContext;
