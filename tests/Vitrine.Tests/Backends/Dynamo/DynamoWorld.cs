using Amazon.DynamoDBv2;
using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Metadata.DynamoDb;
using Vitrine.Metadata.DynamoDb.Accounts;
using Vitrine.Metadata.DynamoDb.Media;
using Vitrine.Metadata.DynamoDb.Site;
using Vitrine.Metadata.DynamoDb.Uploads;
using Vitrine.Metadata.DynamoDb.Work;
using Vitrine.Tests.Contracts;

namespace Vitrine.Tests.Backends.Dynamo;

/// <summary>DynamoDB's API with a table of its own, removed afterwards. The key attributes have names of their own, as a setting allows.</summary>
public sealed class DynamoWorld : CatalogWorld
{
    private readonly DynamoDbOptions options = new()
    {
        Table = $"vitrine-test-{Guid.NewGuid():N}",
        PartitionKey = "key",
        SortKey = "range",
        DeletionProtection = false,
        PointInTimeRecovery = false,
    };

    private DynamoEngine engine = null!;
    private IAmazonDynamoDB? client;
    private DynamoJobQueue jobs = null!;
    private DynamoMediaCatalog media = null!;

    public override IMediaCatalog Media => media;
    public override IUploadCatalog Uploads => uploads;
    public override IAccountCatalog Accounts => accounts;
    public override ISiteCatalog Site => site;
    public override IJobQueue Jobs => jobs;

    internal DynamoTable Table { get; private set; } = null!;

    internal Effects Effects { get; private set; } = null!;

    private DynamoUploadCatalog uploads = null!;
    private DynamoAccountCatalog accounts = null!;
    private DynamoSiteCatalog site = null!;

    public override async ValueTask StartAsync()
    {
        engine = await DynamoEngine.SharedAsync();
        options.Endpoint = engine.Endpoint?.ToString() ?? "";
        client = engine.Client();
        await new TableMaking(client, options).MakeAsync(TestContext.Current.CancellationToken);
        Table = new DynamoTable(client, options);
        Effects = new Effects(Table);
        var bell = new JobBell(Time);
        media = new DynamoMediaCatalog(Table, bell, Time);
        uploads = new DynamoUploadCatalog(Table, Effects, bell, Time);
        accounts = new DynamoAccountCatalog(Table, Time);
        site = new DynamoSiteCatalog(Table, Time);
        jobs = new DynamoJobQueue(Table, bell, Time);
    }

    /// <summary>Lets requests of this world meet faults; skips the test where none can be made.</summary>
    public void Break(Func<string, Fault> plan) => engine.Faults().Plan(options.Table, plan);

    public void Mend() => engine.Faults().End(options.Table);

    public override Task SettleAsync() => Effects.ApplyAsync(TestContext.Current.CancellationToken);

    public override async ValueTask DisposeAsync()
    {
        jobs?.Dispose();
        if (client is null) return;
        engine.Front?.Faults.End(options.Table);
        await client.DeleteTableAsync(options.Table, CancellationToken.None);
        client.Dispose();
    }
}
