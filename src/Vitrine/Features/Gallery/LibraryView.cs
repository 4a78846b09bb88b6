using System.Globalization;
using Vitrine.Library;
using Vitrine.Web;

namespace Vitrine.Features.Gallery;

/// <summary>One page of the library as tiles, newest first.</summary>
public sealed record LibraryView
{
    public required IReadOnlyList<MonthOfTiles> Months { get; init; }

    /// <summary>Live items of the whole library, from counters that may lag a moment.</summary>
    public required long Total { get; init; }

    public string? NewerUrl { get; init; }
    public string? OlderUrl { get; init; }

    /// <summary>The first page, which script takes over where it stands.</summary>
    public required bool IsStart { get; init; }

    public bool IsEmpty => Months.Count == 0 && IsStart;
}

/// <param name="Month"><c>yyyy-MM</c>.</param>
public sealed record MonthOfTiles(string Month, string Title, IReadOnlyList<MediaItem> Items)
{
    public static IReadOnlyList<MonthOfTiles> From(IEnumerable<MediaItem> items) =>
        [.. items.GroupBy(item => item.TakenAt.Month).Select(month => new MonthOfTiles(month.Key, Wording.Month(month.First().TakenAt.Wall), [.. month]))];
}

public sealed record YearOfMonths(string Year, IReadOnlyList<NamedMonth> Months)
{
    public static IReadOnlyList<YearOfMonths> From(IReadOnlyList<MonthCount> months) =>
        [.. months.GroupBy(month => month.Month[..4]).Select(year => new YearOfMonths(year.Key, [.. year.Select(NamedMonth.From)]))];
}

public sealed record NamedMonth(string Month, string Name, string Title, long Count)
{
    public static NamedMonth From(MonthCount count)
    {
        var start = new DateTime(Number(count.Month.AsSpan(0, 4)), Number(count.Month.AsSpan(5)), 1, 0, 0, 0, DateTimeKind.Unspecified);
        return new(count.Month, Wording.ShortMonth(start), Wording.Month(start), count.Count);
    }

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
