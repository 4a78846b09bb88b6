namespace Vitrine.Library.Albums;

/// <summary>
/// Hand order by texts that sort byte by byte: between two of them there is always a third, so moving one item writes one row.
/// The scheme is fractional indexing (rocicorp): a whole part whose first letter says how long it is, so that appending a million
/// items keeps them at a few characters, and a fraction that grows where people keep inserting at one spot.
/// </summary>
public static class Position
{
    /// <summary>Thousands of moves into one and the same gap; sort keys elsewhere hold 1 024 bytes.</summary>
    public const int Longest = 900;

    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string First = "a0";

    /// <summary>
    /// A position after <paramref name="low"/> and before <paramref name="high"/>; null stands for the start and the end.
    /// Null when there is no room left (see <see cref="Longest"/>), or when the two are not in order.
    /// </summary>
    public static string? Between(string? low, string? high)
    {
        if (low is not null && high is not null && string.CompareOrdinal(low, high) >= 0) return null;
        var between = (low, high) switch
        {
            (null, null) => First,
            (null, { } end) => Before(end),
            ({ } start, null) => After(start),
            var (start, end) => Within(start, end),
        };
        return between.Length > Longest ? null : between;
    }

    /// <summary>True for a text that this class made; whatever else stands in a file is not taken over.</summary>
    public static bool IsValid(string text) =>
        text.Length is > 1 and <= Longest && char.IsAsciiLetter(text[0]) && text.All(char.IsAsciiLetterOrDigit) && WholeLength(text) <= text.Length
        && !(text.Length > WholeLength(text) && text[^1] == '0');

    private static string Before(string high)
    {
        var whole = Whole(high);
        if (whole == Smallest) return whole + Middle("", high[whole.Length..]);
        return string.CompareOrdinal(whole, high) < 0 ? whole : Lower(whole);
    }

    private static string After(string low)
    {
        var whole = Whole(low);
        return whole == Largest ? whole + Middle(low[whole.Length..], null) : Higher(whole);
    }

    private static string Within(string low, string high)
    {
        var (from, to) = (Whole(low), Whole(high));
        if (from == to) return from + Middle(low[from.Length..], high[to.Length..]);
        var next = from == Largest ? null : Higher(from);
        return next is not null && string.CompareOrdinal(next, high) < 0 ? next : from + Middle(low[from.Length..], null);
    }

    /// <summary>The shortest fraction between two; null is one. A fraction never ends in 0.</summary>
    private static string Middle(string low, string? high)
    {
        if (high is not null)
        {
            var same = 0;
            while (same < high.Length && (same < low.Length ? low[same] : '0') == high[same]) same++;
            if (same > 0) return high[..same] + Middle(same < low.Length ? low[same..] : "", high[same..]);
        }

        var from = low.Length > 0 ? Digits.IndexOf(low[0], StringComparison.Ordinal) : 0;
        var to = high is { Length: > 0 } ? Digits.IndexOf(high[0], StringComparison.Ordinal) : Digits.Length;
        if (to - from > 1) return Digits[(from + to + 1) / 2].ToString();
        if (high is { Length: > 1 }) return high[..1];
        return Digits[from] + Middle(low.Length > 0 ? low[1..] : "", null);
    }

    private static string Whole(string position) => position[..WholeLength(position)];

    /// <summary>a0 to zzzz… count up from zero, Zz down to A0… below it.</summary>
    private static int WholeLength(string position) => position[0] >= 'a' ? position[0] - 'a' + 2 : 'Z' - position[0] + 2;

    private static string Largest { get; } = "z" + new string('z', 26);

    private static string Smallest { get; } = "A" + new string('0', 26);

    private static string Higher(string whole)
    {
        var digits = whole[1..].ToCharArray();
        for (var at = digits.Length - 1; at >= 0; at--)
        {
            if (digits[at] != 'z')
            {
                digits[at] = Digits[Digits.IndexOf(digits[at], StringComparison.Ordinal) + 1];
                return whole[0] + new string(digits);
            }

            digits[at] = '0';
        }

        var head = whole[0] == 'Z' ? 'a' : (char)(whole[0] + 1);
        return head + new string('0', head >= 'a' ? head - 'a' + 1 : 'Z' - head + 1);
    }

    private static string Lower(string whole)
    {
        var digits = whole[1..].ToCharArray();
        for (var at = digits.Length - 1; at >= 0; at--)
        {
            if (digits[at] != '0')
            {
                digits[at] = Digits[Digits.IndexOf(digits[at], StringComparison.Ordinal) - 1];
                return whole[0] + new string(digits);
            }

            digits[at] = 'z';
        }

        var head = whole[0] == 'a' ? 'Z' : (char)(whole[0] - 1);
        return head + new string('z', head >= 'a' ? head - 'a' + 1 : 'Z' - head + 1);
    }
}
