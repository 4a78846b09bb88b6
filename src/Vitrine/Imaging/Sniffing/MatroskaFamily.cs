namespace Vitrine.Imaging.Sniffing;

/// <summary>EBML files; the DocType element (0x4282) stands within the first bytes.</summary>
internal static class MatroskaFamily
{
    private static ReadOnlySpan<byte> DocType => [0x42, 0x82];

    public static FileType? Match(ReadOnlySpan<byte> head)
    {
        if (head is not [0x1A, 0x45, 0xDF, 0xA3, ..]) return null;
        var at = head[..Math.Min(head.Length, 128)].IndexOf(DocType);
        if (at < 0 || at + 3 > head.Length) return null;
        var docType = head[(at + 3)..];
        if (docType.StartsWith("webm"u8)) return FileTypes.Webm;
        return docType.StartsWith("matroska"u8) ? FileTypes.Mkv : null;
    }
}
