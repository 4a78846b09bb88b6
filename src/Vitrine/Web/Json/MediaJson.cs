using System.Text.Json.Serialization;
using Vitrine.Imaging;
using Vitrine.Library;
using Vitrine.Library.Publishing;

namespace Vitrine.Web.Json;

/// <summary>One media item as programs see it. Every field is always there; what is not known is null.</summary>
public record MediaJson
{
    /// <summary>32 lower-case hex digits.</summary>
    public required string Id { get; init; }

    /// <summary>As it was uploaded.</summary>
    public required string FileName { get; init; }

    public required string? Title { get; init; }
    public required string? Description { get; init; }

    /// <summary>Free text.</summary>
    public required string? Place { get; init; }

    public required double? Latitude { get; init; }
    public required double? Longitude { get; init; }
    public required IReadOnlyList<string> Tags { get; init; }

    [JsonConverter(typeof(SnakeCase<MediaKind>))]
    public required MediaKind Kind { get; init; }

    /// <summary>From the bytes, never from the name.</summary>
    public required string ContentType { get; init; }

    public required long Bytes { get; init; }

    /// <summary>Lower-case hex.</summary>
    public required string? Sha256 { get; init; }

    /// <summary>Upright size in pixels.</summary>
    public required int? Width { get; init; }

    public required int? Height { get; init; }

    /// <summary>Seconds.</summary>
    public required double? Duration { get; init; }

    /// <summary>Wall-clock time where it was taken, <c>yyyy-MM-ddTHH:mm:ss.fff</c>, without zone.</summary>
    public required string TakenAt { get; init; }

    /// <summary>Minutes east of UTC at that place and time.</summary>
    public required int? TakenOffset { get; init; }

    /// <summary>What <c>takenAt</c> was read from.</summary>
    [JsonConverter(typeof(SnakeCase<TakenFrom>))]
    public required TakenFrom TakenFrom { get; init; }

    public required DateTimeOffset UploadedAt { get; init; }

    /// <summary>Who added it, where a guest did through a link; as they called themselves.</summary>
    public required string? GuestName { get; init; }

    /// <summary>When it went to the trash; null for a live item.</summary>
    public required DateTimeOffset? TrashedAt { get; init; }

    /// <summary>Whether it is shown to everybody by itself: <c>private</c>, <c>unlisted</c> or <c>public</c>.</summary>
    [JsonConverter(typeof(SnakeCase<Visibility>))]
    public required Visibility Visibility { get; init; }

    [JsonConverter(typeof(SnakeCase<MediaState>))]
    public required MediaState State { get; init; }

    /// <summary>Why it failed, or why it has no preview.</summary>
    public required ProblemJson? Problem { get; init; }

    /// <summary>A placeholder picture, ThumbHash in base64.</summary>
    public required string? Thumbhash { get; init; }

    /// <summary>Rises with every change; the number in the ETag.</summary>
    public required long Version { get; init; }

    public required OriginalJson Original { get; init; }

    /// <summary>The pictures made from it so far, smallest first.</summary>
    public required IReadOnlyList<RenditionJson> Renditions { get; init; }

    public static MediaJson From(MediaItem item) => From(item, MediaUrls.Library);

    /// <param name="root">Through which door its bytes are seen.</param>
    public static MediaJson From(MediaItem item, string root) => new()
    {
        Id = item.Id.ToString(),
        FileName = item.FileName,
        Title = item.Title,
        Description = item.Description,
        Place = item.Place,
        Latitude = item.Latitude,
        Longitude = item.Longitude,
        Tags = item.Tags,
        Kind = item.Kind,
        ContentType = item.ContentType,
        Bytes = item.Bytes,
        Sha256 = item.Sha256,
        Width = item.Width,
        Height = item.Height,
        Duration = item.Duration?.TotalSeconds,
        TakenAt = item.TakenAt.ToString(),
        TakenOffset = item.TakenOffsetMinutes,
        TakenFrom = item.TakenFrom,
        UploadedAt = item.UploadedAt,
        GuestName = item.GuestName,
        TrashedAt = item.TrashedAt,
        Visibility = item.Visibility,
        State = item.State,
        Problem = item.Problem is { } problem ? ProblemJson.Of(problem) : null,
        Thumbhash = item.Thumbhash is { } hash ? Convert.ToBase64String(hash) : null,
        Version = item.Version,
        Original = new OriginalJson(MediaUrls.Original(item.Id, root)),
        Renditions = [.. item.Renditions.OrderBy(r => r.Width).Select(r => RenditionJson.From(item.Id, r, root))],
    };
}

/// <param name="Url">Relative to the site; <c>?download=1</c> asks for a download.</param>
public sealed record OriginalJson(string Url);

/// <param name="Name"><c>tile</c>, <c>tile2x</c>, <c>screen</c>, ...</param>
public sealed record RenditionJson(string Name, string Url, int Width, int Height, string ContentType, long Bytes)
{
    public static RenditionJson From(MediaId id, Rendition rendition, string root) => new(
        rendition.Name, MediaUrls.Rendition(id, rendition.Name, root), rendition.Width, rendition.Height, rendition.ContentType, rendition.Bytes);
}

/// <summary>A page of items. <see cref="Next"/> is the cursor of the next page, null on the last.</summary>
public sealed record MediaPageJson(IReadOnlyList<MediaJson> Items, string? Next)
{
    public static MediaPageJson From(Page<MediaItem> page, string root = MediaUrls.Library) =>
        new([.. page.Items.Select(item => MediaJson.From(item, root))], page.Next?.ToString());
}
