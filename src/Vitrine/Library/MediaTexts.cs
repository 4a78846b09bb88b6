using System.Globalization;
using System.Text;

namespace Vitrine.Library;

/// <summary>
/// What a person may write about an item (RULES 32): limits, and the one form in which it is kept: NFC, trimmed, without control
/// characters (line breaks stay in descriptions). Null means "not said"; a text over its limit is refused, never cut.
/// </summary>
public static class MediaTexts
{
    public const int LongestTitle = 200;
    public const int LongestDescription = 5000;
    public const int LongestPlace = 200;
    public const int LongestTag = 50;
    public const int MostTags = 64;

    /// <summary>Null when all fits; otherwise one sentence that names the field.</summary>
    public static string? Refuse(string? title, string? description, string? place, IReadOnlyList<string>? tags) =>
        TooLong("title", title, LongestTitle)
        ?? TooLong("description", description, LongestDescription)
        ?? TooLong("place", place, LongestPlace)
        ?? (tags?.Count > MostTags ? $"At most {MostTags} tags; these are {tags.Count}." : null)
        ?? tags?.Select(tag => TooLong("tag", tag, LongestTag)).FirstOrDefault(sentence => sentence is not null);

    public static string? Line(string? text) => text is null ? null : Clean(text, keepLines: false);

    public static string? Lines(string? text) => text is null ? null : Clean(text.ReplaceLineEndings("\n"), keepLines: true);

    /// <summary>In the order given, without empty ones and without those that differ only in case.</summary>
    public static IReadOnlyList<string>? Tags(IReadOnlyList<string>? tags) =>
        tags is null ? null : [.. tags.Select(tag => Clean(tag, keepLines: false)).Where(tag => tag.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static string? TooLong(string field, string? text, int limit) =>
        text?.Length > limit ? $"The {field} may have {limit.ToString("N0", CultureInfo.InvariantCulture)} characters; this has {text.Length.ToString("N0", CultureInfo.InvariantCulture)}." : null;

    private static string Clean(string text, bool keepLines)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsControl(rune) || (keepLines && rune.Value == '\n')) clean.Append(rune.ToString());
            else clean.Append(' ');
        }

        return clean.ToString().Normalize(NormalizationForm.FormC).Trim();
    }
}
