using Vitrine.Library.Albums;
using Vitrine.Library.Archives;

namespace Vitrine.Library.Exporting;

/// <summary>Where each album of an account would stand as a folder: in those it lies in, by names that every file system takes and that no two share.</summary>
internal static class AlbumPaths
{
    public static IReadOnlyDictionary<AlbumId, string> Of(IReadOnlyList<Album> albums)
    {
        var known = albums.Select(album => album.Id).ToHashSet();
        var inside = albums.ToLookup(album => album.Parent is { } parent && known.Contains(parent) ? parent : (AlbumId?)null);
        var (paths, names) = (new Dictionary<AlbumId, string>(albums.Count), new ZipNames());
        Place(null, "");
        return paths;

        void Place(AlbumId? above, string folder)
        {
            // By their age, so that the first of two with one title has it without a number.
            foreach (var album in inside[above].OrderBy(album => album.Id.ToString(), StringComparer.Ordinal))
            {
                var path = names.Of(album.Title.Replace('/', '_').Replace('\\', '_'), folder);
                paths[album.Id] = path;
                Place(album.Id, path + "/");
            }
        }
    }
}
