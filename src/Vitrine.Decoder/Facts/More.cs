using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Icc;
using MetadataExtractor.Formats.Iptc;

namespace Vitrine.Decoder.Facts;

/// <summary>The rest, for the details of a picture's page: name to text. Maker notes and thumbnails are left out.</summary>
internal static class More
{
    private const int LongestValue = 500;

    /// <summary>Characters in all; UTF-8 may take three bytes for one, and a row holds 32 KB.</summary>
    private const int Budget = 10_000;

    public static IReadOnlyDictionary<string, string> Read(FileMetadata metadata)
    {
        var more = new Dictionary<string, string>(StringComparer.Ordinal);
        var left = Budget;
        foreach (var (name, value) in Tags(metadata).Concat(metadata.Xmp.Select(p => (p.Key, (string?)p.Value))))
        {
            if (FileMetadata.Clean(name) is not { Length: <= 100 } key || FileMetadata.Clean(value) is not { Length: <= LongestValue } text) continue;
            if (key.Length + text.Length > left) break;
            if (more.TryAdd(key, text)) left -= key.Length + text.Length;
        }

        return more;
    }

    private static IEnumerable<(string Name, string? Value)> Tags(FileMetadata metadata) =>
        from directory in metadata.Directories
        where directory is ExifIfd0Directory or ExifSubIfdDirectory or GpsDirectory or IptcDirectory
            || directory is IccDirectory
        from tag in directory.Tags
        where tag.HasName && (directory is not IccDirectory || tag.Type == IccDirectory.TagTagDesc)
        select (directory is IccDirectory ? "Colour profile" : tag.Name, Describe(tag));

    private static string? Describe(MetadataExtractor.Tag tag)
    {
        try
        {
            return tag.Description;
        }
        catch (Exception)
        {
            return null; // descriptors throw on values out of their tables
        }
    }
}
