using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Vitrine.Library;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Media;

namespace Vitrine.Metadata.DynamoDb;

/// <summary>
/// The one table. Needs dynamodb:GetItem, BatchGetItem, Query, PutItem, UpdateItem, DeleteItem and ConditionCheckItem on the table
/// and its indexes, and nothing else: there is no Scan. Reads of the table are consistent; reads of an index may lag.
/// </summary>
internal sealed class DynamoTable(IAmazonDynamoDB client, DynamoDbOptions options)
{
    private const int MostPerBatch = 100;

    /// <summary>So many rows could change between reading and writing before we say that the table is too busy.</summary>
    private const int MostTurns = 60;

    private readonly Requests requests = new(options);
    private readonly Patience patience = new(options);

    public DynamoDbOptions Options => options;

    public Consumption Consumption { get; } = new();

    public RowKey KeyOf(Attributes row) => requests.KeyOf(row);

    /// <summary>A transaction noted that an effect is due. Said to whoever listens in this process; other nodes find it in the index.</summary>
    public event Action? EffectNoted;

    public Task<Attributes?> FindAsync(RowKey key, CancellationToken cancellationToken) => patience.RunAsync(
        async () =>
        {
            var answer = await client.GetItemAsync(requests.Get(key), cancellationToken);
            Consumption.Read(answer.ConsumedCapacity);
            return answer.Item is { Count: > 0 } row ? Shape.Known(new Attributes(row)) : null;
        },
        cancellationToken);

    /// <summary>The rows that exist, by key.</summary>
    public async Task<Dictionary<RowKey, Attributes>> FindManyAsync(IEnumerable<RowKey> keys, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<RowKey, Attributes>();
        foreach (var batch in keys.Distinct().Chunk(MostPerBatch)) await FindBatchAsync(batch, rows, cancellationToken);
        return rows;
    }

    /// <summary>At most <paramref name="limit"/> rows in the stretch's order.</summary>
    public async Task<List<Attributes>> QueryAsync(KeyRange stretch, int limit, CancellationToken cancellationToken)
    {
        var rows = new List<Attributes>();
        if (stretch.IsEmpty) return rows;
        Dictionary<string, AttributeValue>? after = null;
        do
        {
            var request = requests.Query(stretch, limit - rows.Count, after);
            var answer = await patience.RunAsync(() => client.QueryAsync(request, cancellationToken), cancellationToken);
            Consumption.Read(answer.ConsumedCapacity);
            rows.AddRange((answer.Items ?? []).Select(row => Shape.Known(new Attributes(row))));
            after = answer.LastEvaluatedKey is { Count: > 0 } last ? last : null;
        }
        while (after is not null && rows.Count < limit);
        return rows;
    }

    /// <summary>The first rows of a list that lies in shards, in the order of the index's sort key.</summary>
    public async Task<List<Attributes>> QueryShardsAsync(string index, string list, string until, int limit, CancellationToken cancellationToken)
    {
        var shards = await Task.WhenAll(Shard.All(list).Select(shard =>
            QueryAsync(new KeyRange(index, shard, KeyRange.First, until, Ascending: true), limit, cancellationToken)));
        return [.. shards.SelectMany(rows => rows).OrderBy(row => row.Text(Shape.SortOf(index)), StringComparer.Ordinal).Take(limit)];
    }

    /// <summary>How many rows a stretch of an index holds, counted no further than its first megabyte.</summary>
    public async Task<long> CountAsync(KeyRange stretch, CancellationToken cancellationToken)
    {
        var request = requests.Query(stretch, int.MaxValue, null);
        (request.Limit, request.Select) = (null, Select.COUNT);
        var answer = await patience.RunAsync(() => client.QueryAsync(request, cancellationToken), cancellationToken);
        Consumption.Read(answer.ConsumedCapacity);
        return answer.Count ?? 0;
    }

    /// <summary>
    /// One conditional write. A lost answer is no second write: the row carries the id of the write that made it as it is (RULES 13).
    /// </summary>
    public Task<WriteResult> WriteAsync(Write write, CancellationToken cancellationToken)
    {
        var writeId = Ids.NewSecret();
        return patience.RunAsync(() => WriteOnceAsync(write, writeId, cancellationToken), cancellationToken);
    }

    /// <summary>All or nothing, once: false when a condition did not hold. A lost answer is asked for again by the same token.</summary>
    public Task<bool> TransactAsync(IReadOnlyList<Write> writes, CancellationToken cancellationToken)
    {
        var request = requests.Transaction(writes, Ids.NewSecret());
        return patience.RunAsync(
            async () =>
            {
                try
                {
                    var answer = await client.TransactWriteItemsAsync(request, cancellationToken);
                    foreach (var consumed in answer.ConsumedCapacity ?? []) Consumption.Written(consumed);
                    if (writes.Any(write => write.Row?.TextOrNull(ItemRows.EffectDue) is not null)) EffectNoted?.Invoke();
                    return true;
                }
                catch (TransactionCanceledException cancelled) when (cancelled.CancellationReasons.Any(reason => reason.Code == "ConditionalCheckFailed"))
                {
                    return false;
                }
            },
            cancellationToken);
    }

    /// <summary>Reads, decides and writes, again as long as somebody else was faster. The turn returns null to be tried again.</summary>
    public async Task<T> InTurnsAsync<T>(Func<Task<T?>> turn, CancellationToken cancellationToken)
        where T : class
    {
        for (var attempt = 1; attempt <= MostTurns; attempt++)
        {
            if (await turn() is { } done) return done;
            await patience.PauseAsync(Math.Min(attempt, 4), cancellationToken);
        }

        throw new CatalogUnavailableException("Too many changes of one thing at the same time. Try again in a moment.");
    }

    private async Task FindBatchAsync(IReadOnlyCollection<RowKey> keys, Dictionary<RowKey, Attributes> rows, CancellationToken cancellationToken)
    {
        var request = requests.GetMany(keys);
        for (var attempt = 1; request.RequestItems.Count > 0; attempt++)
        {
            var answer = await patience.RunAsync(() => client.BatchGetItemAsync(request, cancellationToken), cancellationToken);
            foreach (var consumed in answer.ConsumedCapacity ?? []) Consumption.Read(consumed);
            foreach (var row in answer.Responses?.GetValueOrDefault(options.Table) ?? [])
            {
                var found = Shape.Known(new Attributes(row));
                rows[KeyOf(found)] = found;
            }

            request.RequestItems = answer.UnprocessedKeys ?? [];
            if (attempt == MostTurns) throw new CatalogUnavailableException($"The table {options.Table} is asked for more than its throughput.");
            if (request.RequestItems.Count > 0) await patience.PauseAsync(attempt, cancellationToken);
        }
    }

    /// <summary>
    /// A failed condition may be our own work, also at the first attempt: below us a request is sent again when its connection breaks before
    /// the answer, although the SDK's retries are off. So the row is looked at whenever a condition failed; a delete is done when there is none.
    /// </summary>
    private async Task<WriteResult> WriteOnceAsync(Write write, string writeId, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(write, writeId, cancellationToken);
        }
        catch (ConditionalCheckFailedException failed)
        {
            var row = failed.Item is { Count: > 0 } found ? new Attributes(found) : await FindAsync(write.Key, cancellationToken);
            var isDone = write.Kind == WriteKind.Delete ? row is null : row?.TextOrNull(Shape.WriteId) == writeId;
            return new WriteResult(isDone, isDone ? row : null);
        }
    }

    private async Task<WriteResult> SendAsync(Write write, string writeId, CancellationToken cancellationToken)
    {
        switch (write.Kind)
        {
            case WriteKind.Put:
                Consumption.Written((await client.PutItemAsync(requests.Put(write, writeId), cancellationToken)).ConsumedCapacity);
                return new WriteResult(true, null);
            case WriteKind.Delete:
                Consumption.Written((await client.DeleteItemAsync(requests.Delete(write), cancellationToken)).ConsumedCapacity);
                return new WriteResult(true, null);
            default:
                var answer = await client.UpdateItemAsync(requests.Update(write, writeId), cancellationToken);
                Consumption.Written(answer.ConsumedCapacity);
                return new WriteResult(true, new Attributes(answer.Attributes));
        }
    }
}
