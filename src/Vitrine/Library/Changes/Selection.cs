namespace Vitrine.Library;

/// <summary>Many items, said without naming each (RULES 16).</summary>
public sealed record Selection
{
    /// <summary>What one request changes at once; more is a <see cref="BulkChange"/>.</summary>
    public const int MostAtOnce = 500;

    public const int MostStretches = 100;
    public const int MostExceptions = 1_000;

    /// <summary>Items by name, at most <see cref="MostAtOnce"/>.</summary>
    public IReadOnlyCollection<MediaId> Ids { get; init; } = [];

    /// <summary>Stretches of the timeline that have no item in common (<see cref="Stretch.Apart"/>).</summary>
    public IReadOnlyList<Stretch> Stretches { get; init; } = [];

    /// <summary>Items in the stretches that are left alone.</summary>
    public IReadOnlySet<MediaId> Except { get; init; } = new HashSet<MediaId>();

    /// <summary>The newest upload that the person knew of; what came later is left alone. Null: whatever is there.</summary>
    public MediaId? AsOf { get; init; }

    /// <summary>Whether an item of its stretches is meant.</summary>
    public bool Means(MediaItem item) => !Except.Contains(item.Id) && !(item.Id > AsOf);
}
