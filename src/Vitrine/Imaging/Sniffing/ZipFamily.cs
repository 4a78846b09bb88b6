namespace Vitrine.Imaging.Sniffing;

/// <summary>Zip archives and the documents that are zips inside, by their first entry.</summary>
internal static class ZipFamily
{
    public static FileType? Match(ReadOnlySpan<byte> head)
    {
        if (head is not [(byte)'P', (byte)'K', 3 or 5, 4 or 6, ..]) return null;
        if (head.Length < 60) return FileTypes.Zip;

        var name = head[30..];
        if (name.StartsWith("[Content_Types].xml"u8) || name.StartsWith("_rels/"u8)) return FileTypes.Office;
        if (!name.StartsWith("mimetype"u8)) return FileTypes.Zip;
        if (name[8..].StartsWith("application/epub+zip"u8)) return FileTypes.Epub;
        return name[8..].StartsWith("application/vnd.oasis.opendocument"u8) ? FileTypes.OpenDocument : FileTypes.Zip;
    }
}
