using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Publishing;
using Vitrine.Library.Guests;
using Vitrine.Library.Moving;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Albums;

/// <summary>Albums in and out of their table. Columns and reading keep one order.</summary>
internal static class AlbumRows
{
    public const string Columns =
        """
        albums.pk, albums.deleted, albums.file_due, albums.id, albums.owner, albums.version, albums.title, albums.description, albums.sequence,
        albums.cover, albums.items, albums.created_at, albums.visibility, albums.parent
        """;

    private static readonly Sql ById = new($"SELECT {Columns} FROM albums WHERE id = ?");
    private static readonly Sql ByPk = new($"SELECT {Columns} FROM albums WHERE pk = ?");

    private static readonly Sql Insert = new(
        """
        INSERT INTO albums (id, owner, version, title, description, sequence, cover, items, created_at, deleted, file_due)
        VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, 0, ?) ON CONFLICT DO NOTHING
        """);

    private static readonly Sql SetCarried = new("UPDATE albums SET deleted = ?2, file_due = ?3, visibility = ?4, parent = ?5 WHERE id = ?1");

    private static readonly Sql OfOwner = new(
        $"SELECT {Columns} FROM albums WHERE owner = ? AND deleted = 0 AND id < ? ORDER BY id DESC LIMIT ?");

    private static readonly Sql Update = new(
        "UPDATE albums SET version = version + 1, title = ?2, description = ?3, sequence = ?4, cover = ?5, file_due = ?6, visibility = ?7 WHERE pk = ?1");

    private static readonly Sql SetDue = new("UPDATE albums SET version = version + 1, file_due = coalesce(file_due, ?2) WHERE pk = ?1");
    private static readonly Sql SetWritten = new("UPDATE albums SET file_due = NULL WHERE id = ? AND version = ?");
    private static readonly Sql SetDeleted = new("UPDATE albums SET deleted = 1, file_due = NULL WHERE id = ? AND deleted = 0");
    private static readonly Sql AddItems = new("UPDATE albums SET items = items + ?2 WHERE pk = ?1");
    private static readonly Sql AddWaiting = new("UPDATE albums SET waiting = waiting + ?2 WHERE id = ?1");
    private static readonly Sql Waiting = new("SELECT id, waiting FROM albums WHERE owner = ? AND waiting > 0 AND deleted = 0 ORDER BY id LIMIT 100");
    private static readonly Sql Due = new($"SELECT {Columns} FROM albums WHERE file_due IS NOT NULL ORDER BY file_due, id LIMIT ?");
    private static readonly Sql Deleted = new("SELECT id FROM albums WHERE deleted = 1 ORDER BY id LIMIT ?");
    private static readonly Sql Delete = new("DELETE FROM albums WHERE pk = ?");

    public static bool Add(Connection connection, Album album, DateTimeOffset now) => connection.Use(Insert)
        .Bind(album.Id.Value).Bind(album.Owner.Value).Bind(album.Version).Bind(album.Title).Bind(album.Description).Bind((long)album.Order)
        .Bind(album.ChosenCover?.Value).Bind(album.CreatedAt).Bind(now).Execute() == 1;

    /// <summary>The same for one that comes from elsewhere as it was there, with its members.</summary>
    public static bool Carry(Connection connection, CatalogRow.OfAlbum row)
    {
        if (!Add(connection, row.Album, row.Album.CreatedAt)) return false;
        connection.Use(SetCarried)
            .Bind(row.Album.Id.Value).Bind(row.Deleted).Bind(row.FileDue).Bind((long)row.Album.Visibility).Bind(row.Album.Parent?.Value).Execute();
        MemberRows.Carry(connection, FindAny(connection, row.Album.Id)!.Pk, row.Album.Id, row.Members);
        return true;
    }

    /// <summary>Deleted ones included.</summary>
    public static AlbumRow? FindAny(Connection connection, AlbumId id) => connection.Use(ById).Bind(id.Value).First(Read);

    public static AlbumRow? Find(Connection connection, AlbumId id) => FindAny(connection, id) is { Deleted: false } row ? row : null;

    public static AlbumRow? Find(Connection connection, long pk) => connection.Use(ByPk).Bind(pk).First(Read);

    public static List<AlbumRow> Of(Connection connection, AccountId owner, Cursor? after, int limit) =>
        connection.Use(OfOwner).Bind(owner.Value).Bind(BeforeId(after)).Bind((long)limit).All(Read);

    public static void Save(Connection connection, AlbumRow row, DateTimeOffset now) => connection.Use(Update)
        .Bind(row.Pk).Bind(row.Album.Title).Bind(row.Album.Description).Bind((long)row.Album.Order).Bind(row.Album.ChosenCover?.Value)
        .Bind(row.FileDue ?? now).Bind((long)row.Album.Visibility).Execute();

    /// <summary>For what stands in the file but not in the row.</summary>
    public static void Touch(Connection connection, long pk, DateTimeOffset now) => connection.Use(SetDue).Bind(pk).Bind(now).Execute();

    public static void Count(Connection connection, long pk, int items) => connection.Use(AddItems).Bind(pk).Bind((long)items).Execute();

    public static void CountWaiting(Connection connection, AlbumId id, int items) =>
        connection.Use(AddWaiting).Bind(id.Value).Bind((long)items).Execute();

    public static IReadOnlyList<WaitingCount> WaitingFor(Connection connection, AccountId owner) =>
        connection.Use(Waiting).Bind(owner.Value).All(row => new WaitingCount(new AlbumId(row.ReadId()), row.ReadLong()));

    public static bool MarkDeleted(Connection connection, AlbumId id) => connection.Use(SetDeleted).Bind(id.Value).Execute() == 1;

    public static void Remove(Connection connection, long pk) => connection.Use(Delete).Bind(pk).Execute();

    public static List<AlbumRow> FilesDue(Connection connection, int limit) => connection.Use(Due).Bind((long)limit).All(Read);

    public static void FileWritten(Connection connection, AlbumId id, long version) =>
        connection.Use(SetWritten).Bind(id.Value).Bind(version).Execute();

    public static IReadOnlyList<AlbumId> Tombstones(Connection connection, int limit) =>
        connection.Use(Deleted).Bind((long)limit).All(row => new AlbumId(row.ReadId()));

    /// <summary>Newest first from before an id; a blob longer than any id sorts after all of them.</summary>
    public static byte[] BeforeId(Cursor? after) =>
        after is null ? [.. Enumerable.Repeat((byte)0xff, 17)] : Guid.ParseExact(after.Id, "N").ToByteArray(bigEndian: true);

    public static AlbumRow Read(Statement row) => new(
        row.ReadLong(),
        row.ReadBool(),
        row.ReadMomentOrNull(),
        new Album
        {
            Id = new AlbumId(row.ReadId()),
            Owner = new AccountId(row.ReadId()),
            Version = row.ReadLong(),
            Title = row.ReadText(),
            Description = row.ReadTextOrNull(),
            Order = (AlbumOrder)row.ReadInt(),
            ChosenCover = row.ReadIdOrNull() is { } cover ? new MediaId(cover) : null,
            Items = row.ReadLong(),
            CreatedAt = row.ReadMoment(),
            Visibility = (Visibility)row.ReadInt(),
            Parent = row.ReadIdOrNull() is { } parent ? new AlbumId(parent) : null,
        });
}
