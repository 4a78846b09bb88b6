using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Albums;

internal static class MemberRows
{
    private static readonly Sql RoleOf = new(
        """
        SELECT role FROM albums JOIN album_members ON album_members.album = albums.pk
        WHERE albums.id = ? AND deleted = 0 AND account = ?
        """);

    private static readonly Sql OfAlbum = new(
        """
        SELECT account, role, since FROM albums JOIN album_members ON album_members.album = albums.pk
        WHERE albums.id = ? AND deleted = 0 ORDER BY since, account LIMIT ?
        """);

    private static readonly Sql SharedWith = new(
        $"""
        SELECT {AlbumRows.Columns} FROM album_members JOIN albums ON albums.pk = album_members.album
        WHERE account = ? AND album_id < ? ORDER BY album_id DESC LIMIT ?
        """);

    private static readonly Sql Upsert = new(
        """
        INSERT INTO album_members (album, account, album_id, role, since) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT DO UPDATE SET role = ?4 WHERE role <> ?4
        """);

    private static readonly Sql Delete = new("DELETE FROM album_members WHERE album = ? AND account = ?");
    private static readonly Sql DeleteOfAlbum = new("DELETE FROM album_members WHERE album = ?");

    public static AlbumRole? Role(Connection connection, AlbumId album, AccountId account) =>
        (AlbumRole?)connection.Use(RoleOf).Bind(album.Value).Bind(account.Value).Number();

    public static IReadOnlyList<AlbumMember> Of(Connection connection, AlbumId album) => connection.Use(OfAlbum).Bind(album.Value)
        .Bind((long)IAlbumMembers.MostMembers).All(row => new AlbumMember(new AccountId(row.ReadId()), (AlbumRole)row.ReadInt(), row.ReadMoment()));

    public static List<AlbumRow> AlbumsOf(Connection connection, AccountId account, Cursor? after, int limit) =>
        connection.Use(SharedWith).Bind(account.Value).Bind(AlbumRows.BeforeId(after)).Bind((long)limit).All(AlbumRows.Read);

    public static MemberChange Set(Connection connection, AlbumId id, AccountId account, AlbumRole role, DateTimeOffset now)
    {
        if (AlbumRows.Find(connection, id) is not { } album || album.Album.Owner == account) return MemberChange.Absent;
        if (Role(connection, id, account) is null && Of(connection, id).Count >= IAlbumMembers.MostMembers) return MemberChange.TooMany;
        var changed = connection.Use(Upsert).Bind(album.Pk).Bind(account.Value).Bind(id.Value).Bind((long)role).Bind(now).Execute() > 0;
        if (changed) AlbumRows.Touch(connection, album.Pk, now);
        return MemberChange.Changed;
    }

    /// <summary>Those of an album that comes from elsewhere.</summary>
    public static void Carry(Connection connection, long album, AlbumId id, IEnumerable<AlbumMember> members)
    {
        foreach (var member in members) connection.Use(Upsert).Bind(album).Bind(member.Account.Value).Bind(id.Value).Bind((long)member.Role).Bind(member.Since).Execute();
    }

    public static bool Remove(Connection connection, AlbumId id, AccountId account, DateTimeOffset now)
    {
        if (AlbumRows.Find(connection, id) is not { } album) return false;
        if (connection.Use(Delete).Bind(album.Pk).Bind(account.Value).Execute() == 0) return false;
        AlbumRows.Touch(connection, album.Pk, now);
        return true;
    }

    public static void RemoveAll(Connection connection, long album) => connection.Use(DeleteOfAlbum).Bind(album).Execute();
}
