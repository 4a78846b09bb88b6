using Amazon;
using Amazon.DynamoDBv2;
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
using Vitrine.Metadata.DynamoDb.Accounts;
using Vitrine.Metadata.DynamoDb.Albums;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Guests;
using Vitrine.Metadata.DynamoDb.Links;
using Vitrine.Metadata.DynamoDb.Media;
using Vitrine.Metadata.DynamoDb.Moving;
using Vitrine.Metadata.DynamoDb.Publishing;
using Vitrine.Metadata.DynamoDb.Site;
using Vitrine.Metadata.DynamoDb.Uploads;
using Vitrine.Metadata.DynamoDb.Work;
using Vitrine.Settings;

namespace Vitrine.Metadata.DynamoDb;

internal static class DynamoDbServices
{
    /// <summary>Longer than DynamoDB takes for anything but a stall; a lost answer is asked for again.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddDynamoDb(this IServiceCollection services) => services
        .AddSingleton(s => s.GetRequiredService<IOptions<DynamoDbOptions>>().Value)
        .AddSingleton(s => Client(s.GetRequiredService<DynamoDbOptions>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton<TableGate>()
        .AddSingleton<DynamoTable>()
        .AddSingleton<Effects>()
        .AddSingleton<Showing>()
        .AddSingleton<IMediaCatalog, DynamoMediaCatalog>()
        .AddSingleton<IUploadCatalog, DynamoUploadCatalog>()
        .AddSingleton<DynamoAccountCatalog>()
        .AddSingleton<IAccountCatalog>(s => s.GetRequiredService<DynamoAccountCatalog>())
        .AddSingleton<IClosedAccountCatalog, DynamoClosedAccountCatalog>()
        .AddSingleton<IOneTimeLinkCatalog, DynamoOneTimeLinkCatalog>()
        .AddSingleton<IAuthenticatorCatalog, DynamoAuthenticatorCatalog>()
        .AddSingleton<IPasskeyCatalog, DynamoPasskeyCatalog>()
        .AddSingleton<IExternalAccountCatalog, DynamoExternalAccountCatalog>()
        .AddSingleton<ISiteCatalog, DynamoSiteCatalog>()
        .AddSingleton<DynamoAlbumCatalog>()
        .AddSingleton<IAlbumCatalog>(s => s.GetRequiredService<DynamoAlbumCatalog>())
        .AddSingleton<IAlbumMembers>(s => s.GetRequiredService<DynamoAlbumCatalog>())
        .AddSingleton<ILinkCatalog, DynamoLinkCatalog>()
        .AddSingleton<IPublicationCatalog, DynamoPublicationCatalog>()
        .AddSingleton<IGuestCatalog, DynamoGuestCatalog>()
        .AddSingleton<IAuditLog, DynamoAuditLog>()
        .AddSingleton<IJobQueue, DynamoJobQueue>()
        .AddSingleton<ICatalogRows, DynamoCatalogRows>()
        .AddSingleton<ISiteFacts, DynamoFacts>()
        .AddSingleton<IProvisioning, TableMaking>()
        .AddSingleton<IExamination, DynamoExamination>()
        .AddHostedService<EffectsWorker>();

    /// <summary>Credentials come from the SDK's default chain. It does not retry: we do, knowing what a lost answer means.</summary>
    private static IAmazonDynamoDB Client(DynamoDbOptions options, TimeProvider time)
    {
        var config = new AmazonDynamoDBConfig { MaxErrorRetry = 0, Timeout = Timeout, HttpClientFactory = new SharedClock(time) };
        if (options.Endpoint.Length > 0)
        {
            config.ServiceURL = options.Endpoint;
            config.AuthenticationRegion = options.Region.Length > 0 ? options.Region : "us-east-1";
        }
        else if (options.Region.Length > 0) config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        try
        {
            return new AmazonDynamoDBClient(config);
        }
        catch (Amazon.Runtime.AmazonClientException failure) when (failure.Message.Contains("RegionEndpoint", StringComparison.Ordinal))
        {
            throw new CatalogUnavailableException("It is not known in which region the table lies: set VITRINE_METADATA__DYNAMODB__REGION.", failure);
        }
        catch (Amazon.Runtime.AmazonClientException failure)
        {
            throw DynamoFailure.Explain(failure, options);
        }
    }
}
