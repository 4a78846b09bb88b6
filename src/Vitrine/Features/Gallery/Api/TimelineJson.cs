using System.Globalization;
using System.Text.Json.Serialization;
using Vitrine.Library;
using Vitrine.Library.Publishing;
using Vitrine.Web.Json;

namespace Vitrine.Features.Gallery.Api;

/// <summary>How the library is spread over time, newest first.</summary>
public sealed record TimelineJson(long Total, IReadOnlyList<MonthJson> Months)
{
    public static TimelineJson From(IReadOnlyList<DayCount> days) => new(
        days.Sum(day => day.Count),
        [.. days.GroupBy(day => day.Day[..7]).Select(month => new MonthJson(
            month.Key,
            month.Sum(day => day.Count),
            [.. month.Select(day => new DayJson(int.Parse(day.Day.AsSpan(8, 2), CultureInfo.InvariantCulture), day.Count))]))]);
}

/// <param name="Month"><c>yyyy-MM</c>.</param>
public sealed record MonthJson(string Month, long Count, IReadOnlyList<DayJson> Days);

/// <param name="Day">Of the month, 1 to 31.</param>
public sealed record DayJson(int Day, long Count);

/// <summary>The items of a month or a day, newest first, a column per field so that 500 of them stay small.</summary>
public sealed record SectionJson
{
    /// <summary><c>yyyy-MM</c> or <c>yyyy-MM-dd</c>.</summary>
    public required string Section { get; init; }

    public required IReadOnlyList<string> Ids { get; init; }

    /// <summary>Width through height; 1 where it is not known.</summary>
    public required IReadOnlyList<double> Ratios { get; init; }

    /// <summary><c>image</c>, <c>video</c>, <c>audio</c>, <c>document</c>, <c>other</c>.</summary>
    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary><c>received</c>, <c>ready</c>, <c>failed</c>.</summary>
    public required IReadOnlyList<string> States { get; init; }

    /// <summary>Mean colours as <c>rrggbb</c>, or null.</summary>
    public required IReadOnlyList<string?> Colours { get; init; }

    /// <summary>0 no tile, 1 <c>tile</c>, 2 <c>tile</c> and <c>tile2x</c>.</summary>
    public required IReadOnlyList<int> Tiles { get; init; }

    public required IReadOnlyList<string> TakenAt { get; init; }

    /// <summary>Title where there is one, else the file name.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Seconds, or null.</summary>
    public required IReadOnlyList<double?> Durations { get; init; }

    /// <summary><c>private</c>, <c>unlisted</c>, <c>public</c>; left out where all are private.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Visibilities { get; init; }

    /// <summary>Base64, only when asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string?>? Thumbhashes { get; init; }

    /// <summary>The cursor of the rest of a section of more than 500 items.</summary>
    public required string? Next { get; init; }

    public static SectionJson From(string section, Page<MediaItem> page, bool thumbhashes) => new()
    {
        Section = section,
        Ids = [.. page.Items.Select(item => item.Id.ToString())],
        Ratios = [.. page.Items.Select(item => item is { Width: > 0, Height: > 0 } ? Math.Round((double)item.Width / item.Height.Value, 3) : 1)],
        Kinds = [.. page.Items.Select(item => item.Kind.ToString().ToLowerInvariant())],
        States = [.. page.Items.Select(item => item.State.ToString().ToLowerInvariant())],
        Colours = [.. page.Items.Select(item => item.DominantColour?.ToString("x6", CultureInfo.InvariantCulture))],
        Tiles = [.. page.Items.Select(item => item.FindRendition("tile") is null ? 0 : item.FindRendition("tile2x") is null ? 1 : 2)],
        TakenAt = [.. page.Items.Select(item => item.TakenAt.ToString())],
        Names = [.. page.Items.Select(item => item.Title is { Length: > 0 } title ? title : item.FileName)],
        Durations = [.. page.Items.Select(item => item.Duration?.TotalSeconds)],
        Visibilities = page.Items.All(item => item.Visibility == Visibility.Private) ? null : [.. page.Items.Select(item => item.Visibility.ToString().ToLowerInvariant())],
        Thumbhashes = thumbhashes ? [.. page.Items.Select(item => item.Thumbhash is { } hash ? Convert.ToBase64String(hash) : null)] : null,
        Next = page.Next?.ToString(),
    };
}

[JsonSerializable(typeof(TimelineJson))]
[JsonSerializable(typeof(SectionJson))]
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
public sealed partial class GalleryJson : JsonSerializerContext;
