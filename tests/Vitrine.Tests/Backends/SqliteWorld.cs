using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;
using Vitrine.Library.Moving;
using Vitrine.Library.Publishing;
using Vitrine.Metadata.Sqlite;
using Vitrine.Metadata.Sqlite.Accounts;
using Vitrine.Metadata.Sqlite.Albums;
using Vitrine.Metadata.Sqlite.Guests;
using Vitrine.Metadata.Sqlite.Links;
using Vitrine.Metadata.Sqlite.Media;
using Vitrine.Metadata.Sqlite.Moving;
using Vitrine.Metadata.Sqlite.Publishing;
using Vitrine.Metadata.Sqlite.Site;
using Vitrine.Metadata.Sqlite.Uploads;
using Vitrine.Metadata.Sqlite.Work;
using Vitrine.Tests.Contracts;

namespace Vitrine.Tests.Backends;

/// <summary>SQLite on a file of its own, removed afterwards.</summary>
public sealed class SqliteWorld : CatalogWorld
{
    private readonly string folder = Directory.CreateTempSubdirectory("vitrine-sqlite-").FullName;
    private readonly SqliteDatabase database;

    public SqliteWorld()
    {
        DatabasePath = Path.Join(folder, "vitrine.db");
        database = new SqliteDatabase(DatabasePath, TimeSpan.FromSeconds(5), Time);
        var bell = new JobBell(Time);
        Media = new SqliteMediaCatalog(database, bell, Time);
        Uploads = new SqliteUploadCatalog(database, bell, Time);
        Accounts = new SqliteAccountCatalog(database, Time);
        Closed = new SqliteClosedAccountCatalog(database, Time);
        OneTimeLinks = new SqliteOneTimeLinkCatalog(database, Time);
        Authenticators = new SqliteAuthenticatorCatalog(database);
        Passkeys = new SqlitePasskeyCatalog(database);
        Externals = new SqliteExternalAccountCatalog(database);
        Site = new SqliteSiteCatalog(database, Time);
        var albums = new SqliteAlbumCatalog(database, Time);
        (Albums, Members) = (albums, albums);
        Links = new SqliteLinkCatalog(database, Time);
        Publications = new SqlitePublicationCatalog(database, Time);
        Guests = new SqliteGuestCatalog(database, Time);
        Audit = new SqliteAuditLog(database);
        Jobs = new SqliteJobQueue(database, bell, Time);
        Rows = new SqliteCatalogRows(database, new AuditOptions());
    }

    public string DatabasePath { get; }

    internal SqliteDatabase Database => database;

    public override IMediaCatalog Media { get; }
    public override IUploadCatalog Uploads { get; }
    public override IAccountCatalog Accounts { get; }
    public override IClosedAccountCatalog Closed { get; }
    public override IOneTimeLinkCatalog OneTimeLinks { get; }
    public override IAuthenticatorCatalog Authenticators { get; }
    public override IPasskeyCatalog Passkeys { get; }
    public override IExternalAccountCatalog Externals { get; }
    public override ISiteCatalog Site { get; }
    public override IJobQueue Jobs { get; }
    public override IAlbumCatalog Albums { get; }
    public override IAlbumMembers Members { get; }
    public override ILinkCatalog Links { get; }
    public override ICatalogRows Rows { get; }
    public override IPublicationCatalog Publications { get; }
    public override IGuestCatalog Guests { get; }
    public override IAuditLog Audit { get; }

    public override ValueTask DisposeAsync()
    {
        database.Dispose();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
