using Microsoft.Extensions.DependencyInjection.Extensions;
using Vitrine.Jobs;
using Vitrine.Library.Moving;
using Vitrine.Metadata.DynamoDb;
using Vitrine.Metadata.Sqlite;
using Vitrine.Settings;

namespace Vitrine.Metadata;

/// <summary>Choosing where the site keeps what it knows: a file of its own, or a table that many nodes share.</summary>
public static class MetadataServices
{
    public static IServiceCollection AddMetadata(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptionsOf<MetadataOptions>(settings, MetadataOptions.Section);
        services.AddOptionsOf<DynamoDbOptions>(settings, DynamoDbOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IJobBell, JobBell>();
        services.TryAddSingleton<WriteGate>();
        return settings[$"{MetadataOptions.Section}:{nameof(MetadataOptions.Kind)}"] == MetadataOptions.DynamoDbKind
            ? services.AddDynamoDb()
            : services.AddSqlite(settings);
    }
}
