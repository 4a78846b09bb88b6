using Vitrine.Library;

namespace Vitrine.Web.Json;

/// <summary>Where an item's page and bytes are, relative to the site.</summary>
public static class MediaUrls
{
    public static string Page(MediaId id) => $"/media/{id}";

    public static string Original(MediaId id) => $"/media/{id}/original";

    public static string Rendition(MediaId id, string name) => $"/media/{id}/{name}";
}
