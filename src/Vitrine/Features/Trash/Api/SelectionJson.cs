using System.Text.Json.Serialization;
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
    int? Confirm = null);

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
/// <param name="Done">Items changed; 0 where <c>confirm</c> was left out or is another number by now.</param>
public sealed record SelectionAnswer(int Count, int Done);

[JsonSerializable(typeof(SelectionJson))]
[JsonSerializable(typeof(SelectionAnswer))]
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
public sealed partial class TrashJson : JsonSerializerContext;
