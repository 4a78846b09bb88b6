using Microsoft.Extensions.DependencyInjection.Extensions;
using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Links;
using Vitrine.Metadata.DynamoDb;
using Vitrine.Metadata.Sqlite;
using Vitrine.Settings;

namespace Vitrine.Metadata;

/// <summary>Choosing where the site keeps what it knows: a file of its own, or a table that many nodes share.</summary>
public static class MetadataServices
{
    private static readonly Type[] Contracts =
    [
        typeof(IMediaCatalog), typeof(IUploadCatalog), typeof(IAccountCatalog), typeof(ISiteCatalog), typeof(IAlbumCatalog), typeof(IAlbumMembers),
        typeof(ILinkCatalog), typeof(IJobQueue), typeof(ISiteFacts),
    ];

    public static IServiceCollection AddMetadata(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptionsOf<MetadataOptions>(settings, MetadataOptions.Section);
        services.AddOptionsOf<DynamoDbOptions>(settings, DynamoDbOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IJobBell, JobBell>();
        return settings[$"{MetadataOptions.Section}:{nameof(MetadataOptions.Kind)}"] == MetadataOptions.DynamoDbKind
            ? services.AddDynamoDb().HoldingAll(MetadataOptions.DynamoDbKind)
            : services.AddSqlite(settings).HoldingAll(MetadataOptions.SqliteKind);
    }

    /// <summary>A backend that lacks a contract is no backend: better not started than found out by the first visitor of a page.</summary>
    private static IServiceCollection HoldingAll(this IServiceCollection services, string kind)
    {
        var lacking = Contracts.Where(contract => services.All(service => service.ServiceType != contract)).Select(contract => contract.Name).ToList();
        return lacking.Count == 0
            ? services
            : throw new CatalogUnavailableException(
                $"Metadata of the kind {kind} cannot hold all that this site keeps yet ({string.Join(", ", lacking)} are missing). Set VITRINE_METADATA__KIND={MetadataOptions.SqliteKind}.");
    }
}
