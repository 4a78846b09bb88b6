using Microsoft.Extensions.Options;
using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;
using Vitrine.Metadata.Sqlite.Accounts;
using Vitrine.Metadata.Sqlite.Albums;
using Vitrine.Metadata.Sqlite.Guests;
using Vitrine.Metadata.Sqlite.Links;
using Vitrine.Metadata.Sqlite.Media;
using Vitrine.Metadata.Sqlite.Site;
using Vitrine.Metadata.Sqlite.Uploads;
using Vitrine.Metadata.Sqlite.Work;
using Vitrine.Settings;

namespace Vitrine.Metadata.Sqlite;

internal static class SqliteServices
{
    public static IServiceCollection AddSqlite(this IServiceCollection services, IConfiguration settings) => services
        .AddSingleton(s => OpenLater(s.GetRequiredService<IOptions<MetadataOptions>>().Value.Sqlite, settings, s.GetRequiredService<TimeProvider>()))
        .AddSingleton<IDatabase>(s => s.GetRequiredService<SqliteDatabase>())
        .AddHostedService<MigrateFirst>()
        .AddSingleton<IMediaCatalog, SqliteMediaCatalog>()
        .AddSingleton<IUploadCatalog, SqliteUploadCatalog>()
        .AddSingleton<IAccountCatalog, SqliteAccountCatalog>()
        .AddSingleton<ISiteCatalog, SqliteSiteCatalog>()
        .AddSingleton<SqliteAlbumCatalog>()
        .AddSingleton<IAlbumCatalog>(s => s.GetRequiredService<SqliteAlbumCatalog>())
        .AddSingleton<IAlbumMembers>(s => s.GetRequiredService<SqliteAlbumCatalog>())
        .AddSingleton<ILinkCatalog, SqliteLinkCatalog>()
        .AddSingleton<IGuestCatalog, SqliteGuestCatalog>()
        .AddSingleton<IAuditLog, SqliteAuditLog>()
        .AddSingleton<IJobQueue, SqliteJobQueue>()
        .AddSingleton<ISiteFacts, SqliteFacts>();

    private static SqliteDatabase OpenLater(SqliteOptions options, IConfiguration settings, TimeProvider time) => new(
        options.Path is { Length: > 0 } path ? path : Path.Join(settings["Site:Data"] ?? "./data", "vitrine.db"),
        TimeSpan.FromSeconds(options.BusySeconds),
        time);
}
