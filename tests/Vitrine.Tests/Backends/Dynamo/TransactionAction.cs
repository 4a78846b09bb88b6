using System.Text.Json.Nodes;

namespace Vitrine.Tests.Backends.Dynamo;

/// <summary>One action of a transaction as the single request that does the same.</summary>
/// <param name="ChecksOnly">A condition without a write, tried as an update that changes nothing.</param>
internal sealed record TransactionAction(string Operation, JsonObject Request, bool ChecksOnly, bool ReturnsOld)
{
    public static TransactionAction Of(JsonObject action)
    {
        var (kind, node) = action.First();
        var request = (JsonObject)node!.DeepClone();
        var returnsOld = (string?)request["ReturnValuesOnConditionCheckFailure"] == "ALL_OLD";
        request.Remove("ReturnValuesOnConditionCheckFailure");
        request["ReturnConsumedCapacity"] = "TOTAL";
        return new TransactionAction(kind == "ConditionCheck" ? "UpdateItem" : $"{kind}Item", request, kind == "ConditionCheck", returnsOld);
    }

    public JsonObject Key(string[] names)
    {
        var source = (JsonObject)(Request["Key"] ?? Request["Item"])!;
        return new JsonObject(names.Select(name => KeyValuePair.Create(name, source[name]?.DeepClone())));
    }

    public JsonObject ReasonOf(EngineAnswer answer, JsonObject? before)
    {
        if (answer.Succeeded) return new JsonObject { ["Code"] = "None" };
        var reason = new JsonObject
        {
            ["Code"] = answer.Error switch
            {
                "ConditionalCheckFailedException" => "ConditionalCheckFailed",
                "ProvisionedThroughputExceededException" => "ProvisionedThroughputExceeded",
                _ => "ValidationError",
            },
            ["Message"] = answer.Message,
        };
        if (ReturnsOld && before is not null) reason["Item"] = before.DeepClone();
        return reason;
    }
}

/// <summary>What a transaction costs: DynamoDB prepares and commits, so twice a single write in the table.</summary>
internal sealed class CapacitySum
{
    private double table;
    private double indexes;

    public void Add(JsonObject answer) => table += 2 * ((double?)answer["ConsumedCapacity"]?["CapacityUnits"] ?? 0);

    /// <summary>An index follows once the transaction is done.</summary>
    public void AddIndexes(double units) => indexes += units;

    public JsonObject ToAnswer(string tableName) => new()
    {
        ["ConsumedCapacity"] = new JsonArray(new JsonObject
        {
            ["TableName"] = tableName,
            ["CapacityUnits"] = table + indexes,
            ["WriteCapacityUnits"] = table + indexes,
        }),
    };
}
