using System.Text.Json.Serialization;

namespace Vitrine.Library;

/// <summary>A change of more items than one request makes: how far it is. Its items are done in steps, each of which may be repeated.</summary>
public sealed record BulkChange
{
    public required Guid Id { get; init; }

    public required AccountId Owner { get; init; }

    public required BulkChangeKind Kind { get; init; }

    /// <summary>The count that the person agreed to; what is found in the end may differ a little.</summary>
    public required long Total { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The change whose items this one takes back; null for one with a selection of its own.</summary>
    public Guid? Undoes { get; init; }

    public BulkChangeState State { get; init; } = BulkChangeState.UnderWay;

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Items changed.</summary>
    public long Done { get; init; }

    /// <summary>Items that were gone when their turn came.</summary>
    public long Skipped { get; init; }

    /// <summary>Steps taken; each wrote down its items before it changed them.</summary>
    public int Steps { get; init; }

    /// <summary>Where the next step begins.</summary>
    public BulkPlace Next { get; init; } = new(-1, null);
}

public enum BulkChangeKind
{
    Trash,
    Restore,

    /// <summary>For ever: what lies in the trash. There is no way back.</summary>
    Delete,
}

public enum BulkChangeState
{
    UnderWay,
    Done,
    Cancelled,

    /// <summary>Given up: it took its process down several times.</summary>
    Failed,
}

/// <param name="Stretch">Which stretch of the selection; -1 for the items by name before them.</param>
/// <param name="After">Where in the stretch, a <see cref="Cursor"/>.</param>
public sealed record BulkPlace(int Stretch, string? After);

/// <summary>What one step changes, written down first: whoever repeats it changes the same, and an undo knows it.</summary>
/// <param name="Next">Null on the last.</param>
internal sealed record BulkStep(IReadOnlyList<string> Ids, BulkPlace? Next);

/// <summary>A selection as a job carries it.</summary>
internal sealed record BulkPlan(BulkChange Change, IReadOnlyList<string> Ids, IReadOnlyList<string[]> Stretches, IReadOnlyList<string> Except, string? AsOf)
{
    public static BulkPlan Of(BulkChange change, Selection selection) => new(
        change,
        [.. selection.Ids.Select(id => id.ToString())],
        [.. selection.Stretches.Select(stretch => new[] { stretch.From.ToString(), stretch.To.ToString() })],
        [.. selection.Except.Select(id => id.ToString())],
        selection.AsOf?.ToString());

    public Selection Selection() => new()
    {
        Ids = [.. Ids.Select(Id)],
        Stretches = [.. Stretches.Select(ends => new Stretch(Place(ends[0]), Place(ends[1])))],
        Except = Except.Select(Id).ToHashSet(),
        AsOf = AsOf is null ? null : Id(AsOf),
    };

    private static MediaId Id(string text) => MediaId.TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is no id.");

    private static TimelinePlace Place(string text) => TimelinePlace.TryParse(text, out var place) ? place : throw new FormatException($"'{text}' is no place.");
}

[JsonSerializable(typeof(BulkChange))]
[JsonSerializable(typeof(BulkStep))]
[JsonSerializable(typeof(BulkPlan))]
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
internal sealed partial class BulkJson : JsonSerializerContext;
