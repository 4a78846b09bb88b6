namespace Vitrine.Library.Archives;

/// <summary>An item and where an archive puts it.</summary>
/// <param name="Album">The album that it is given through; null where it is had by itself.</param>
/// <param name="Folder">Empty, or a path that ends with a slash, made by <see cref="FolderIn"/>.</param>
public sealed record PackedItem(MediaItem Item, AlbumId? Album = null, string Folder = "")
{
    /// <summary>The folder of an album that lies in the album of another folder. Albums of one name share one.</summary>
    public static string FolderIn(string folder, string title) => $"{folder}{SafeName.From(title.Replace('/', '-').Replace('\\', '-'), "")}/";
}
