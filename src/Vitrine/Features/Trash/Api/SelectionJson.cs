using System.Text.Json.Serialization;
using Vitrine.Library;
using Vitrine.Web;
using Vitrine.Web.Json;

namespace Vitrine.Features.Trash.Api;

/// <summary>What to do with which items (RULES 16): by ids, or by ranges of the timeline.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Ids">Items one by one.</param>
/// <param name="Ranges">Stretches of the timeline; <c>{}</c> is all of it. For <c>trash</c> only.</param>
/// <param name="Except">Ids inside the ranges that are left alone.</param>
/// <param name="AsOf">The newest upload the page knew: what came later is left alone.</param>
/// <param name="Confirm">The count that the person agreed to; left out, nothing is done and the count is answered.</param>
public sealed record SelectionJson(
    [property: JsonConverter(typeof(SnakeCase<SelectionAction>))] SelectionAction Action,
    IReadOnlyList<string>? Ids = null,
    IReadOnlyList<SelectionRange>? Ranges = null,
    IReadOnlyList<string>? Except = null,
    string? AsOf = null,
    long? Confirm = null);

/// <summary>Both ends belong to it; each is an item's <c>takenAt#id</c>. From left out is the oldest item, to left out the newest.</summary>
public sealed record SelectionRange(string? From = null, string? To = null);

public enum SelectionAction
{
    Trash,
    Restore,

    /// <summary>For ever.</summary>
    Delete,
}

/// <param name="Count">Items in the selection.</param>
/// <param name="Done">Items changed; 0 where <c>confirm</c> was left out or is another number by now, or a change of many items was started.</param>
/// <param name="AsOf">What was counted by: to be sent along with <c>confirm</c>.</param>
/// <param name="Change">The change that goes on by itself, for more than 500 items.</param>
public sealed record SelectionAnswer(long Count, int Done, string AsOf, ChangeJson? Change = null);

/// <summary>A change of many items that goes on by itself.</summary>
/// <param name="Id">For <c>/api/v1/changes/{id}</c>.</param>
/// <param name="Action"><c>trash</c>, <c>restore</c>, or <c>delete</c> where the trash is emptied.</param>
/// <param name="State"><c>under_way</c>, <c>done</c>, <c>cancelled</c> or <c>failed</c>.</param>
/// <param name="Total">The count that was confirmed.</param>
/// <param name="Done">Items changed so far.</param>
/// <param name="Skipped">Items that were gone when their turn came.</param>
/// <param name="Text">The same for a person.</param>
public sealed record ChangeJson(
    string Id,
    [property: JsonConverter(typeof(SnakeCase<BulkChangeKind>))] BulkChangeKind Action,
    [property: JsonConverter(typeof(SnakeCase<BulkChangeState>))] BulkChangeState State,
    long Total,
    long Done,
    long Skipped,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    string Text)
{
    public static ChangeJson From(BulkChange change) => new(
        change.Id.ToString("N"), change.Kind, change.State, change.Total, change.Done, change.Skipped, change.StartedAt, change.EndedAt, Wording.Of(change));
}

/// <summary>The changes of the last days, newest first.</summary>
public sealed record ChangesJson(IReadOnlyList<ChangeJson> Items);

[JsonSerializable(typeof(SelectionJson))]
[JsonSerializable(typeof(SelectionAnswer))]
[JsonSerializable(typeof(ChangesJson))]
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
public sealed partial class TrashJson : JsonSerializerContext;
