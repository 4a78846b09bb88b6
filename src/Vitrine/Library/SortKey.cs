using System.Globalization;
using System.Text;

namespace Vitrine.Library;

/// <summary>
/// The text by which an order is paged, the same for every backend, so that a cursor means the same everywhere.
/// Texts of one order sort as the order does.
/// </summary>
public static class SortKey
{
    private const string Moment = "yyyy-MM-ddTHH:mm:ss.fffZ";
    private const int LongestName = 100;

    /// <summary>As long as the numbers that cameras and clocks write.</summary>
    private const int NumberWidth = 8;

    public static string Of(MediaItem item, MediaSort sort) => sort switch
    {
        MediaSort.TakenNewest or MediaSort.TakenOldest => item.TakenAt.ToString(),
        MediaSort.UploadedNewest or MediaSort.UploadedOldest => Of(item.UploadedAt),
        MediaSort.NameAscending or MediaSort.NameDescending => OfName(item.FileName),
        _ => item.Bytes.ToString("D19", CultureInfo.InvariantCulture),
    };

    public static string Of(DateTimeOffset moment) => moment.UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture);

    /// <summary>False for a cursor that a page in this order never gave: answer <see cref="ProblemCode.InvalidCursor"/>.</summary>
    public static bool Fits(MediaSort sort, Cursor cursor) => sort switch
    {
        MediaSort.TakenNewest or MediaSort.TakenOldest => TakenAt.TryParse(cursor.Key, out _),
        MediaSort.UploadedNewest or MediaSort.UploadedOldest => TryParse(cursor.Key, out DateTimeOffset _),
        MediaSort.NameAscending or MediaSort.NameDescending => true,
        _ => TryParse(cursor.Key, out long _),
    };

    public static bool TryParse(string key, out DateTimeOffset moment) => DateTimeOffset.TryParseExact(
        key, Moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out moment);

    public static bool TryParse(string key, out long bytes) => long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out bytes);

    /// <summary>
    /// Folds case and width and pads numbers with zeros, so that <c>IMG_9</c> stands before <c>img_10</c>. Cut short: it orders, it
    /// does not name.
    /// </summary>
    public static string OfName(string fileName)
    {
        var folded = Folded(fileName);
        var text = new StringBuilder();
        for (var at = 0; at < folded.Length && text.Length < LongestName;)
        {
            var number = folded.AsSpan(at).IndexOfAnyExceptInRange('0', '9') is >= 0 and var length ? length : folded.Length - at;
            if (number > 0) text.Append('0', Math.Max(0, NumberWidth - number)).Append(folded, at, number);
            else text.Append(char.IsControl(folded[at]) ? ' ' : folded[at]);
            at += Math.Max(1, number);
        }

        if (text.Length > LongestName) text.Length = LongestName;
        if (char.IsHighSurrogate(text.Length > 0 ? text[^1] : ' ')) text.Length--;
        return text.ToString();
    }

    /// <summary>Lone surrogates, which Normalize would refuse, become the replacement character first.</summary>
    private static string Folded(string name) =>
        string.Concat(name.EnumerateRunes().Select(rune => rune.ToString())).Normalize(NormalizationForm.FormKC).ToLowerInvariant();
}
