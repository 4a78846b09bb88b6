using Vitrine.Library;
using Vitrine.Library.Moving;
using Vitrine.Metadata.Items;
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

/// <summary>Rows into their tables, with what follows from them. A row that is there already is left as it is, and so is what follows.</summary>
internal static class RowsIn
{
    private static readonly Sql InsertOpen = new("INSERT INTO link_opens (link, visitor, opened_at) SELECT pk, ?2, ?3 FROM links WHERE id = ?1");

    private static readonly Sql InsertJob = new(
        """
        INSERT INTO jobs (id, item, owner, lane, kind, payload, ready_at, leased, fence, ended_fence, attempts, ended_at)
        VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """);

    private static readonly Sql SetJobsOfItems = new("UPDATE jobs SET item = EXISTS (SELECT 1 FROM items WHERE items.id = jobs.id)");

    public static void Put(Connection connection, CatalogRow row)
    {
        switch (row)
        {
            case CatalogRow.OfSite value:
                Values.Set(connection, value.Name, value.Value);
                break;
            case CatalogRow.OfAccount account:
                AccountRows.Add(connection, account.Account);
                break;
            case CatalogRow.OfKey key:
                KeyRows.Add(connection, key.Key);
                break;
            case CatalogRow.OfAuthenticator carried:
                SqliteAuthenticatorCatalog.Set(connection, carried.Authenticator, carried.LastStep, carried.CodeHashes);
                break;
            case CatalogRow.OfPasskey passkey:
                SqlitePasskeyCatalog.Add(connection, passkey.Passkey);
                break;
            case CatalogRow.OfExternal external:
                SqliteExternalAccountCatalog.Add(connection, external.External);
                break;
            case CatalogRow.OfOneTimeLink once:
                OneTimeLinkRows.Put(connection, once.Link);
                break;
            case CatalogRow.OfAlbum album:
                AlbumRows.Carry(connection, album);
                break;
            case CatalogRow.OfItem item:
                Put(connection, item);
                break;
            case CatalogRow.OfJob job:
                Put(connection, job);
                break;
            case CatalogRow.OfLink link:
                if (!LinkRows.Add(connection, link.Link)) break;
                foreach (var open in link.Opened) connection.Use(InsertOpen).Bind(link.Link.Id.Value).Bind(open.Visitor).Bind(open.At).Execute();
                foreach (var file in link.Given) GuestFiles.Put(connection, link.Link.Id, file);
                break;
            case CatalogRow.OfLinkFile file:
                LinkFiles.Put(connection, file.Due);
                break;
            case CatalogRow.OfPublication publication:
                PublicationRows.Save(connection, publication.Publication);
                break;
            case CatalogRow.OfUpload upload:
                if (UploadRows.Find(connection, upload.Upload.Id) is null) UploadRows.Add(connection, upload.Upload);
                break;
            case CatalogRow.OfDeed deed:
                SqliteAuditLog.Add(connection, deed.Entry);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(row), row, "No table is known for it.");
        }
    }

    /// <summary>Whose job is an item's is not said by every backend; here a column says it.</summary>
    public static int TellJobsOfItems(Connection connection) => connection.Use(SetJobsOfItems).Execute();

    private static void Put(Connection connection, CatalogRow.OfItem row)
    {
        if (!Change.Add(connection, new Row(0, Shelves.Of(row), row.PurgingAt, row.SidecarDue, row.Item))) return;
        var item = Rows.Find(connection, row.Item.Id)!;
        if (row.Facts is { } facts) Facts.Save(connection, item.Pk, facts);
        foreach (var placement in row.Placements)
        {
            var album = AlbumRows.FindAny(connection, placement.Album)
                ?? throw new CatalogUnavailableException($"The item {row.Item.Id} stands in an album {placement.Album} that there is not.");
            Placements.Add(connection, album.Pk, item, placement.Position);
        }
    }

    private static void Put(Connection connection, CatalogRow.OfJob job)
    {
        var added = connection.Use(InsertJob)
            .Bind(job.Id).Bind(job.Owner).Bind(job.Lane).Bind(job.Kind).Bind(job.Payload).Bind(job.ReadyAt).Bind(job.Leased).Bind(job.Fence)
            .Bind(job.EndedFence).Bind((long)job.Attempts).Bind(JobRows.EndedAt(job.ForgetAt)).Execute();
        if (added == 1 && job.Lane is not null) Turns.Changed(connection, job.Lane, job.Owner, 1);
    }
}
