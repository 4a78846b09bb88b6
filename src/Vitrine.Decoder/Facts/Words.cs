using MetadataExtractor.Formats.Iptc;

namespace Vitrine.Decoder.Facts;

/// <summary>What people or programs wrote into a picture. XMP first: it says its encoding; IPTC and EXIF often guess.</summary>
internal static class Words
{
    private const int LongestTitle = 200;
    private const int LongestDescription = 5000;
    private const int MostKeywords = 64;
    private const int LongestKeyword = 50;

    /// <summary>What cameras write into the description of every picture.</summary>
    private static readonly HashSet<string> CameraDefaults = new(StringComparer.OrdinalIgnoreCase)
    {
        "OLYMPUS DIGITAL CAMERA", "SONY DSC", "DIGITAL CAMERA", "SAMSUNG", "KODAK Digital Still Camera", "MINOLTA DIGITAL CAMERA", "DCIM", "Default", "x-default", "SAMSUNG CAMERA PICTURES",
    };

    public static string? Title(FileMetadata metadata) => Cut(
        metadata.XmpText("dc:title[1]", "photoshop:Headline") ?? metadata.Iptc(IptcDirectory.TagObjectName).FirstOrDefault()
        ?? metadata.Exif(0x9C9B), LongestTitle);

    public static string? Description(FileMetadata metadata) => Cut(
        metadata.XmpText("dc:description[1]") ?? metadata.Iptc(IptcDirectory.TagCaption).FirstOrDefault()
        ?? metadata.Exif(0x010E) ?? metadata.Exif(0x9C9C), LongestDescription);

    public static IReadOnlyList<string> Keywords(FileMetadata metadata) =>
        [.. metadata.XmpList("dc:subject")
            .Concat(metadata.Iptc(IptcDirectory.TagKeywords))
            .Concat((metadata.Exif(0x9C9E) ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(k => k.Length <= LongestKeyword)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Take(MostKeywords)];

    /// <summary>1 to 5; XMP's -1 means rejected and 0 none.</summary>
    public static int? Rating(FileMetadata metadata)
    {
        var rating = int.TryParse(metadata.XmpText("xmp:Rating"), out var stars) ? stars : metadata.ExifNumber(0x4746);
        return rating is >= 1 and <= 5 ? rating : null;
    }

    private static string? Cut(string? text, int longest)
    {
        if (text is null || CameraDefaults.Contains(text)) return null;
        if (text.Length <= longest) return text;
        return text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
    }
}
