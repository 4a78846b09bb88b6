using Vitrine.Library;

namespace Vitrine.Metadata.DynamoDb.Engine;

/// <summary>
/// Attributes that every row may have. A row says in which shape it was written (RULES 32): readers know the present shape and the one
/// before it, so a table can be read while nodes of two versions run.
/// </summary>
internal static class Shape
{
    public const int Present = 1;

    /// <summary>The shape a row was written in.</summary>
    public const string Version = "v";

    /// <summary>The random id of the last single write, by which a write finds out whether it was done before its answer was lost.</summary>
    public const string WriteId = "w";

    /// <summary>Seconds since 1970 after which DynamoDB's time to live removes the row.</summary>
    public const string Removal = "ttl";

    /// <summary>Indexes are generic: a row that has the two attributes of one stands in it.</summary>
    public static readonly IReadOnlyList<string> Indexes = ["g1", "g2", "g3", "g4", "g5"];

    /// <summary>Indexes that hold no more than keys, for rows that are read back anyway.</summary>
    public static readonly IReadOnlySet<string> KeysOnly = new HashSet<string> { "g4", "g5" };

    /// <summary>An index's name has at least three letters, its attributes are on every row and have as few as they can.</summary>
    public static string NameOf(string index) => $"index-{index}";

    public static string PartitionOf(string index) => $"{index}p";

    public static string SortOf(string index) => $"{index}s";

    public static Attributes Known(Attributes row) => row.Long(Version) <= Present
        ? row
        : throw new CatalogUnavailableException("A row of the table was written by a later version of Vitrine. Install that version on this node too.");
}
