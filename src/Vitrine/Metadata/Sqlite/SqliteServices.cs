using Microsoft.Extensions.Options;
using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;
using Vitrine.Library.Moving;
using Vitrine.Library.Publishing;
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
using Vitrine.Settings;

namespace Vitrine.Metadata.Sqlite;

internal static class SqliteServices
{
    public static IServiceCollection AddSqlite(this IServiceCollection services, IConfiguration settings) => services
        .AddSingleton(s => OpenLater(
            s.GetRequiredService<IOptions<MetadataOptions>>().Value.Sqlite, settings, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<WriteGate>()))
        .AddSingleton<IDatabase>(s => s.GetRequiredService<SqliteDatabase>())
        .AddHostedService<MigrateFirst>()
        .AddSingleton<IMediaCatalog, SqliteMediaCatalog>()
        .AddSingleton<IUploadCatalog, SqliteUploadCatalog>()
        .AddSingleton<IAccountCatalog, SqliteAccountCatalog>()
        .AddSingleton<IClosedAccountCatalog, SqliteClosedAccountCatalog>()
        .AddSingleton<IOneTimeLinkCatalog, SqliteOneTimeLinkCatalog>()
        .AddSingleton<IAuthenticatorCatalog, SqliteAuthenticatorCatalog>()
        .AddSingleton<IPasskeyCatalog, SqlitePasskeyCatalog>()
        .AddSingleton<IExternalAccountCatalog, SqliteExternalAccountCatalog>()
        .AddSingleton<ISiteCatalog, SqliteSiteCatalog>()
        .AddSingleton<SqliteAlbumCatalog>()
        .AddSingleton<IAlbumCatalog>(s => s.GetRequiredService<SqliteAlbumCatalog>())
        .AddSingleton<IAlbumMembers>(s => s.GetRequiredService<SqliteAlbumCatalog>())
        .AddSingleton<ILinkCatalog, SqliteLinkCatalog>()
        .AddSingleton<IPublicationCatalog, SqlitePublicationCatalog>()
        .AddSingleton<IGuestCatalog, SqliteGuestCatalog>()
        .AddSingleton<IAuditLog, SqliteAuditLog>()
        .AddSingleton<IJobQueue, SqliteJobQueue>()
        .AddSingleton<ICatalogRows, SqliteCatalogRows>()
        .AddSingleton<ISiteFacts, SqliteFacts>();

    private static SqliteDatabase OpenLater(SqliteOptions options, IConfiguration settings, TimeProvider time, WriteGate gate) => new(
        options.Path is { Length: > 0 } path ? path : Path.Join(settings["Site:Data"] ?? "./data", "vitrine.db"),
        TimeSpan.FromSeconds(options.BusySeconds),
        time,
        gate: gate);
}
