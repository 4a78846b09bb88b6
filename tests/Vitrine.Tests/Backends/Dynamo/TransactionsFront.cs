using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Vitrine.Tests.Backends.Dynamo;

/// <summary>
/// Stands before dynalite, which has no transactions, and gives it <c>TransactWriteItems</c> and <c>TransactGetItems</c>: one request
/// of a table at a time, undone where a condition fails. It also breaks requests on demand. It proves how we use transactions, not
/// that DynamoDB's own are what they promise.
/// </summary>
internal sealed class TransactionsFront : IAsyncDisposable
{
    private const string TargetPrefix = "DynamoDB_20120810.";

    private readonly WebApplication app;
    private readonly HttpClient engine;
    private readonly ConcurrentDictionary<string, SerialTable> tables = new();

    private TransactionsFront(Uri engine)
    {
        this.engine = new HttpClient { BaseAddress = engine, Timeout = TimeSpan.FromMinutes(1) };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(AnswerAsync);
    }

    public Faults Faults { get; } = new();

    public Uri Address => new(app.Urls.First());

    public static async Task<TransactionsFront> StartAsync(Uri engine)
    {
        var front = new TransactionsFront(engine);
        await front.app.StartAsync();
        return front;
    }

    /// <summary>From now on answers about writes to a table say what its indexes cost as well.</summary>
    public void CountIndexes(string table) => Of(table).CountsIndexes = true;

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        engine.Dispose();
        foreach (var table in tables.Values) table.Dispose();
    }

    private SerialTable Of(string table) => tables.GetOrAdd(table, _ => new SerialTable(engine));

    private async Task AnswerAsync(HttpContext context)
    {
        var operation = context.Request.Headers["X-Amz-Target"].ToString().Replace(TargetPrefix, "", StringComparison.Ordinal);
        var request = (JsonObject)(await JsonNode.ParseAsync(context.Request.Body))!;
        var name = TableOf(request);
        var fault = Faults.Of(name, operation);
        var answer = fault switch
        {
            Fault.Conflict => Conflict(operation, request),
            Fault.Throttled => EngineAnswer.Failure("ProvisionedThroughputExceededException", "The level of configured provisioned throughput for the table was exceeded."),
            Fault.Denied => EngineAnswer.Failure("AccessDeniedException", "User is not authorized to perform: dynamodb:GetItem"),
            Fault.Expired => EngineAnswer.Failure("ExpiredTokenException", "The security token included in the request is expired"),
            Fault.Hang => await NeverAsync(context.RequestAborted),
            Fault.LostRequest => null,
            _ => await Of(name).RunAsync(operation, request, context.Request.Headers),
        };
        if (answer is null || fault == Fault.LostAnswer)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/x-amz-json-1.0";
        await context.Response.WriteAsync(answer.Body.ToJsonString());
    }

    private static async Task<EngineAnswer?> NeverAsync(CancellationToken whoeverAskedIsGone)
    {
        await Task.Delay(Timeout.Infinite, whoeverAskedIsGone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return null;
    }

    private static EngineAnswer Conflict(string operation, JsonObject request) => operation == "TransactWriteItems"
        ? EngineAnswer.Cancelled([.. request["TransactItems"]!.AsArray().Select((_, n) => new JsonObject { ["Code"] = n == 0 ? "TransactionConflict" : "None" })])
        : EngineAnswer.Failure("TransactionConflictException", "Transaction is ongoing for the item");

    private static string TableOf(JsonObject request) =>
        (string?)request["TableName"]
        ?? (request["RequestItems"] as JsonObject)?.First().Key
        ?? (string?)(request["TransactItems"]?[0] as JsonObject)?.First().Value!["TableName"]
        ?? "";
}
