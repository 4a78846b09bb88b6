using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Iptc;
using MetadataExtractor.Formats.Xmp;

namespace Vitrine.Decoder.Facts;

/// <summary>A file's metadata, asked by tag. Every answer is trimmed text without control characters, or null.</summary>
internal sealed class FileMetadata(IReadOnlyList<MetadataExtractor.Directory> directories)
{
    private readonly Dictionary<string, string> xmp = ReadXmp(directories);

    public IReadOnlyList<MetadataExtractor.Directory> Directories { get; } = directories;

    /// <summary>XMP properties by path, such as <c>dc:title[1]</c>.</summary>
    public IReadOnlyDictionary<string, string> Xmp => xmp;

    public GpsDirectory? Gps => Directories.OfType<GpsDirectory>().FirstOrDefault();

    /// <summary>From any EXIF directory but GPS and the thumbnail's.</summary>
    public string? Exif(int tag) => Texts(Exifs(), tag).FirstOrDefault();

    public Rational? ExifRational(int tag)
    {
        foreach (var directory in Exifs())
        {
            if (directory.TryGetRational(tag, out var value) && value.Denominator != 0) return value;
        }

        return null;
    }

    public int? ExifNumber(int tag)
    {
        foreach (var directory in Exifs())
        {
            if (directory.TryGetInt32(tag, out var value)) return value;
        }

        return null;
    }

    public IEnumerable<string> Iptc(int tag) =>
        Directories.OfType<IptcDirectory>().SelectMany(d => d.GetStringArray(tag) ?? []).Select(Clean).OfType<string>();

    public string? XmpText(params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
        {
            if (xmp.TryGetValue(path, out var text) && Clean(text) is { } clean) return clean;
        }

        return null;
    }

    public IEnumerable<string> XmpList(string path) =>
        Enumerable.Range(1, 200).Select(n => XmpText($"{path}[{n}]")).TakeWhile(t => t is not null).OfType<string>();

    public static string? Clean(string? text)
    {
        if (text is null) return null;
        var clean = string.Concat(text.EnumerateRunes().Select(r => r.Value is '\n' or '\r' or '\t' ? r.ToString() : System.Text.Rune.IsControl(r) || r.Value == 0xFFFD ? "" : r.ToString())).Trim();
        return clean.Length == 0 ? null : clean;
    }

    private IEnumerable<ExifDirectoryBase> Exifs() =>
        Directories.OfType<ExifDirectoryBase>().Where(d => d is ExifSubIfdDirectory).Concat(Directories.OfType<ExifDirectoryBase>().Where(d => d is ExifIfd0Directory));

    private static IEnumerable<string> Texts(IEnumerable<MetadataExtractor.Directory> directories, int tag) =>
        directories.Select(d => Clean(d.GetString(tag))).OfType<string>();

    private static Dictionary<string, string> ReadXmp(IReadOnlyList<MetadataExtractor.Directory> directories)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var directory in directories.OfType<XmpDirectory>())
        {
            try
            {
                foreach (var (path, value) in directory.GetXmpProperties()) all.TryAdd(path, value);
            }
            catch (Exception)
            {
                // An XMP packet that cannot be walked says nothing.
            }
        }

        return all;
    }
}
