using System.Globalization;
using MetadataExtractor;

namespace Vitrine.Decoder.Facts;

/// <summary>Camera, lens and exposure. Numbers that no camera has are left out.</summary>
internal static class Camera
{
    private const int LongestName = 100;

    public static string? Make(FileMetadata metadata) => Cut(metadata.Exif(0x010F));

    public static string? Model(FileMetadata metadata) => Cut(metadata.Exif(0x0110));

    public static string? Lens(FileMetadata metadata) => Cut(metadata.Exif(0xA434) ?? metadata.XmpText("aux:Lens", "exifEX:LensModel"));

    /// <summary>As a photographer writes it: 1/250, 0.5 or 30.</summary>
    public static string? Exposure(FileMetadata metadata)
    {
        if (metadata.ExifRational(0x829A)?.ToDouble() is not { } seconds || seconds is not (> 0 and < 100_000)) return null;
        return seconds <= 0.3
            ? string.Create(CultureInfo.InvariantCulture, $"1/{Math.Round(1 / seconds)}")
            : Math.Round(seconds, 1).ToString(CultureInfo.InvariantCulture);
    }

    public static double? FNumber(FileMetadata metadata) => Within(metadata.ExifRational(0x829D), 0.3, 200);

    public static double? FocalLength(FileMetadata metadata) => Within(metadata.ExifRational(0x920A), 0.5, 10_000);

    public static int? Iso(FileMetadata metadata) => metadata.ExifNumber(0x8827) is int iso and > 0 and < 10_000_000 ? iso : null;

    private static double? Within(Rational? value, double least, double most) =>
        value?.ToDouble() is { } number && number >= least && number <= most ? Math.Round(number, 2) : null;

    private static string? Cut(string? text) => text is { Length: > LongestName } ? text[..LongestName] : text;
}
