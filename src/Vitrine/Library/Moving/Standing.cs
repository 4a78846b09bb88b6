using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vitrine.Library.Moving;

/// <summary>
/// Where the site stands while it moves (RULES 31), in one value of the site, <see cref="SiteValues.Standing"/>, that every writer reads.
/// A site that never moved has none.
/// </summary>
/// <param name="Generation">Which home of the files is the present one; the store's marker says which it is.</param>
public sealed record Standing(long Generation = 1)
{
    /// <summary>The move that has the site read-only, by a random id; null while it takes changes.</summary>
    public string? ReadOnlyFor { get; init; }

    public DateTimeOffset? ReadOnlySince { get; init; }

    /// <summary>All is copied and checked, and the move goes on to its end: there is no undoing it any more.</summary>
    public bool Switching { get; init; }

    /// <summary>What the move that switches is to end in, so that it is ended as it was begun.</summary>
    public string? FilesTo { get; init; }

    public string? MetadataTo { get; init; }

    /// <summary>Of metadata that a move fills: the store id of the site it comes from.</summary>
    public string? CopyOf { get; init; }

    /// <summary>Of metadata that was moved away from: what to set instead, for a sentence to an operator.</summary>
    public string? MovedTo { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, StandingJson.Default.Standing);

    public static Standing Parse(string? json) =>
        json is null ? new Standing() : JsonSerializer.Deserialize(json, StandingJson.Default.Standing) ?? new Standing();

    public static async Task<Standing> ReadAsync(ISiteCatalog site, CancellationToken cancellationToken) =>
        Parse(await site.GetAsync(SiteValues.Standing, cancellationToken));

    /// <summary>Throws with one sentence where no site may work on this metadata, or not with files of this generation.</summary>
    public void RequireHome(long generation)
    {
        if (WhyNotHome(generation) is { } sentence) throw new CatalogUnavailableException(sentence);
    }

    public string? WhyNotHome(long generation)
    {
        if (MovedTo is not null) return $"The metadata of this site has moved. Set {MovedTo}.";
        if (CopyOf is not null)
            return "This metadata is an unfinished copy: `vitrine move` still fills it. Use the settings from before the move until it says that it is done, or run it again.";
        return generation.CompareTo(Generation) switch
        {
            < 0 => "The files of this site have moved, and this store holds an old copy. Set VITRINE_STORAGE__KIND and the settings of its store to where they are now.",
            > 0 => "The files of this site are about to move to this store, but have not yet. Run the same `vitrine move` again to end it, with the settings from before it.",
            _ => null,
        };
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(Standing))]
internal sealed partial class StandingJson : JsonSerializerContext;
