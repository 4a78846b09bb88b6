using Vitrine.Library;
using Vitrine.Library.Publishing;
using Vitrine.Metadata.Items;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Metadata.Sqlite.Media;

namespace Vitrine.Metadata.Sqlite.Publishing;

/// <summary>Publications in and out of their table. Columns and reading keep one order.</summary>
internal static class PublicationRows
{
    /// <summary>The last one says whether strangers see it now.</summary>
    public const string Columns =
        """
        thing, is_album, owner, address, visibility, can_download, show_metadata, since,
        EXISTS (SELECT 1 FROM accounts WHERE accounts.id = publications.owner AND disabled = 0)
          AND CASE is_album WHEN 1 THEN EXISTS (SELECT 1 FROM albums WHERE albums.id = thing AND deleted = 0)
            ELSE EXISTS (SELECT 1 FROM items WHERE items.id = thing AND shelf = 1 AND sha256 IS NOT NULL) END
        """;

    private static readonly Sql ByHash = new($"SELECT {Columns} FROM publications WHERE address_hash = ?");
    private static readonly Sql ByThing = new($"SELECT {Columns} FROM publications WHERE thing = ?");

    private static readonly Sql Upsert = new(
        """
        INSERT INTO publications (thing, is_album, owner, address, address_hash, visibility, can_download, show_metadata, since)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (thing) DO UPDATE SET visibility = ?6, can_download = ?7, show_metadata = ?8, since = ?9
        """);

    private static readonly Sql Delete = new("DELETE FROM publications WHERE thing = ?");
    private static readonly Sql OfOwner = Newest("owner = ?");
    private static readonly Sql PublicOfOwner = Newest("owner = ? AND visibility = 2");
    private static readonly Sql Public = Newest("visibility = 2");

    /// <summary>With whether strangers see it now.</summary>
    public static (Publication Publication, bool Live)? Find(Connection connection, string addressHash) => First(connection.Use(ByHash).Bind(addressHash));

    public static Publication? Find(Connection connection, Guid thing) => First(connection.Use(ByThing).Bind(thing))?.Publication;

    public static Page<Publication> PublicPage(Connection connection, AccountId? owner, Cursor? after, int limit) => owner is { } account
        ? Page(connection.Use(PublicOfOwner).Bind(account.Value), after, limit, onlyLive: true)
        : Page(connection.Use(Public), after, limit, onlyLive: true);

    public static Page<Publication> Page(Connection connection, AccountId owner, Cursor? after, int limit) =>
        Page(connection.Use(OfOwner).Bind(owner.Value), after, limit, onlyLive: false);

    public static void Save(Connection connection, Publication publication) => connection.Use(Upsert)
        .Bind(publication.Thing).Bind(publication.Album is not null).Bind(publication.Owner.Value).Bind(publication.Address)
        .Bind(Ids.HashSecret(publication.Address)).Bind((long)publication.Visibility).Bind(publication.CanDownload).Bind(publication.ShowMetadata)
        .Bind(publication.Since).Execute();

    public static bool Remove(Connection connection, Guid thing) => connection.Use(Delete).Bind(thing).Execute() == 1;

    public static (Publication Publication, bool Live) Read(Statement row)
    {
        var (thing, isAlbum) = (row.ReadId(), row.ReadBool());
        var publication = new Publication
        {
            Album = isAlbum ? new AlbumId(thing) : null,
            Item = isAlbum ? null : new MediaId(thing),
            Owner = new AccountId(row.ReadId()),
            Address = row.ReadText(),
            Visibility = (Visibility)row.ReadInt(),
            CanDownload = row.ReadBool(),
            ShowMetadata = row.ReadBool(),
            Since = row.ReadMoment(),
        };
        return (publication, row.ReadBool());
    }

    private static Sql Newest(string where) =>
        new($"SELECT {Columns} FROM publications WHERE {where} AND (since, thing) < (?, ?) ORDER BY since DESC, thing DESC LIMIT ?");

    private static Page<Publication> Page(Statement query, Cursor? after, int limit, bool onlyLive)
    {
        if (after is null) Pages.BindStart(query, ascending: false);
        else query.Bind(SortKey.TryParse(after.Key, out DateTimeOffset since) ? since : DateTimeOffset.UnixEpoch).Bind(Guid.ParseExact(after.Id, "N"));
        var read = query.Bind(limit + 1L).All(Read);
        var next = read.Count > limit ? PublicationOrder.CursorOf(read[limit - 1].Publication) : null;
        return new Page<Publication>([.. read.Take(limit).Where(row => row.Live || !onlyLive).Select(row => row.Publication)], next);
    }

    private static (Publication Publication, bool Live)? First(Statement query) =>
        query.First(row => ((Publication, bool)?)Read(row));
}
