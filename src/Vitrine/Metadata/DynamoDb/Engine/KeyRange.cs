using System.Text;

namespace Vitrine.Metadata.DynamoDb.Engine;

/// <summary>A stretch of one partition of the table or an index, between two sort keys, both included.</summary>
/// <param name="Index">Null is the table itself, read consistently; an index may lag.</param>
internal sealed record KeyRange(string? Index, string Partition, string From, string Until, bool Ascending)
{
    /// <summary>Before and after every sort key.</summary>
    public const string First = "\u0001", Last = "\U0010FFFF";

    public static KeyRange All(string? index, string partition, bool ascending) => new(index, partition, First, Last, ascending);

    public static KeyRange StartingWith(string partition, string prefix) => new(null, partition, prefix, prefix + Last, Ascending: true);

    /// <summary>DynamoDB refuses a stretch that ends before it begins; a forged cursor can ask for one.</summary>
    public bool IsEmpty => Encoding.UTF8.GetBytes(From).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(Until)) > 0;

    /// <summary>What lies beyond a sort key that ends in an id, in this direction.</summary>
    public KeyRange Beyond(string sort) => Ascending ? this with { From = JustAfter(sort) } : this with { Until = JustBefore(sort) };

    /// <summary>Between a key that ends in an id of fixed length and the next.</summary>
    public static string JustAfter(string sort) => sort + "!";

    public static string JustBefore(string sort) => $"{sort[..^1]}{(char)(sort[^1] - 1)}~";
}
