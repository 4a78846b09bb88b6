using System.Globalization;
using System.Text;

namespace Vitrine.Library;

/// <summary>
/// A file name that every file system and bucket takes (RULES 28): NFC, no control, bidi, path or reserved characters, at most
/// 150 bytes of UTF-8 with the extension kept. The true name stays in the row.
/// </summary>
public static class SafeName
{
    private const int LongestBytes = 150;
    private const string Reserved = "<>:\"/\\|?*%";

    private static readonly HashSet<string> DeviceNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
        "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
    };

    /// <summary>Never fails: the worst name becomes <c>file</c> and the extension of its true type.</summary>
    public static string From(string name, string typeExtension)
    {
        var cleaned = Clean(LastSegment(name));
        var extension = ExtensionOf(cleaned) is { Length: > 0 } own ? own : typeExtension;
        var stem = cleaned[..^ExtensionOf(cleaned).Length].Trim(' ', '.');
        if (stem.Length == 0 || DeviceNames.Contains(stem.Split('.')[0]) || $"{stem}{extension}" == Keys.SidecarName) stem = $"file{(stem.Length == 0 ? "" : "-" + stem)}";
        return Shorten(stem, LongestBytes - Encoding.UTF8.GetByteCount(extension)) + extension;
    }

    private static string LastSegment(string name) => name[(name.LastIndexOfAny(['/', '\\']) + 1)..];

    private static string Clean(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var rune in WellFormed(name).Normalize(NormalizationForm.FormC).EnumerateRunes())
            text.Append(IsSafe(rune) ? rune.ToString() : "_");
        return text.ToString();
    }

    private static bool IsSafe(Rune rune) =>
        !(rune.IsAscii && Reserved.Contains((char)rune.Value, StringComparison.Ordinal))
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    /// <summary>Lone surrogates would make Normalize throw.</summary>
    private static string WellFormed(string name) => string.Concat(name.EnumerateRunes().Select(r => r.ToString()));

    private static string ExtensionOf(string name)
    {
        var dot = name.LastIndexOf('.');
        var length = name.Length - dot;
        return dot > 0 && length is > 1 and <= 16 && name.AsSpan(dot + 1).IndexOfAnyExcept(AsciiAlphanumeric) < 0 ? name[dot..] : "";
    }

    private static readonly System.Buffers.SearchValues<char> AsciiAlphanumeric =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    private static string Shorten(string stem, int bytes)
    {
        var text = new StringBuilder();
        var used = 0;
        foreach (var rune in stem.EnumerateRunes())
        {
            used += rune.Utf8SequenceLength;
            if (used > bytes) break;
            text.Append(rune.ToString());
        }

        return text.ToString().TrimEnd(' ', '.');
    }
}
