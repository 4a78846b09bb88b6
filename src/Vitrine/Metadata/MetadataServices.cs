using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Links;
using Vitrine.Metadata.Sqlite;
using Vitrine.Metadata.Sqlite.Accounts;
using Vitrine.Metadata.Sqlite.Albums;
using Vitrine.Metadata.Sqlite.Links;
using Vitrine.Metadata.Sqlite.Media;
using Vitrine.Metadata.Sqlite.Site;
using Vitrine.Metadata.Sqlite.Uploads;
using Vitrine.Metadata.Sqlite.Work;
using Vitrine.Settings;

namespace Vitrine.Metadata;

/// <summary>Choosing where the site keeps what it knows: today SQLite.</summary>
public static class MetadataServices
{
    public static IServiceCollection AddMetadata(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptionsOf<MetadataOptions>(settings, MetadataOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IJobBell, JobBell>();
        services.AddSingleton(s => OpenLater(s.GetRequiredService<IOptions<MetadataOptions>>().Value.Sqlite, settings, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IDatabase>(s => s.GetRequiredService<SqliteDatabase>());
        services.AddHostedService<MigrateFirst>();
        services.AddSingleton<IMediaCatalog, SqliteMediaCatalog>();
        services.AddSingleton<IUploadCatalog, SqliteUploadCatalog>();
        services.AddSingleton<IAccountCatalog, SqliteAccountCatalog>();
        services.AddSingleton<ISiteCatalog, SqliteSiteCatalog>();
        services.AddSingleton<SqliteAlbumCatalog>();
        services.AddSingleton<IAlbumCatalog>(s => s.GetRequiredService<SqliteAlbumCatalog>());
        services.AddSingleton<IAlbumMembers>(s => s.GetRequiredService<SqliteAlbumCatalog>());
        services.AddSingleton<ILinkCatalog, SqliteLinkCatalog>();
        services.AddSingleton<IJobQueue, SqliteJobQueue>();
        services.AddSingleton<ISiteFacts, SqliteFacts>();
        return services;
    }

    private static SqliteDatabase OpenLater(SqliteOptions options, IConfiguration settings, TimeProvider time) => new(
        options.Path is { Length: > 0 } path ? path : Path.Join(settings["Site:Data"] ?? "./data", "vitrine.db"),
        TimeSpan.FromSeconds(options.BusySeconds),
        time);
}
