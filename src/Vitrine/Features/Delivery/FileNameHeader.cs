using System.Globalization;
using System.Text;

namespace Vitrine.Features.Delivery;

/// <summary>
/// <c>Content-Disposition</c> by RFC 6266 and 8187. The name as it was uploaded, but for what could leave its header line, its
/// folder or its direction of reading: control and format characters, separators and half surrogates.
/// </summary>
internal static class FileNameHeader
{
    private const int LongestName = 255;
    private const string AttributeCharacters = "!#$&+-.^_`|~";

    public static string For(string fileName, bool attachment)
    {
        var name = Clean(fileName);
        var header = new StringBuilder(attachment ? "attachment" : "inline");
        header.Append("; filename=\"").Append(Ascii(name)).Append('"');
        if (!IsPlain(name)) header.Append("; filename*=UTF-8''").Append(Encoded(name));
        return header.ToString();
    }

    private static string Clean(string fileName)
    {
        var name = new StringBuilder();
        foreach (var rune in fileName.EnumerateRunes()) name.Append(Belongs(rune) ? rune.ToString() : "_");
        var text = name.ToString().Trim(' ', '.');
        if (text.Length == 0) return "file";
        if (text.Length <= LongestName) return text;
        var extension = Path.GetExtension(text) is { Length: <= 16 } known ? known : "";
        var stem = text[..(LongestName - extension.Length)];
        return (char.IsHighSurrogate(stem[^1]) ? stem[..^1] : stem) + extension;
    }

    private static bool Belongs(Rune rune) =>
        rune.Value is not ('/' or '\\' or 0xFFFD)
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    /// <summary>For clients that know no RFC 8187; some of those decode percent signs.</summary>
    private static string Ascii(string name) => string.Concat(name.EnumerateRunes().Select(rune => rune.IsAscii && rune.Value is not ('"' or '%') ? rune.ToString() : "_"));

    private static bool IsPlain(string name) => name.All(c => char.IsAscii(c) && c is not ('"' or '%'));

    private static string Encoded(string name)
    {
        var text = new StringBuilder();
        foreach (var unit in Encoding.UTF8.GetBytes(name))
        {
            if (char.IsAsciiLetterOrDigit((char)unit) || AttributeCharacters.Contains((char)unit, StringComparison.Ordinal)) text.Append((char)unit);
            else text.Append('%').Append(unit.ToString("X2", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
