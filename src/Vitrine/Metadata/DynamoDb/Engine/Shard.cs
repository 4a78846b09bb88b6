namespace Vitrine.Metadata.DynamoDb.Engine;

/// <summary>
/// Lists of everybody's rows (jobs due, trash due, ...) lie in a few partitions of an index, so that none takes all writes of a site.
/// Who reads such a list reads all shards and merges them.
/// </summary>
internal static class Shard
{
    /// <summary>An index partition takes 1 000 writes a second; four take more than a site's workers can follow.</summary>
    public const int Count = 4;

    /// <summary>The last bits of a UUIDv7 are random.</summary>
    public static int Of(Guid id) => id.ToByteArray(bigEndian: true)[^1] % Count;

    public static string Name(string list, Guid id) => Name(list, Of(id));

    public static string Name(string list, int shard) => $"{list}#{shard}";

    public static IEnumerable<string> All(string list) => Enumerable.Range(0, Count).Select(shard => Name(list, shard));
}
