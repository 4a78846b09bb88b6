using Vitrine.Library;
using Vitrine.Library.Guests;
using Vitrine.Metadata.Items;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Metadata.Sqlite.Guests;
using Vitrine.Metadata.Sqlite.Media;

namespace Vitrine.Metadata.Sqlite.Uploads;

/// <summary>Uploads in and out of the table <c>uploads</c>.</summary>
internal static class UploadRows
{
    public const string Columns =
        """
        id, owner, length, reserved, reached, fence, hash_state, file_name, file_time, title, description, place, tags,
        created_at, expires_at, ended_as, album, link, visitor, guest_name, guest_reviewed, guest_accepts
        """;

    private static readonly Sql ById = new($"SELECT {Columns} FROM uploads WHERE id = ?");

    private static readonly Sql Expired = new(
        $"SELECT {Columns} FROM uploads WHERE ended_as IS NULL AND expires_at < ? ORDER BY expires_at, id LIMIT ?");

    private static readonly Sql Insert = new(
        $"INSERT INTO uploads ({Columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

    private static readonly Sql OfLink = new($"SELECT {Columns} FROM uploads WHERE link = ? AND ended_as IS NULL ORDER BY id LIMIT ?");

    private static readonly Sql OfOwner = new($"SELECT {Columns} FROM uploads WHERE owner = ? AND ended_as IS NULL ORDER BY id LIMIT ?");

    private static readonly Sql SetFence = new("UPDATE uploads SET fence = fence + 1 WHERE id = ?");

    private static readonly Sql SetReached = new(
        "UPDATE uploads SET reached = ?3, hash_state = ?4 WHERE id = ?1 AND fence = ?2 AND ended_as IS NULL");

    private static readonly Sql SetLength = new("UPDATE uploads SET length = ?2, reserved = ?3 WHERE id = ?1");

    private static readonly Sql SetEnded = new("UPDATE uploads SET ended_as = ?2, hash_state = x'' WHERE id = ?1");

    private static readonly Sql Delete = new("DELETE FROM uploads WHERE id = ?");

    private static readonly Sql ForgetEnded = new(
        "DELETE FROM uploads WHERE pk IN (SELECT pk FROM uploads WHERE ended_as IS NOT NULL AND expires_at < ? ORDER BY expires_at LIMIT 4)");

    public static Upload? Find(Connection connection, MediaId id) => connection.Use(ById).Bind(id.Value).First(Read);

    public static IReadOnlyList<Upload> ExpiredBefore(Connection connection, DateTimeOffset moment, int limit) =>
        connection.Use(Expired).Bind(moment).Bind((long)limit).All(Read);

    public static IReadOnlyList<Upload> Of(Connection connection, LinkId link, int limit) =>
        connection.Use(OfLink).Bind(link.Value).Bind((long)limit).All(Read);

    public static IReadOnlyList<Upload> Of(Connection connection, AccountId owner, int limit) =>
        connection.Use(OfOwner).Bind(owner.Value).Bind((long)limit).All(Read);

    public static void Add(Connection connection, Upload upload) => connection.Use(Insert)
        .Bind(upload.Id.Value).Bind(upload.Owner.Value).Bind(upload.Length).Bind(upload.Reserved).Bind(upload.Offset).Bind(upload.Fence)
        .Bind(upload.HashState).Bind(upload.FileName).Bind(upload.FileTime).Bind(upload.Title).Bind(upload.Description).Bind(upload.Place)
        .Bind(Packing.Tags(upload.Tags)).Bind(upload.CreatedAt).Bind(upload.ExpiresAt).Bind(upload.EndedAs?.Value)
        .Bind(upload.Album?.Value).Bind(upload.Guest?.Link.Value).Bind(upload.Guest?.Visitor).Bind(upload.Guest?.Name)
        .Bind(upload.Guest is { } guest ? guest.Reviewed ? 1L : 0L : (long?)null).Bind((long?)upload.Guest?.Accepts)
        .Execute();

    public static void RaiseFence(Connection connection, MediaId id) => connection.Use(SetFence).Bind(id.Value).Execute();

    public static bool Advance(Connection connection, MediaId id, long fence, long offset, byte[] hashState) =>
        connection.Use(SetReached).Bind(id.Value).Bind(fence).Bind(offset).Bind(hashState).Execute() == 1;

    public static void Resize(Connection connection, MediaId id, long? length, long reserved) =>
        connection.Use(SetLength).Bind(id.Value).Bind(length).Bind(reserved).Execute();

    /// <summary>The row stays as the answer until it expires; its promise is over.</summary>
    public static void End(Connection connection, Upload upload, MediaId asItem)
    {
        connection.Use(SetEnded).Bind(upload.Id.Value).Bind(asItem.Value).Execute();
        UsageRows.Close(connection, upload.Owner, upload.Reserved);
    }

    public static void Remove(Connection connection, Upload upload)
    {
        connection.Use(Delete).Bind(upload.Id.Value).Execute();
        if (upload.EndedAs is not null) return;
        UsageRows.Close(connection, upload.Owner, upload.Reserved);
        if (upload.Guest is { } guest) GuestFiles.Release(connection, guest.Link, guest.Visitor, upload.Id);
    }

    /// <summary>Drops a few answers whose time is over, so that a table that only begins are made in does not grow for ever.</summary>
    public static void Forget(Connection connection, DateTimeOffset now) => connection.Use(ForgetEnded).Bind(now).Execute();

    public static Upload Read(Statement row) => new()
    {
        Id = new MediaId(row.ReadId()),
        Owner = new AccountId(row.ReadId()),
        Length = row.ReadLongOrNull(),
        Reserved = row.ReadLong(),
        Offset = row.ReadLong(),
        Fence = row.ReadLong(),
        HashState = row.ReadBlob(),
        FileName = row.ReadText(),
        FileTime = row.ReadMomentOrNull(),
        Title = row.ReadTextOrNull(),
        Description = row.ReadTextOrNull(),
        Place = row.ReadTextOrNull(),
        Tags = Packing.ReadTags(row.ReadBytes()),
        CreatedAt = row.ReadMoment(),
        ExpiresAt = row.ReadMoment(),
        EndedAs = row.ReadIdOrNull() is { } ended ? new MediaId(ended) : null,
        Album = row.ReadIdOrNull() is { } album ? new AlbumId(album) : null,
        Guest = row.ReadIdOrNull() is { } link
            ? new GuestUpload(new LinkId(link), row.ReadText(), row.ReadText(), row.ReadBool(), (AcceptedKinds)row.ReadInt())
            : null,
    };
}
