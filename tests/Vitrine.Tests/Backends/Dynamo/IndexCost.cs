using System.Text;
using System.Text.Json.Nodes;

namespace Vitrine.Tests.Backends.Dynamo;

/// <summary>
/// Write units of indexes, which dynalite does not count, by DynamoDB's rules: a unit per KB of an entry that comes, goes or changes; two
/// entries where its key changes. A row's size is that of its names and values.
/// </summary>
internal sealed class IndexCost
{
    private const double UnitBytes = 1024;

    private readonly List<(string Partition, string Sort, bool KeysOnly)> indexes;

    private IndexCost(List<(string Partition, string Sort, bool KeysOnly)> indexes) => this.indexes = indexes;

    /// <param name="table">What DescribeTable says.</param>
    public static IndexCost Of(JsonObject table) => new(
    [
        .. (table["GlobalSecondaryIndexes"] as JsonArray ?? []).Select(index => (
            (string)index!["KeySchema"]![0]!["AttributeName"]!,
            (string)index["KeySchema"]![1]!["AttributeName"]!,
            (string?)index["Projection"]!["ProjectionType"] == "KEYS_ONLY")),
    ]);

    public double Units(JsonObject? before, JsonObject? after) => indexes.Sum(index =>
    {
        var (was, now) = (Entry(before, index.Partition, index.Sort), Entry(after, index.Partition, index.Sort));
        if (was is null || now is null) return (was is null ? 0 : Units(before!, index.KeysOnly)) + (now is null ? 0 : Units(after!, index.KeysOnly));
        if (was != now) return Units(before!, index.KeysOnly) + Units(after!, index.KeysOnly);
        return index.KeysOnly || JsonNode.DeepEquals(before, after) ? 0 : Math.Max(Units(before!, false), Units(after!, false));
    });

    private static string? Entry(JsonObject? row, string partition, string sort) =>
        row?[partition]?["S"] is { } p && row[sort]?["S"] is { } s ? $"{p}\n{s}" : null;

    private static double Units(JsonObject row, bool keysOnly) =>
        keysOnly ? 1 : Math.Ceiling(row.Sum(attribute => Encoding.UTF8.GetByteCount(attribute.Key) + Size((JsonObject)attribute.Value!)) / UnitBytes);

    private static double Size(JsonObject value)
    {
        var (type, content) = value.First();
        return type switch
        {
            "N" => (((string)content!).Length / 2) + 1,
            "B" => ((string)content!).Length * 0.75,
            "BOOL" => 1,
            "S" => Encoding.UTF8.GetByteCount((string)content!),
            _ => Encoding.UTF8.GetByteCount(content!.ToJsonString()),
        };
    }
}
