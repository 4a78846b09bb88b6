using Vitrine.Settings;

namespace Vitrine.Metadata.DynamoDb;

/// <summary>Which table keeps the metadata.</summary>
internal sealed class DynamoFacts(DynamoTable table) : ISiteFacts
{
    public Task<IReadOnlyList<SiteFact>> ReadAsync(CancellationToken cancellationToken)
    {
        var (reads, writes) = table.Consumption.Total;
        var place = table.Options.Endpoint is { Length: > 0 } endpoint ? endpoint : table.Options.Region;
        return Task.FromResult<IReadOnlyList<SiteFact>>(
        [
            new SiteFact("DynamoDB", $"table {table.Options.Table} at {place}"),
            new SiteFact("DynamoDB units since the start", FormattableString.Invariant($"{reads:N0} read, {writes:N0} write")),
        ]);
    }
}
