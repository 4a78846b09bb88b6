using System.Text.Json.Nodes;

namespace Vitrine.Tests.Backends.Dynamo;

/// <summary>An answer in DynamoDB's JSON.</summary>
internal sealed record EngineAnswer(int Status, JsonObject Body)
{
    public bool Succeeded => Status == 200;

    /// <summary>The error's short name, e.g. <c>ConditionalCheckFailedException</c>.</summary>
    public string Error => (string?)Body["__type"] is { } type ? type[(type.IndexOf('#') + 1)..] : "";

    public string Message => (string?)Body["message"] ?? (string?)Body[nameof(Message)] ?? "";

    public static EngineAnswer Failure(string error, string message) => new(
        400, new JsonObject { ["__type"] = $"com.amazonaws.dynamodb.v20120810#{error}", ["message"] = message });

    /// <summary>A cancelled transaction with a reason for each of its actions.</summary>
    public static EngineAnswer Cancelled(IReadOnlyList<JsonObject> reasons) => new(400, new JsonObject
    {
        ["__type"] = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        [nameof(Message)] = $"Transaction cancelled, please refer cancellation reasons for specific reasons [{string.Join(", ", reasons.Select(reason => reason["Code"]))}]",
        ["CancellationReasons"] = new JsonArray([.. reasons]),
    });
}
