using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Vitrine.Metadata.DynamoDb.Engine;

/// <summary>Our writes and stretches as the SDK's requests for one table, whose key attributes have the names that the settings give.</summary>
internal sealed class Requests(DynamoDbOptions options)
{
    /// <summary>An update that adds would otherwise add twice when something below us sends it again.</summary>
    private const string NotDone = $"(attribute_not_exists({Shape.WriteId}) OR {Shape.WriteId} <> :{Shape.WriteId})";

    public string Table => options.Table;

    public GetItemRequest Get(RowKey key) => new()
    {
        TableName = Table,
        Key = KeyOf(key),
        ConsistentRead = true,
        ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
    };

    public BatchGetItemRequest GetMany(IEnumerable<RowKey> keys) => new()
    {
        RequestItems = new() { [Table] = new KeysAndAttributes { Keys = [.. keys.Select(KeyOf)], ConsistentRead = true } },
        ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
    };

    public QueryRequest Query(KeyRange stretch, int limit, Dictionary<string, AttributeValue>? after) => new()
    {
        TableName = Table,
        IndexName = stretch.Index is { } asked ? Shape.NameOf(asked) : null,
        KeyConditionExpression = "#p = :p AND #s BETWEEN :from AND :until",
        ExpressionAttributeNames = stretch.Index is { } index
            ? new() { ["#p"] = Shape.PartitionOf(index), ["#s"] = Shape.SortOf(index) }
            : new() { ["#p"] = options.PartitionKey, ["#s"] = options.SortKey },
        ExpressionAttributeValues = new Attributes().Add(":p", stretch.Partition).Add(":from", stretch.From).Add(":until", stretch.Until).Values,
        ScanIndexForward = stretch.Ascending,
        ConsistentRead = stretch.Index is null,
        Limit = limit,
        ExclusiveStartKey = after,
        ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
    };

    public PutItemRequest Put(Write write, string writeId) => new()
    {
        TableName = Table,
        Item = Item(write, writeId),
        ConditionExpression = write.Condition,
        ExpressionAttributeNames = NamesOf(write),
        ExpressionAttributeValues = ValuesOf(write.Values),
        ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
    };

    public UpdateItemRequest Update(Write write, string writeId) => new()
    {
        TableName = Table,
        Key = KeyOf(write.Key),
        UpdateExpression = With($"{Shape.WriteId} = :{Shape.WriteId}, {Shape.Version} = :{Shape.Version}", write.Expression!),
        ConditionExpression = write.Condition is null ? NotDone : $"{NotDone} AND ({write.Condition})",
        ExpressionAttributeNames = NamesOf(write),
        ExpressionAttributeValues = new Attributes(new(write.Values.Values)).Add($":{Shape.WriteId}", writeId).Add($":{Shape.Version}", Shape.Present).Values,
        ReturnValues = ReturnValue.ALL_NEW,
        ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
    };

    public DeleteItemRequest Delete(Write write) => new()
    {
        TableName = Table,
        Key = KeyOf(write.Key),
        ConditionExpression = write.Condition,
        ExpressionAttributeNames = NamesOf(write),
        ExpressionAttributeValues = ValuesOf(write.Values),
        ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
    };

    public TransactWriteItemsRequest Transaction(IEnumerable<Write> writes, string token) => new()
    {
        TransactItems = [.. writes.Select(Action)],
        ClientRequestToken = token,
        ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
    };

    public RowKey KeyOf(Attributes row) => new(row.Text(options.PartitionKey), row.Text(options.SortKey));

    /// <summary>An expression has each of its clauses once.</summary>
    private static string With(string assignments, string expression) =>
        expression.StartsWith("SET ", StringComparison.Ordinal) ? $"SET {assignments}, {expression[4..]}" : $"SET {assignments} {expression}";

    private TransactWriteItem Action(Write write)
    {
        var (key, names, values) = (KeyOf(write.Key), NamesOf(write), ValuesOf(write.Values));
        return write.Kind switch
        {
            WriteKind.Put => new()
            {
                Put = new() { TableName = Table, Item = Item(write, null), ConditionExpression = write.Condition, ExpressionAttributeNames = names, ExpressionAttributeValues = values },
            },
            WriteKind.Delete => new()
            {
                Delete = new() { TableName = Table, Key = key, ConditionExpression = write.Condition, ExpressionAttributeNames = names, ExpressionAttributeValues = values },
            },
            WriteKind.Check => new()
            {
                ConditionCheck = new() { TableName = Table, Key = key, ConditionExpression = write.Condition, ExpressionAttributeNames = names, ExpressionAttributeValues = values },
            },
            _ => new()
            {
                Update = new()
                {
                    TableName = Table,
                    Key = key,
                    UpdateExpression = With($"{Shape.Version} = :{Shape.Version}", write.Expression!),
                    ConditionExpression = write.Condition,
                    ExpressionAttributeNames = names,
                    ExpressionAttributeValues = new Attributes(new(write.Values.Values)).Add($":{Shape.Version}", Shape.Present).Values,
                },
            },
        };
    }

    private Dictionary<string, AttributeValue> KeyOf(RowKey key) =>
        new() { [options.PartitionKey] = new() { S = key.Partition }, [options.SortKey] = new() { S = key.Sort } };

    private Dictionary<string, AttributeValue> Item(Write write, string? writeId)
    {
        var row = new Attributes(new(write.Row!.Values)).Add(Shape.Version, Shape.Present).Add(Shape.WriteId, writeId);
        foreach (var (name, value) in KeyOf(write.Key)) row.Values[name] = value;
        return row.Values;
    }

    /// <summary>The SDK wants null rather than an empty dictionary, and DynamoDB refuses names that no expression uses.</summary>
    private Dictionary<string, string>? NamesOf(Write write)
    {
        var names = new Dictionary<string, string>(write.Names);
        if (write.Condition?.Contains("#pk", StringComparison.Ordinal) == true) names["#pk"] = options.PartitionKey;
        if (write.Expression?.Contains("#ttl", StringComparison.Ordinal) == true) names["#ttl"] = Shape.Removal;
        return names.Count > 0 ? names : null;
    }

    private static Dictionary<string, AttributeValue>? ValuesOf(Attributes values) => values.Values.Count > 0 ? values.Values : null;
}
