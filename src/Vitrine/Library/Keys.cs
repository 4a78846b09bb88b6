using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>Where bytes lie (DESIGN section 5). Years and months are those of the upload in UTC, read from the id.</summary>
public static class Keys
{
    public const string Originals = "originals/";
    public const string Renditions = "renditions/";
    public const string Catalog = "catalog/";
    public const string SidecarName = "vitrine.json";

    public static BlobKey Original(MediaId id, string fileName, string extension) => new(Folder(id) + SafeName.From(fileName, extension));

    public static BlobKey Sidecar(MediaId id) => new(Folder(id) + SidecarName);

    public static BlobKey Rendition(MediaId id, string recipe, string name, string extension) =>
        new($"{Renditions}{id}/{recipe}/{name}{extension}");

    /// <summary>The folder of an item's original and sidecar, with a slash at the end.</summary>
    public static string OriginalsOf(MediaId id) => Folder(id);

    public static string RenditionsOf(MediaId id) => $"{Renditions}{id}/";

    private static string Folder(MediaId id) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Originals}{id.MadeAt.UtcDateTime:yyyy'/'MM}/{id}/");
}
