using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Vitrine.Tests.Backends.Dynamo;

/// <summary>One table behind the front: its requests one after the other, its transactions whole or not at all.</summary>
internal sealed class SerialTable(HttpClient engine) : IDisposable
{
    private const int MostActions = 100;
    private static readonly string[] Forwarded = ["Authorization", "X-Amz-Date", "X-Amz-Security-Token"];

    private readonly SemaphoreSlim turn = new(1);
    private readonly Dictionary<string, (string Request, EngineAnswer Answer)> tokens = [];
    private string[]? keyNames;
    private IndexCost? indexes;

    /// <summary>Whether answers say what the indexes cost as well, at the price of reading each row before and after.</summary>
    public bool CountsIndexes { get; set; }

    public async Task<EngineAnswer> RunAsync(string operation, JsonObject request, IHeaderDictionary headers)
    {
        await turn.WaitAsync();
        try
        {
            return operation switch
            {
                "TransactWriteItems" => await WriteAsync(request, headers),
                "TransactGetItems" => await GetAsync(request, headers),
                "PutItem" or "UpdateItem" or "DeleteItem" when CountsIndexes => await CountAsync(operation, request, headers),
                _ => await AskAsync(operation, request, headers),
            };
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    /// <summary>The same token is the same success; another request under it is a mistake of the caller.</summary>
    private async Task<EngineAnswer> WriteAsync(JsonObject request, IHeaderDictionary headers)
    {
        var token = (string?)request["ClientRequestToken"];
        var text = request.ToJsonString();
        if (token is not null && tokens.TryGetValue(token, out var before))
            return before.Request == text ? before.Answer : EngineAnswer.Failure("IdempotentParameterMismatchException", "The token was used by another request.");

        var actions = request["TransactItems"]!.AsArray().Select(node => TransactionAction.Of((JsonObject)node!)).ToList();
        await DescribeAsync((string)actions[0].Request["TableName"]!, headers);
        if (actions.Count > MostActions) return Invalid("Member must have length less than or equal to 100");
        if (actions.Select(action => action.Key(keyNames!).ToJsonString()).Distinct().Count() < actions.Count)
            return Invalid("Transaction request cannot include multiple operations on one item");

        var answer = await RunAllAsync(actions, headers);
        if (token is not null && answer.Succeeded) tokens[token] = (text, answer);
        return answer;
    }

    /// <summary>Keys differ, so no action sees another's work: all are tried, and where one failed the others are undone.</summary>
    private async Task<EngineAnswer> RunAllAsync(List<TransactionAction> actions, IHeaderDictionary headers)
    {
        var reasons = new List<JsonObject>();
        var done = new List<(TransactionAction Action, JsonObject? Before)>();
        var capacity = new CapacitySum();
        foreach (var action in actions)
        {
            var before = await FindAsync(action, headers);
            var answer = await AskAsync(action.Operation, action.Request, headers);
            reasons.Add(action.ReasonOf(answer, before));
            if (!answer.Succeeded) continue;
            capacity.Add(answer.Body);
            if (action.ChecksOnly) await PutBackAsync(action, before, headers);
            else done.Add((action, before));
            if (CountsIndexes && !action.ChecksOnly) capacity.AddIndexes(indexes!.Units(before, await FindAsync(action, headers)));
        }

        if (reasons.All(reason => (string?)reason["Code"] == "None")) return new EngineAnswer(200, capacity.ToAnswer((string)actions[0].Request["TableName"]!));
        foreach (var (action, before) in done) await PutBackAsync(action, before, headers);
        return EngineAnswer.Cancelled(reasons);
    }

    private async Task<EngineAnswer> GetAsync(JsonObject request, IHeaderDictionary headers)
    {
        var responses = new JsonArray();
        foreach (var node in request["TransactItems"]!.AsArray())
        {
            var get = (JsonObject)node!["Get"]!.DeepClone();
            get["ConsistentRead"] = true;
            var answer = await AskAsync("GetItem", get, headers);
            if (!answer.Succeeded) return answer;
            responses.Add(answer.Body["Item"] is { } item ? new JsonObject { ["Item"] = item.DeepClone() } : new JsonObject());
        }

        return new EngineAnswer(200, new JsonObject { ["Responses"] = responses });
    }

    private async Task<JsonObject?> FindAsync(TransactionAction action, IHeaderDictionary headers)
    {
        var get = new JsonObject { ["TableName"] = (string)action.Request["TableName"]!, ["Key"] = action.Key(keyNames!), ["ConsistentRead"] = true };
        return (await AskAsync("GetItem", get, headers)).Body["Item"] as JsonObject;
    }

    private async Task PutBackAsync(TransactionAction action, JsonObject? before, IHeaderDictionary headers)
    {
        var undo = new JsonObject { ["TableName"] = (string)action.Request["TableName"]! };
        if (before is null) undo["Key"] = action.Key(keyNames!);
        else undo["Item"] = before.DeepClone();
        var answer = await AskAsync(before is null ? "DeleteItem" : "PutItem", undo, headers);
        if (!answer.Succeeded) throw new InvalidOperationException($"A transaction could not be undone: {answer.Message}");
    }

    private async Task<EngineAnswer> CountAsync(string operation, JsonObject request, IHeaderDictionary headers)
    {
        var action = new TransactionAction(operation, request, ChecksOnly: false, ReturnsOld: false);
        await DescribeAsync((string)request["TableName"]!, headers);
        var before = await FindAsync(action, headers);
        var answer = await AskAsync(operation, request, headers);
        if (answer.Body["ConsumedCapacity"] is JsonObject consumed)
            consumed["CapacityUnits"] = (double)consumed["CapacityUnits"]! + indexes!.Units(before, await FindAsync(action, headers));
        return answer;
    }

    private async Task DescribeAsync(string name, IHeaderDictionary headers)
    {
        if (keyNames is not null) return;
        var table = (JsonObject)(await AskAsync("DescribeTable", new JsonObject { ["TableName"] = name }, headers)).Body["Table"]!;
        indexes = IndexCost.Of(table);
        keyNames = [.. table["KeySchema"]!.AsArray().Select(key => (string)key!["AttributeName"]!)];
    }

    private async Task<EngineAnswer> AskAsync(string operation, JsonObject request, IHeaderDictionary headers)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(request.ToJsonString(), Encoding.UTF8) };
        message.Content.Headers.ContentType = new("application/x-amz-json-1.0");
        message.Headers.TryAddWithoutValidation("X-Amz-Target", $"DynamoDB_20120810.{operation}");
        foreach (var name in Forwarded.Where(headers.ContainsKey)) message.Headers.TryAddWithoutValidation(name, (string?)headers[name]);
        using var answer = await engine.SendAsync(message);
        return new EngineAnswer((int)answer.StatusCode, (JsonObject)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    private static EngineAnswer Invalid(string message) => EngineAnswer.Failure("ValidationException", message);
}
