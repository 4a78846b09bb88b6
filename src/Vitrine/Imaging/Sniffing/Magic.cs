namespace Vitrine.Imaging.Sniffing;

/// <summary>Types that a fixed prefix names.</summary>
internal static class Magic
{
    public static FileType? Match(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xD8, 0xFF, ..] => FileTypes.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => IsAnimatedPng(head) ? FileTypes.Apng : FileTypes.Png,
        _ when head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8) => FileTypes.Gif,
        [0xFF, 0x0A, ..] => FileTypes.Jxl,
        _ when IsBox(head, "JXL "u8) => FileTypes.Jxl,
        _ when IsBox(head, "jP  "u8) || head is [0xFF, 0x4F, 0xFF, 0x51, ..] => FileTypes.Jp2,
        _ when head.StartsWith("8BPS"u8) => FileTypes.Psd,
        _ when IsBitmap(head) => FileTypes.Bmp,
        _ when IsIcon(head) => FileTypes.Ico,
        _ when head.StartsWith("FUJIFILMCCD-RAW"u8) => FileTypes.Raf,
        _ when head.StartsWith("FOVb"u8) => FileTypes.X3f,
        _ when head.Length > 14 && head[6..].StartsWith("HEAPCCDR"u8) => FileTypes.Crw,
        _ when head.StartsWith("%PDF-"u8) => FileTypes.Pdf,
        _ when head.StartsWith("%!PS"u8) => FileTypes.PostScript,
        _ when head.StartsWith("{\\rtf"u8) => FileTypes.Rtf,
        _ when head.StartsWith("fLaC"u8) => FileTypes.Flac,
        _ when head.StartsWith("MThd"u8) => FileTypes.Midi,
        _ when head.StartsWith("#!AMR"u8) => FileTypes.Amr,
        _ when head.StartsWith("FORM"u8) && head.Length > 12 && head[8..].StartsWith("AIF"u8) => FileTypes.Aiff,
        _ when head.StartsWith("FLV\x01"u8) => FileTypes.Flv,
        [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, ..] => FileTypes.Asf,
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => FileTypes.OldOffice,
        [0x1F, 0x8B, 0x08, ..] => FileTypes.Gzip,
        [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, ..] => FileTypes.SevenZip,
        _ when head.StartsWith("Rar!\x1A\x07"u8) => FileTypes.Rar,
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0x00, ..] => FileTypes.Xz,
        [0x28, 0xB5, 0x2F, 0xFD, ..] => FileTypes.Zstd,
        [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] => FileTypes.Executable,
        _ => null,
    };

    /// <summary>A signature box of twelve bytes, as JPEG XL and JPEG 2000 begin with.</summary>
    private static bool IsBox(ReadOnlySpan<byte> head, ReadOnlySpan<byte> kind) =>
        head.Length >= 12 && head[..4] is [0, 0, 0, 12] && head[4..8].SequenceEqual(kind) && head[8..12] is [0x0D, 0x0A, 0x87, 0x0A];

    /// <summary>acTL comes before the first IDAT; what lies behind the head counts as still.</summary>
    private static bool IsAnimatedPng(ReadOnlySpan<byte> head)
    {
        var control = head.IndexOf("acTL"u8);
        var data = head.IndexOf("IDAT"u8);
        return control > 0 && (data < 0 || control < data);
    }

    /// <summary>"BM" alone is two letters of any text: the length of the header that follows must be one of the known ones.</summary>
    private static bool IsBitmap(ReadOnlySpan<byte> head) =>
        head.Length > 18 && head.StartsWith("BM"u8) && head[14] is 12 or 40 or 52 or 56 or 64 or 108 or 124 && head[15..18] is [0, 0, 0];

    private static bool IsIcon(ReadOnlySpan<byte> head) =>
        head is [0, 0, 1, 0, > 0 and < 64, 0, _, _, _, 0, ..];
}
