using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Metadata.DynamoDb;

namespace Vitrine.Tests.Backends.Dynamo;

/// <summary>A table of its own, removed afterwards. Its key attributes have names of their own, as a setting allows.</summary>
internal sealed class TestTable : IAsyncDisposable
{
    private readonly DynamoEngine engine;

    private TestTable(DynamoEngine engine)
    {
        this.engine = engine;
        Client = engine.Client();
        Options = new DynamoDbOptions
        {
            Table = $"vitrine-test-{Guid.NewGuid():N}",
            Endpoint = engine.Endpoint?.ToString() ?? "",
            PartitionKey = "key",
            SortKey = "range",
            DeletionProtection = false,
            PointInTimeRecovery = false,
        };
    }

    public DynamoDbOptions Options { get; }

    public IAmazonDynamoDB Client { get; }

    /// <summary>Settings of a site that keeps its metadata here.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["Metadata:Kind"] = "dynamodb",
        ["Metadata:DynamoDb:Table"] = Options.Table,
        ["Metadata:DynamoDb:Endpoint"] = Options.Endpoint,
        ["Metadata:DynamoDb:PartitionKey"] = Options.PartitionKey,
        ["Metadata:DynamoDb:SortKey"] = Options.SortKey,
        ["Metadata:DynamoDb:DeletionProtection"] = "false",
        ["Metadata:DynamoDb:PointInTimeRecovery"] = "false",
    };

    /// <summary>Skips the test where there is no engine.</summary>
    public static async Task<TestTable> NoneYetAsync() => new(await DynamoEngine.SharedAsync());

    public static async Task<TestTable> CreateAsync()
    {
        var table = await NoneYetAsync();
        await new TableMaking(table.Client, table.Options).MakeAsync(TestContext.Current.CancellationToken);
        return table;
    }

    /// <summary>Gives a site a client that needs no chain of credentials.</summary>
    public void Use(IServiceCollection services) => services.AddSingleton(_ => engine.Client());

    /// <summary>Lets requests of this table meet faults; skips the test where none can be made.</summary>
    public void Break(Func<string, Fault> plan) => engine.Faults().Plan(Options.Table, plan);

    /// <summary>Has the front count what dynalite does not; AWS counts it anyway.</summary>
    public void CountIndexes() => engine.Front?.CountIndexes(Options.Table);

    public void Mend() => engine.Front?.Faults.End(Options.Table);

    /// <summary>A row as it lies in the table.</summary>
    public async Task<IReadOnlyDictionary<string, AttributeValue>?> FindRowAsync(string partition, string sort)
    {
        var key = new Dictionary<string, AttributeValue> { [Options.PartitionKey] = new(partition), [Options.SortKey] = new(sort) };
        return (await Client.GetItemAsync(Options.Table, key, true, TestContext.Current.CancellationToken)).Item is { Count: > 0 } row ? row : null;
    }

    public async ValueTask DisposeAsync()
    {
        Mend();
        try
        {
            await Client.DeleteTableAsync(Options.Table, CancellationToken.None);
        }
        catch (ResourceNotFoundException)
        {
            // The test made none.
        }
        catch (TimeoutException)
        {
            // A table of 100 000 rows is more than dynalite deletes in the client's time; it goes with its engine.
        }

        Client.Dispose();
    }
}
