using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Metadata.DynamoDb.Moving;

/// <summary>All rows of the table, consistent and in no order. Needs dynamodb:Scan, which the site's role does not have; only a move does this.</summary>
internal sealed class TableScan(IAmazonDynamoDB client, DynamoTable table)
{
    private readonly Patience patience = new(table.Options);

    /// <summary>A megabyte at a time, which is what one request reads at most.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Attributes>> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ScanRequest { TableName = table.Options.Table, ConsistentRead = true, ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL };
        do
        {
            var answer = await patience.RunAsync(() => client.ScanAsync(request, cancellationToken), cancellationToken);
            table.Consumption.Read(answer.ConsumedCapacity);
            yield return [.. (answer.Items ?? []).Select(row => Shape.Known(new Attributes(row)))];
            request.ExclusiveStartKey = answer.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }
}
