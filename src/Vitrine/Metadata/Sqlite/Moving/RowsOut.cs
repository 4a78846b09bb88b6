using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;
using Vitrine.Library.Links;
using Vitrine.Library.Moving;
using Vitrine.Metadata.Sqlite.Accounts;
using Vitrine.Metadata.Sqlite.Albums;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Metadata.Sqlite.Guests;
using Vitrine.Metadata.Sqlite.Links;
using Vitrine.Metadata.Sqlite.Media;
using Vitrine.Metadata.Sqlite.Publishing;
using Vitrine.Metadata.Sqlite.Site;
using Vitrine.Metadata.Sqlite.Uploads;
using Vitrine.Metadata.Sqlite.Work;

namespace Vitrine.Metadata.Sqlite.Moving;

/// <summary>Steps over the tables, each from behind a key: what is carried, as it is.</summary>
internal static class RowsOut
{
    private static readonly Sql Values = new("SELECT name, value FROM site WHERE name > ? ORDER BY name LIMIT ?");
    private static readonly Sql Accounts = new($"SELECT accounts.id, {AccountRows.Columns} FROM accounts WHERE id > ? ORDER BY id LIMIT ?");
    private static readonly Sql Keys = new($"SELECT api_keys.id, {KeyRows.Columns} FROM api_keys WHERE id > ? ORDER BY id LIMIT ?");
    private static readonly Sql Authenticators = new($"SELECT last_step, {SqliteAuthenticatorCatalog.Columns} FROM authenticators WHERE account > ? ORDER BY account LIMIT ?");
    private static readonly Sql Codes = new("SELECT hash FROM recovery_codes WHERE account = ? ORDER BY hash");
    private static readonly Sql Passkeys = new($"SELECT {SqlitePasskeyCatalog.Columns} FROM passkeys WHERE credential > ? ORDER BY credential LIMIT ?");

    private static readonly Sql Externals = new(
        $"SELECT {SqliteExternalAccountCatalog.Columns} FROM external_accounts WHERE (issuer, subject) > (?, ?) ORDER BY issuer, subject LIMIT ?");

    private static readonly Sql OneTimeLinks = new($"SELECT {OneTimeLinkRows.Columns} FROM one_time_links AS links WHERE id > ? ORDER BY id LIMIT ?");
    private static readonly Sql Albums = new($"SELECT {AlbumRows.Columns} FROM albums WHERE pk > ? ORDER BY pk LIMIT ?");
    private static readonly Sql Members = new("SELECT account, role, since FROM album_members WHERE album = ? ORDER BY account");
    private static readonly Sql Items = new($"SELECT {Rows.Columns} FROM items WHERE pk > ? ORDER BY pk LIMIT ?");

    private static readonly Sql Placements = new(
        "SELECT albums.id, position FROM album_items JOIN albums ON albums.pk = album_items.album WHERE item = ? ORDER BY albums.id");

    private static readonly Sql Jobs = new(
        "SELECT id, owner, lane, kind, payload, ready_at, leased, fence, ended_fence, attempts, ended_at FROM jobs WHERE id > ? ORDER BY id LIMIT ?");

    private static readonly Sql Links = new($"SELECT links.pk, {LinkRows.Columns} FROM links WHERE pk > ? ORDER BY pk LIMIT ?");
    private static readonly Sql Opens = new("SELECT visitor, opened_at FROM link_opens WHERE link = ? ORDER BY opened_at, visitor");
    private static readonly Sql LinkFiles = new("SELECT link, version FROM link_files WHERE link > ? ORDER BY link LIMIT ?");
    private static readonly Sql Publications = new($"SELECT {PublicationRows.Columns} FROM publications WHERE thing > ? ORDER BY thing LIMIT ?");
    private static readonly Sql Uploads = new($"SELECT pk, {UploadRows.Columns} FROM uploads WHERE pk > ? ORDER BY pk LIMIT ?");

    private static readonly Sql Deeds = new($"SELECT {SqliteAuditLog.Columns} FROM audit WHERE id > ? ORDER BY id LIMIT ?");

    /// <summary>At most so many rows from behind a key, null at the beginning; a row that is not carried has its key alone.</summary>
    public delegate List<(object Key, CatalogRow? Row)> Walk(Connection connection, object? after, int limit);

    public static readonly IReadOnlyList<Walk> Frame = [ValuesAfter, AccountsAfter, KeysAfter, AuthenticatorsAfter, PasskeysAfter, ExternalsAfter, AlbumsAfter];

    public static IReadOnlyList<Walk> Things(DateTimeOffset livesBeyond, AuditOptions audit) =>
    [
        ItemsAfter, (c, after, limit) => JobsAfter(c, after, limit, livesBeyond), LinksAfter, LinkFilesAfter, PublicationsAfter,
        (c, after, limit) => OneTimeLinksAfter(c, after, limit, livesBeyond), (c, after, limit) => UploadsAfter(c, after, limit, livesBeyond),
        (c, after, limit) => DeedsAfter(c, after, limit, livesBeyond, audit),
    ];

    private static List<(object, CatalogRow?)> ValuesAfter(Connection connection, object? after, int limit) =>
        connection.Use(Values).Bind((string?)after ?? "").Bind((long)limit).All(row =>
        {
            var name = row.ReadText();
            return ((object)name, name is SiteValues.Standing or SiteValues.Probe ? null : (CatalogRow?)new CatalogRow.OfSite(name, row.ReadText()));
        });

    private static List<(object, CatalogRow?)> AccountsAfter(Connection connection, object? after, int limit) =>
        connection.Use(Accounts).Bind((byte[]?)after ?? []).Bind((long)limit).All(row => Keyed(row.ReadBlob(), new CatalogRow.OfAccount(AccountRows.Read(row))));

    private static List<(object, CatalogRow?)> KeysAfter(Connection connection, object? after, int limit) =>
        connection.Use(Keys).Bind((byte[]?)after ?? []).Bind((long)limit).All(row => Keyed(row.ReadBlob(), new CatalogRow.OfKey(KeyRows.Read(row))));

    private static List<(object, CatalogRow?)> AuthenticatorsAfter(Connection connection, object? after, int limit) =>
        [.. connection.Use(Authenticators).Bind((byte[]?)after ?? []).Bind((long)limit).All(row => (Step: row.ReadLong(), Authenticator: SqliteAuthenticatorCatalog.Read(row)))
            .Select(row => Keyed(
                KeyOf(row.Authenticator.Account.Value), new CatalogRow.OfAuthenticator(row.Authenticator, row.Step, CodesOf(connection, row.Authenticator.Account))))];

    private static List<string> CodesOf(Connection connection, AccountId account) => connection.Use(Codes).Bind(account.Value).All(row => row.ReadText());

    private static List<(object, CatalogRow?)> PasskeysAfter(Connection connection, object? after, int limit) =>
        [.. connection.Use(Passkeys).Bind((byte[]?)after ?? []).Bind((long)limit).All(SqlitePasskeyCatalog.Read)
            .Select(passkey => Keyed(passkey.CredentialId, new CatalogRow.OfPasskey(passkey)))];

    private static List<(object, CatalogRow?)> ExternalsAfter(Connection connection, object? after, int limit)
    {
        var (issuer, subject) = ((string, string)?)after ?? ("", "");
        return [.. connection.Use(Externals).Bind(issuer).Bind(subject).Bind((long)limit).All(SqliteExternalAccountCatalog.Read)
            .Select(external => Keyed((external.Issuer, external.Subject), new CatalogRow.OfExternal(external)))];
    }

    private static List<(object, CatalogRow?)> OneTimeLinksAfter(Connection connection, object? after, int limit, DateTimeOffset livesBeyond) =>
        [.. connection.Use(OneTimeLinks).Bind((byte[]?)after ?? []).Bind((long)limit).All(OneTimeLinkRows.Read)
            .Select(link => Keyed(KeyOf(link.Id), link.ExpiresAt > livesBeyond ? new CatalogRow.OfOneTimeLink(link) : null))];

    private static List<(object, CatalogRow?)> AlbumsAfter(Connection connection, object? after, int limit) =>
        [.. connection.Use(Albums).Bind((long?)after ?? 0).Bind((long)limit).All(AlbumRows.Read).Select(album => Keyed(
            album.Pk, new CatalogRow.OfAlbum(album.Album with { Items = 0 }, album.Deleted, album.FileDue, MembersOf(connection, album.Pk))))];

    private static List<AlbumMember> MembersOf(Connection connection, long album) => connection.Use(Members).Bind(album)
        .All(row => new AlbumMember(new AccountId(row.ReadId()), (AlbumRole)row.ReadInt(), row.ReadMoment()));

    private static List<(object, CatalogRow?)> ItemsAfter(Connection connection, object? after, int limit) =>
        [.. connection.Use(Items).Bind((long?)after ?? 0).Bind((long)limit).All(Rows.Read).Select(item => Keyed(
            item.Pk,
            new CatalogRow.OfItem(
                item.Item, item.PurgingAt, item.SidecarDue, Facts.Of(connection, item.Pk), PlacementsOf(connection, item.Pk))))];

    private static List<Placement> PlacementsOf(Connection connection, long item) =>
        connection.Use(Placements).Bind(item).All(row => new Placement(new AlbumId(row.ReadId()), row.ReadText()));

    private static List<(object, CatalogRow?)> JobsAfter(Connection connection, object? after, int limit, DateTimeOffset livesBeyond) =>
        connection.Use(Jobs).Bind((byte[]?)after ?? []).Bind((long)limit).All(row =>
        {
            var id = row.ReadId();
            var job = new CatalogRow.OfJob(
                id, row.ReadId(), row.ReadTextOrNull(), row.ReadText(), row.ReadTextOrNull(), row.ReadMoment(), row.ReadBool(), row.ReadLong(), row.ReadLong(),
                row.ReadInt(), JobRows.ForgetAt(row.ReadMomentOrNull()));
            return Keyed(KeyOf(id), job.ForgetAt is { } end && end <= livesBeyond ? null : job);
        });

    private static List<(object, CatalogRow?)> LinksAfter(Connection connection, object? after, int limit) =>
        [.. connection.Use(Links).Bind((long?)after ?? 0).Bind((long)limit).All(row => (Pk: row.ReadLong(), Link: LinkRows.Read(row)))
            .Select(link => (link.Pk, link.Link, Files: GuestFiles.ByUnderWay(connection, link.Pk)))
            .Select(link => Keyed(link.Pk, CatalogRow.OfLink.Of(link.Link, OpensOf(connection, link.Pk), [.. link.Files[false]], [.. link.Files[true]])))];

    private static List<LinkOpen> OpensOf(Connection connection, long link) =>
        connection.Use(Opens).Bind(link).All(row => new LinkOpen(row.ReadText(), row.ReadMoment()));

    private static List<(object, CatalogRow?)> LinkFilesAfter(Connection connection, object? after, int limit) =>
        [.. connection.Use(LinkFiles).Bind((byte[]?)after ?? []).Bind((long)limit).All(row => new LinkFileDue(new LinkId(row.ReadId()), row.ReadLong()))
            .Select(due => Keyed(KeyOf(due.Link.Value), new CatalogRow.OfLinkFile(due)))];

    private static List<(object, CatalogRow?)> PublicationsAfter(Connection connection, object? after, int limit) =>
        [.. connection.Use(Publications).Bind((byte[]?)after ?? []).Bind((long)limit).All(row => PublicationRows.Read(row).Publication)
            .Select(publication => Keyed(KeyOf(publication.Thing), new CatalogRow.OfPublication(publication)))];

    private static List<(object, CatalogRow?)> UploadsAfter(Connection connection, object? after, int limit, DateTimeOffset livesBeyond) =>
        connection.Use(Uploads).Bind((long?)after ?? 0).Bind((long)limit).All(row =>
        {
            var (pk, upload) = (row.ReadLong(), UploadRows.Read(row));
            return Keyed(pk, upload.EndedAs is not null && upload.ExpiresAt > livesBeyond ? new CatalogRow.OfUpload(upload) : null);
        });

    private static List<(object, CatalogRow?)> DeedsAfter(Connection connection, object? after, int limit, DateTimeOffset livesBeyond, AuditOptions audit) =>
        connection.Use(Deeds).Bind((byte[]?)after ?? []).Bind((long)limit).All(row =>
        {
            var entry = SqliteAuditLog.Read(row);
            return Keyed(KeyOf(entry.Id), audit.EndOf(entry) > livesBeyond ? new CatalogRow.OfDeed(entry) : null);
        });

    private static byte[] KeyOf(Guid id) => id.ToByteArray(bigEndian: true);

    private static (object Key, CatalogRow? Row) Keyed(object key, CatalogRow? row) => (key, row);
}
