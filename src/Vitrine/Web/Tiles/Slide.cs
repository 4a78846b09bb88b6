using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Library;
using Vitrine.Web.Json;

namespace Vitrine.Web.Tiles;

/// <summary>What the lightbox shows of an item, so that it asks nothing of the server (Lightbox/slides.ts).</summary>
/// <param name="File">The original; null where only pictures made from it are shown.</param>
/// <param name="Visibility">Who else sees it; null for private things, and where that is not told.</param>
public sealed record Slide(
    string Id, string Page, string Name, string Alt, string Kind, string ContentType, string State, int Width, int Height, string? Small, string? Big,
    string? File, string? Visibility)
{
    public static string Of(MediaItem item, string root, string name, string alternative, bool originals, string? visibility)
    {
        var pictures = item.Renditions.Where(r => r.Name is "tile" or "tile2x" or "screen").OrderBy(r => r.Width).ToList();
        var slide = new Slide(
            item.Id.ToString(),
            MediaUrls.Page(item.Id, root),
            name,
            alternative,
            item.Kind.ToString().ToLowerInvariant(),
            item.ContentType,
            item.State.ToString().ToLowerInvariant(),
            item.Width ?? (pictures.Count > 0 ? pictures[^1].Width : 0),
            item.Height ?? (pictures.Count > 0 ? pictures[^1].Height : 0),
            pictures.Count > 0 ? MediaUrls.Rendition(item.Id, pictures[0].Name, root) : null,
            pictures.Count > 0 ? MediaUrls.Rendition(item.Id, pictures[^1].Name, root) : null,
            originals ? MediaUrls.Original(item.Id, root) : null,
            visibility);
        return JsonSerializer.Serialize(slide, SlideJson.Default.Slide);
    }
}

[JsonSerializable(typeof(Slide))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class SlideJson : JsonSerializerContext;
