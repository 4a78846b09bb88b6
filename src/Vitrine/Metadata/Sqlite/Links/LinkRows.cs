using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;
using Vitrine.Metadata.Sqlite.Accounts;
using Vitrine.Metadata.Sqlite.Albums;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Metadata.Sqlite.Guests;

namespace Vitrine.Metadata.Sqlite.Links;

/// <summary>Links in and out of their table. Columns, reading and binding keep one order.</summary>
internal static class LinkRows
{
    public const string Columns =
        """
        links.id, links.owner, links.token_hash, links.name, links.album, links.items, links.title, links.password_hash, links.expires_at,
        links.max_opens, links.can_download, links.show_metadata, links.created_at, links.opens, links.last_opened_at,
        links.can_view, links.guest_reviewed, links.guest_most_files, links.guest_most_bytes, links.guest_accepts, links.guest_files, links.guest_bytes
        """;

    private static readonly Sql Insert = new(
        """
        INSERT INTO links (id, owner, token_hash, name, album, items, title, password_hash, expires_at, max_opens, can_download, show_metadata,
          created_at, opens, last_opened_at, item, can_view, guest_reviewed, guest_most_files, guest_most_bytes, guest_accepts,
          guest_files, guest_bytes)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """);

    /// <summary>Whether its maker may still share its album is asked besides.</summary>
    private static readonly Sql Live = new(
        $"""
        SELECT {Columns} FROM links JOIN accounts ON accounts.id = links.owner
        WHERE token_hash = ? AND accounts.disabled = 0 AND (links.expires_at IS NULL OR links.expires_at > ?)
        """);

    private static readonly Sql ById = new($"SELECT {Columns} FROM links WHERE id = ?");
    private static readonly Sql OfOwner = new($"SELECT {Columns} FROM links WHERE owner = ? AND id < ? ORDER BY id DESC LIMIT ?");
    private static readonly Sql OfAlbum = new($"SELECT {Columns} FROM links WHERE album = ? ORDER BY id DESC LIMIT ?");
    private static readonly Sql OfItem = new($"SELECT {Columns} FROM links WHERE item = ? ORDER BY id DESC LIMIT ?");
    private static readonly Sql SetAddress = new(
        "UPDATE links SET token_hash = ?2, password_hash = ?3, opens = 0, last_opened_at = NULL WHERE id = ?1 AND token_hash = ?4");

    private static readonly Sql Pk = new("SELECT pk FROM links WHERE id = ?");
    private static readonly Sql IdOfAlbum = new("SELECT id FROM links WHERE album = ? LIMIT 1");
    private static readonly Sql Delete = new("DELETE FROM links WHERE pk = ?");
    private static readonly Sql DeleteOpens = new("DELETE FROM link_opens WHERE link = ?");

    public static bool Add(Connection connection, ShareLink link) => connection.Use(Insert)
        .Bind(link.Id.Value).Bind(link.Owner.Value).Bind(link.TokenHash).Bind(link.Name).Bind(link.Album?.Value).Bind(Packed(link.Items))
        .Bind(link.Title).Bind(link.PasswordHash).Bind(link.ExpiresAt).Bind(link.MaxOpens).Bind(link.CanDownload).Bind(link.ShowMetadata)
        .Bind(link.CreatedAt).Bind(link.Opens).Bind(link.LastOpenedAt).Bind(link.Items is [var only] ? only.Value : (Guid?)null)
        .Bind(link.CanView).Bind(link.Guests is { } rules ? rules.Reviewed ? 1L : 0L : (long?)null).Bind(link.Guests?.MaxFiles).Bind(link.Guests?.MaxBytes)
        .Bind((long)(link.Guests?.Accepts ?? AcceptedKinds.Anything)).Bind(link.Guests?.Files ?? 0).Bind(link.Guests?.Bytes ?? 0).Execute() == 1;

    public static ShareLink? FindLive(Connection connection, string tokenHash, DateTimeOffset now) =>
        connection.Use(Live).Bind(tokenHash).Bind(now).First(Read) is { } link && (link.Album is not { } album || MayShare(connection, link.Owner, album)) ? link : null;

    public static ShareLink? Find(Connection connection, LinkId id) => connection.Use(ById).Bind(id.Value).First(Read);

    public static Page<ShareLink> Page(Connection connection, AccountId owner, Cursor? after, int limit)
    {
        var links = connection.Use(OfOwner).Bind(owner.Value).Bind(AlbumRows.BeforeId(after)).Bind(limit + 1L).All(Read);
        if (links.Count <= limit) return new Page<ShareLink>(links, null);
        links.RemoveAt(limit);
        return new Page<ShareLink>(links, new Cursor("", links[^1].Id.ToString()));
    }

    public static IReadOnlyList<ShareLink> Of(Connection connection, AlbumId album, int limit) =>
        connection.Use(OfAlbum).Bind(album.Value).Bind((long)limit).All(Read);

    public static IReadOnlyList<ShareLink> Of(Connection connection, MediaId item, int limit) =>
        connection.Use(OfItem).Bind(item.Value).Bind((long)limit).All(Read);

    public static bool GiveAddress(Connection connection, LinkId id, string tokenHash, string? passwordHash)
    {
        if (connection.Use(SetAddress).Bind(id.Value).Bind(tokenHash).Bind(passwordHash).Bind(ShareLink.NoAddress(id)).Execute() == 0) return false;
        LinkFiles.Mark(connection, id);
        return true;
    }

    public static bool Revoke(Connection connection, LinkId id) =>
        connection.Use(Pk).Bind(id.Value).Number() is { } pk && Remove(connection, pk, id);

    /// <summary>One of a deleted album's; false when there is none left.</summary>
    public static bool RevokeOneOf(Connection connection, AlbumId album) =>
        connection.Use(IdOfAlbum).Bind(album.Value).First(row => (Guid?)row.ReadId()) is { } id && Revoke(connection, new LinkId(id));

    /// <summary>As owner, or as a manager of it or of an album that it lies in.</summary>
    private static bool MayShare(Connection connection, AccountId account, AlbumId id) =>
        AlbumRows.Find(connection, id) is { } album && (album.Album.Owner == account || (AccountRows.Find(connection, album.Album.Owner) is not { ClosedAt: not null }
            && Nests.Line(connection, album).Prepend(album).Any(each => MemberRows.Role(connection, each.Album.Id, account) >= AlbumRole.Manager)));

    private static bool Remove(Connection connection, long pk, LinkId id)
    {
        LinkFiles.Mark(connection, id);
        connection.Use(DeleteOpens).Bind(pk).Execute();
        GuestFiles.RemoveAll(connection, pk);
        return connection.Use(Delete).Bind(pk).Execute() == 1;
    }

    private static byte[]? Packed(IReadOnlyList<MediaId> items) =>
        items.Count == 0 ? null : [.. items.SelectMany(item => item.Value.ToByteArray(bigEndian: true))];

    private static IReadOnlyList<MediaId> Unpacked(byte[]? ids) =>
        ids is null ? [] : [.. ids.Chunk(16).Select(id => new MediaId(new Guid(id, bigEndian: true)))];

    public static ShareLink Read(Statement row) => new()
    {
        Id = new LinkId(row.ReadId()),
        Owner = new AccountId(row.ReadId()),
        TokenHash = row.ReadText(),
        Name = row.ReadText(),
        Album = row.ReadIdOrNull() is { } album ? new AlbumId(album) : null,
        Items = Unpacked(row.ReadBlobOrNull()),
        Title = row.ReadTextOrNull(),
        PasswordHash = row.ReadTextOrNull(),
        ExpiresAt = row.ReadMomentOrNull(),
        MaxOpens = row.ReadIntOrNull(),
        CanDownload = row.ReadBool(),
        ShowMetadata = row.ReadBool(),
        CreatedAt = row.ReadMoment(),
        Opens = row.ReadLong(),
        LastOpenedAt = row.ReadMomentOrNull(),
        CanView = row.ReadBool(),
        Guests = ReadGuests(row),
    };

    private static GuestRules? ReadGuests(Statement row)
    {
        var reviewed = row.ReadLongOrNull();
        var rules = new GuestRules
        {
            Reviewed = reviewed == 1,
            MaxFiles = row.ReadIntOrNull(),
            MaxBytes = row.ReadLongOrNull(),
            Accepts = (AcceptedKinds)row.ReadInt(),
            Files = row.ReadLong(),
            Bytes = row.ReadLong(),
        };
        return reviewed is null ? null : rules;
    }
}
