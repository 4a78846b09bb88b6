using Vitrine.Storage;

namespace Vitrine.Features.Delivery;

/// <summary>
/// One byte range by RFC 9110 section 14. Several ranges, other units and what is not well formed are passed over, as the RFC
/// allows: the answer is then the whole. Bounding them to one is also what keeps a list of ranges from costing anything.
/// </summary>
internal static class RangeHeader
{
    private const string Unit = "bytes=";

    public static Asked Parse(string? header, long length)
    {
        if (header is null || !header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase)) return Asked.Everything;
        var spec = header.AsSpan(Unit.Length).Trim(" \t");
        var dash = spec.IndexOf('-');
        if (dash < 0 || spec.Contains(',')) return Asked.Everything;
        return dash == 0 ? Suffix(spec[1..], length) : FromTo(spec[..dash], spec[(dash + 1)..], length);
    }

    private static Asked Suffix(ReadOnlySpan<char> digits, long length)
    {
        if (!TryParse(digits, out var last)) return Asked.Everything;
        if (last == 0 || length == 0) return Asked.Nothing;
        var count = Math.Min(last, length);
        return Asked.Part(new ByteRange(length - count, count));
    }

    private static Asked FromTo(ReadOnlySpan<char> from, ReadOnlySpan<char> to, long length)
    {
        if (!TryParse(from, out var first)) return Asked.Everything;
        var last = long.MaxValue;
        if (to.Length > 0 && (!TryParse(to, out last) || last < first)) return Asked.Everything;
        if (first >= length) return Asked.Nothing;
        return Asked.Part(new ByteRange(first, Math.Min(last, length - 1) - first + 1));
    }

    /// <summary>Digits only. A number too big for any file is as good as the biggest.</summary>
    private static bool TryParse(ReadOnlySpan<char> digits, out long value)
    {
        value = 0;
        if (digits.Length == 0 || digits.ContainsAnyExceptInRange('0', '9')) return false;
        if (!long.TryParse(digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out value)) value = long.MaxValue;
        return true;
    }
}

/// <summary>What of a file was asked for.</summary>
/// <param name="Range">Null is the whole.</param>
/// <param name="Satisfiable">False when no byte of the file is in the range: 416.</param>
internal readonly record struct Asked(ByteRange? Range, bool Satisfiable)
{
    public static readonly Asked Everything = new(null, true);

    public static readonly Asked Nothing = new(null, false);

    public static Asked Part(ByteRange range) => new(range, true);
}
