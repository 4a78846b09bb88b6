using System.Globalization;
using System.Text.RegularExpressions;

namespace Vitrine.Decoder.Facts;

/// <summary>When a picture was taken, as wall-clock time where it was taken. EXIF before XMP; original before digitised before changed.</summary>
internal static partial class Taken
{
    // Tags of Exif 2.32, 4.6.5: date, sub-seconds, offset.
    private static readonly (int Date, int SubSeconds, int Offset)[] ExifTags =
        [(0x9003, 0x9291, 0x9011), (0x9004, 0x9292, 0x9012), (0x0132, 0x9290, 0x9010)];

    private static readonly string[] XmpPaths =
        ["exif:DateTimeOriginal", "photoshop:DateCreated", "xmp:CreateDate", "exif:DateTimeDigitized"];

    public static (string? At, int? OffsetMinutes, string? From) Read(FileMetadata metadata)
    {
        foreach (var (date, subSeconds, offset) in ExifTags)
        {
            if (At(metadata.Exif(date), metadata.Exif(subSeconds)) is { } at) return (at, OffsetMinutes(metadata.Exif(offset)), "exif");
        }

        foreach (var path in XmpPaths)
        {
            var text = metadata.XmpText(path);
            if (At(text, null) is { } at) return (at, OffsetMinutes(text), "xmp");
        }

        return (null, null, null);
    }

    private static string? At(string? text, string? subSeconds)
    {
        if (text is null || DatePattern().Match(text) is not { Success: true } match) return null;
        var numbers = Enumerable.Range(1, 6).Select(n => int.TryParse(match.Groups[n].ValueSpan, CultureInfo.InvariantCulture, out var value) ? value : 0).ToArray();
        try
        {
            var wall = new DateTime(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], Math.Min(numbers[5], 59), DateTimeKind.Unspecified);
            var fraction = match.Groups[7].Success ? match.Groups[7].Value : subSeconds;
            return wall.AddMilliseconds(Milliseconds(fraction)).ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null; // "0000:00:00 00:00:00" and other clocks never set
        }
    }

    /// <summary>Digits after the point: "5" is half a second.</summary>
    private static int Milliseconds(string? digits) =>
        digits is not null && digits.All(char.IsAsciiDigit) && int.TryParse(digits.PadRight(3, '0')[..3], CultureInfo.InvariantCulture, out var value) ? value : 0;

    /// <summary>Offsets in use reach from -12:00 to +14:00.</summary>
    private static int? OffsetMinutes(string? text)
    {
        if (text is null || OffsetPattern().Match(text) is not { Success: true } match) return null;
        if (match.Groups[1].Value == "Z") return 0;
        var minutes = (int.Parse(match.Groups[3].ValueSpan, CultureInfo.InvariantCulture) * 60) + int.Parse(match.Groups[4].ValueSpan, CultureInfo.InvariantCulture);
        if (match.Groups[2].Value == "-") minutes = -minutes;
        return minutes is >= -12 * 60 and <= 14 * 60 ? minutes : null;
    }

    [GeneratedRegex(@"^\s*(\d{4})[:\-/.](\d{1,2})[:\-/.](\d{1,2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?", RegexOptions.CultureInvariant)]
    private static partial Regex DatePattern();

    [GeneratedRegex(@"(Z|([+\-])(\d{2}):?(\d{2}))\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex OffsetPattern();
}
