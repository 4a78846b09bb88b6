using System.Globalization;
using Vitrine.Library;
using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Metadata.DynamoDb.Media;

/// <summary>Live items per day of an owner: a row per month with a number for each of its days.</summary>
internal static class MonthRows
{
    /// <summary>A day's attribute by its number, so that expressions stay constants.</summary>
    private static readonly string[] Names = [.. Enumerable.Range(0, 32).Select(day => $"d{day:D2}")];

    /// <param name="days">By <c>yyyy-MM-dd</c>, all of one month: by how much each changes.</param>
    public static Write Count(AccountId owner, string month, IReadOnlyCollection<KeyValuePair<string, long>> days)
    {
        var values = new Attributes().Add(":m", month);
        foreach (var (day, items) in days) values.Add($":{NameOf(day)}", items);
        return Write.Update(
            RowKey.Month(owner, month),
            $"SET mo = :m ADD {string.Join(", ", days.Select(day => $"{NameOf(day.Key)} :{NameOf(day.Key)}"))}",
            condition: null,
            values);
    }

    /// <summary>A month whole, by its days.</summary>
    public static Attributes Pack(string month, IReadOnlyCollection<KeyValuePair<string, long>> days)
    {
        var row = new Attributes().Add("mo", month);
        foreach (var (day, items) in days) row.Add(NameOf(day), items);
        return row;
    }

    /// <summary>Days that have items, newest first.</summary>
    public static IEnumerable<DayCount> Days(Attributes row)
    {
        var month = row.Text("mo");
        for (var day = 31; day >= 1; day--)
        {
            if (row.LongOrNull(Names[day]) is { } items and > 0) yield return new DayCount($"{month}-{day:D2}", items);
        }
    }

    private static string NameOf(string day) => Names[int.Parse(day.AsSpan(8), NumberStyles.None, CultureInfo.InvariantCulture)];
}
