using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace Vitrine.Metadata.DynamoDb.Engine;

/// <summary>
/// The attributes of a row, or the values of an expression. What is null or false is left out, for an attribute is absent rather than
/// null. Moments are milliseconds since 1970 in UTC. Names are short: they count as bytes of the row.
/// </summary>
internal sealed class Attributes
{
    public Attributes()
        : this([])
    {
    }

    public Attributes(Dictionary<string, AttributeValue> values) => Values = values;

    public Dictionary<string, AttributeValue> Values { get; }

    public Attributes Add(string name, string? text) => text is null ? this : Set(name, new AttributeValue { S = text });

    public Attributes Add(string name, long? number) =>
        number is { } value ? Set(name, new AttributeValue { N = value.ToString(CultureInfo.InvariantCulture) }) : this;

    public Attributes Add(string name, double? number) =>
        number is { } value ? Set(name, new AttributeValue { S = value.ToString("R", CultureInfo.InvariantCulture) }) : this;

    public Attributes Add(string name, bool yes) => yes ? Set(name, new AttributeValue { BOOL = true }) : this;

    public Attributes Add(string name, DateTimeOffset? moment) => Add(name, moment?.ToUnixTimeMilliseconds());

    public Attributes Add(string name, byte[]? bytes) =>
        bytes is { Length: > 0 } ? Set(name, new AttributeValue { B = new MemoryStream(bytes) }) : this;

    public Attributes Add(string name, IReadOnlyCollection<string> words) =>
        words.Count > 0 ? Set(name, new AttributeValue { SS = [.. words] }) : this;

    public Attributes AddEmptyMap(string name) => Set(name, new AttributeValue { M = [], IsMSet = true });

    /// <summary>When DynamoDB may remove the row by itself; it takes its time, so code looks at the clock too.</summary>
    public Attributes AddRemoval(DateTimeOffset? moment) => Add(Shape.Removal, moment?.ToUnixTimeSeconds());

    public bool Has(string name) => Values.ContainsKey(name);

    public string Text(string name) => Values[name].S;

    public string? TextOrNull(string name) => Values.TryGetValue(name, out var value) ? value.S : null;

    public long Long(string name) => LongOrNull(name) ?? 0;

    public long? LongOrNull(string name) => Values.TryGetValue(name, out var value) ? long.Parse(value.N, CultureInfo.InvariantCulture) : null;

    public int? IntOrNull(string name) => (int?)LongOrNull(name);

    public double? DoubleOrNull(string name) => TextOrNull(name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;

    public Guid Id(string name) => Guid.ParseExact(Text(name), "N");

    public DateTimeOffset? MomentOrNull(string name) => LongOrNull(name) is { } moment ? DateTimeOffset.FromUnixTimeMilliseconds(moment) : null;

    public DateTimeOffset Moment(string name) => DateTimeOffset.FromUnixTimeMilliseconds(Long(name));

    public byte[]? BytesOrNull(string name) => Values.TryGetValue(name, out var value) ? value.B.ToArray() : null;

    public IReadOnlyList<string> Words(string name) => Values.TryGetValue(name, out var value) ? value.SS : [];

    /// <summary>The numbers of a map by their names.</summary>
    public IReadOnlyDictionary<string, long> Numbers(string name) => Values.TryGetValue(name, out var value) && value.M is { } map
        ? map.ToDictionary(entry => entry.Key, entry => long.Parse(entry.Value.N, CultureInfo.InvariantCulture))
        : new Dictionary<string, long>();

    private Attributes Set(string name, AttributeValue value)
    {
        Values[name] = value;
        return this;
    }
}
