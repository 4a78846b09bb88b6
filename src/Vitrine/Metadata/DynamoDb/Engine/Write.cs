namespace Vitrine.Metadata.DynamoDb.Engine;

internal enum WriteKind
{
    Put,
    Update,
    Delete,
    Check,
}

/// <summary>
/// One conditional write, alone or as a part of a transaction. Expressions are constants of ours; what comes from outside is among the
/// values. <c>#pk</c> stands for the partition key's name, <c>#ttl</c> for the attribute of the time to live.
/// </summary>
internal sealed record Write(WriteKind Kind, RowKey Key)
{
    public const string New = "attribute_not_exists(#pk)", Existing = "attribute_exists(#pk)";

    /// <summary>Of a put: all attributes but the key.</summary>
    public Attributes? Row { get; init; }

    /// <summary>Of an update.</summary>
    public string? Expression { get; init; }

    public string? Condition { get; init; }

    public Attributes Values { get; init; } = new();

    /// <summary>Names that come from data, as members of a map.</summary>
    public Dictionary<string, string> Names { get; init; } = [];

    public static Write Put(RowKey key, Attributes row, string? condition = null, Attributes? values = null) =>
        new(WriteKind.Put, key) { Row = row, Condition = condition, Values = values ?? new Attributes() };

    public static Write Update(RowKey key, string expression, string? condition, Attributes values, Dictionary<string, string>? names = null) =>
        new(WriteKind.Update, key) { Expression = expression, Condition = condition, Values = values, Names = names ?? [] };

    public static Write Delete(RowKey key, string? condition = null, Attributes? values = null) =>
        new(WriteKind.Delete, key) { Condition = condition, Values = values ?? new Attributes() };

    public static Write Check(RowKey key, string condition, Attributes? values = null) =>
        new(WriteKind.Check, key) { Condition = condition, Values = values ?? new Attributes() };
}

/// <param name="Won">False when the condition did not hold.</param>
/// <param name="Row">Of an update that won: the row as it is now.</param>
internal sealed record WriteResult(bool Won, Attributes? Row);
