using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Vitrine.Tests.Backends.Dynamo;

/// <summary>The front keeps what DynamoDB says of transactions.</summary>
public sealed class TransactionsFrontTests : IAsyncLifetime
{
    private readonly string table = $"front-{Guid.NewGuid():N}";
    private DynamoEngine engine = null!;
    private IAmazonDynamoDB client = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        engine = await DynamoEngine.SharedAsync();
        client = engine.Client();
        await client.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = table,
                BillingMode = BillingMode.PAY_PER_REQUEST,
                KeySchema = [new KeySchemaElement("pk", KeyType.HASH), new KeySchemaElement("sk", KeyType.RANGE)],
                AttributeDefinitions = [new AttributeDefinition("pk", ScalarAttributeType.S), new AttributeDefinition("sk", ScalarAttributeType.S)],
            },
            Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (client is null) return;
        await client.DeleteTableAsync(table, CancellationToken.None);
        client.Dispose();
    }

    [Fact]
    public async Task A_failed_condition_undoes_all_and_names_the_action()
    {
        await WriteAsync(Put("a", "1"));

        var cancelled = await Assert.ThrowsAsync<TransactionCanceledException>(() => WriteAsync(Put("a", "2"), Put("b", "2"), Check("c", "attribute_exists(pk)"), Delete("d")));

        Assert.Equal(["None", "None", "ConditionalCheckFailed", "None"], cancelled.CancellationReasons.Select(reason => reason.Code));
        Assert.Equal("1", await ValueAsync("a"));
        Assert.Null(await ValueAsync("b"));
        Assert.Null(await ValueAsync("c"));
    }

    [Fact]
    public async Task A_check_that_holds_leaves_no_row()
    {
        await WriteAsync(Put("a", "1"), Check("c", "attribute_not_exists(pk)"));

        Assert.Equal("1", await ValueAsync("a"));
        Assert.Null(await ValueAsync("c"));
    }

    [Fact]
    public async Task The_same_token_is_the_same_success_and_another_request_under_it_is_refused()
    {
        var request = Request(Put("a", "1", "attribute_not_exists(pk)"));
        await client.TransactWriteItemsAsync(request, Cancel);
        await client.TransactWriteItemsAsync(request, Cancel);

        var other = Request(Put("a", "2"));
        other.ClientRequestToken = request.ClientRequestToken;
        await Assert.ThrowsAsync<IdempotentParameterMismatchException>(() => client.TransactWriteItemsAsync(other, Cancel));
    }

    [Fact]
    public async Task Faults_come_before_or_after_the_write()
    {
        var faults = engine.Faults();
        faults.Plan(table, operation => operation == "TransactWriteItems" ? Fault.LostAnswer : Fault.None);
        await Assert.ThrowsAnyAsync<Exception>(() => WriteAsync(Put("a", "1")));
        faults.Plan(table, operation => operation == "TransactWriteItems" ? Fault.Conflict : Fault.None);
        var conflict = await Assert.ThrowsAsync<TransactionCanceledException>(() => WriteAsync(Put("b", "1")));
        faults.Plan(table, operation => operation == "PutItem" ? Fault.Throttled : Fault.None);
        await Assert.ThrowsAsync<ProvisionedThroughputExceededException>(() => client.PutItemAsync(table, Row("b", "1"), Cancel));
        faults.End(table);

        Assert.Equal("TransactionConflict", conflict.CancellationReasons[0].Code);
        Assert.Equal("1", await ValueAsync("a"));
        Assert.Null(await ValueAsync("b"));
    }

    private static TransactWriteItemsRequest Request(params TransactWriteItem[] actions) =>
        new() { TransactItems = [.. actions], ClientRequestToken = Guid.NewGuid().ToString("N") };

    private Task WriteAsync(params TransactWriteItem[] actions) => client.TransactWriteItemsAsync(Request(actions), Cancel);

    private TransactWriteItem Put(string key, string value, string? condition = null) =>
        new() { Put = new Put { TableName = table, Item = Row(key, value), ConditionExpression = condition } };

    private TransactWriteItem Delete(string key) => new() { Delete = new Delete { TableName = table, Key = Key(key) } };

    private TransactWriteItem Check(string key, string condition) =>
        new() { ConditionCheck = new ConditionCheck { TableName = table, Key = Key(key), ConditionExpression = condition } };

    private async Task<string?> ValueAsync(string key) =>
        (await client.GetItemAsync(table, Key(key), true, Cancel)).Item is { } row ? row["value"].S : null;

    private static Dictionary<string, AttributeValue> Key(string key) => new() { ["pk"] = new AttributeValue(key), ["sk"] = new AttributeValue("row") };

    private static Dictionary<string, AttributeValue> Row(string key, string value) =>
        new(Key(key)) { ["value"] = new AttributeValue(value) };
}
