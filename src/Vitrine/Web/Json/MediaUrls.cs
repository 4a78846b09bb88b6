using Vitrine.Library;

namespace Vitrine.Web.Json;

/// <summary>
/// Where an item's page and bytes are, relative to the site. The root says through which door they are seen: the library, an album, a link.
/// </summary>
public static class MediaUrls
{
    public const string Library = "/media";

    public static string InAlbum(AlbumId album) => $"/albums/{album}/media";

    public static string OfPublic(string address) => $"/p/{address}/media";

    /// <summary>What waits in an album for a yes.</summary>
    public static string Incoming(AlbumId album) => $"/albums/{album}/incoming";

    /// <summary>What a guest added themself through a link.</summary>
    public static string Given(string token) => $"/s/{token}/mine";

    public static string Page(MediaId id, string root = Library) => $"{root}/{id}";

    public static string Original(MediaId id, string root = Library) => $"{root}/{id}/original";

    public static string Rendition(MediaId id, string name, string root = Library) => $"{root}/{id}/{name}";
}
