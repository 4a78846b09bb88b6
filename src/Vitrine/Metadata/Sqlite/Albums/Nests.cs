using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Moving;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Albums;

/// <summary>Which album lies in which. The one writer makes each check and its change one step.</summary>
internal static class Nests
{
    private static readonly Sql SetParent = new("UPDATE albums SET parent = ?2, version = version + 1, file_due = coalesce(file_due, ?3) WHERE pk = ?1");
    private static readonly Sql Children = new($"SELECT {AlbumRows.Columns} FROM albums WHERE parent = ? AND deleted = 0 ORDER BY id DESC LIMIT ?");
    private static readonly Sql AllChildren = new("SELECT pk FROM albums WHERE parent = ? LIMIT ?");

    /// <summary>The albums that one lies in, nearest first.</summary>
    public static List<AlbumRow> Line(Connection connection, AlbumRow album)
    {
        var line = new List<AlbumRow>();
        for (var at = album; line.Count < IAlbumCatalog.MostLevels - 1 && at.Album.Parent is { } parent; line.Add(at))
        {
            if (AlbumRows.Find(connection, parent) is not { } above) break;
            at = above;
        }

        return line;
    }

    public static List<AlbumRow> Inside(Connection connection, AlbumId album) =>
        connection.Use(Children).Bind(album.Value).Bind((long)IAlbumCatalog.MostInside).All(AlbumRows.Read);

    public static Nesting Nest(Connection connection, AlbumId id, AlbumId? parent, DateTimeOffset now)
    {
        if (AlbumRows.Find(connection, id) is not { } row) return Nesting.Absent;
        if (row.Album.Parent == parent) return Nesting.Done;
        if (parent is { } wanted && Refuse(connection, row, wanted) is { } refused) return refused;
        Set(connection, row.Pk, parent, now);
        return Nesting.Done;
    }

    /// <summary>As a file in the store says it (rebuild); on top where it cannot lie in the album that it lay in. Null when it is there.</summary>
    public static Album? Restore(Connection connection, Album album, IReadOnlyList<AlbumMember> members, DateTimeOffset now)
    {
        if (AlbumRows.FindAny(connection, album.Id) is not null) return null;
        var lies = album.Parent is not { } parent || Refuse(connection, new AlbumRow(0, false, null, album), parent) is null;
        var restored = lies ? album : album with { Parent = null };
        AlbumRows.Carry(connection, new CatalogRow.OfAlbum(restored, Deleted: false, FileDue: lies ? null : now, members));
        return restored;
    }

    /// <summary>Those in a deleted album lie in none from now on; true when none is left.</summary>
    public static bool Release(Connection connection, AlbumId album, int limit, DateTimeOffset now)
    {
        var inside = connection.Use(AllChildren).Bind(album.Value).Bind(limit + 1L).All(row => row.ReadLong());
        foreach (var pk in inside.Take(limit)) Set(connection, pk, null, now);
        return inside.Count <= limit;
    }

    private static Nesting? Refuse(Connection connection, AlbumRow row, AlbumId parent)
    {
        if (AlbumRows.Find(connection, parent) is not { } target || target.Album.Owner != row.Album.Owner) return Nesting.Absent;
        AlbumRow[] above = [target, .. Line(connection, target)];
        if (above.Any(each => each.Pk == row.Pk)) return Nesting.Cycle;
        if (Inside(connection, parent).Count >= IAlbumCatalog.MostInside) return Nesting.TooMany;
        return above.Length + Height(connection, row.Album.Id) > IAlbumCatalog.MostLevels ? Nesting.TooDeep : null;
    }

    /// <summary>Levels from this one down; more than allowed where too much lies in it to look at.</summary>
    private static int Height(Connection connection, AlbumId top)
    {
        var (height, seen) = (0, 0);
        for (List<AlbumId> level = [top]; level.Count > 0 && height <= IAlbumCatalog.MostLevels; height++)
        {
            seen += level.Count;
            if (seen > IAlbumCatalog.MostMoved) return IAlbumCatalog.MostLevels + 1;
            level = [.. level.SelectMany(id => Inside(connection, id)).Select(row => row.Album.Id)];
        }

        return height;
    }

    private static void Set(Connection connection, long pk, AlbumId? parent, DateTimeOffset now) =>
        connection.Use(SetParent).Bind(pk).Bind(parent?.Value).Bind(now).Execute();
}
