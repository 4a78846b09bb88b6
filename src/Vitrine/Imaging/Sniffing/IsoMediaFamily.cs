using System.Buffers.Binary;

namespace Vitrine.Imaging.Sniffing;

/// <summary>
/// ISO base media files, told apart by the brands of <c>ftyp</c> (ISO/IEC 14496-12). A major brand <c>mif1</c> or <c>msf1</c> says
/// only "HEIF", so the compatible brands decide there.
/// </summary>
internal static class IsoMediaFamily
{
    public static FileType? Match(ReadOnlySpan<byte> head)
    {
        if (head.Length < 12) return null;
        var box = head[4..8];
        if (!box.SequenceEqual("ftyp"u8)) return IsOldQuickTime(head, box) ? FileTypes.Mov : null;

        var length = BinaryPrimitives.ReadUInt32BigEndian(head);
        var brands = head[8..(int)Math.Clamp(length, 12, head.Length)];
        return Of(brands[..4], brands);
    }

    private static FileType Of(ReadOnlySpan<byte> major, ReadOnlySpan<byte> brands)
    {
        if (Has(brands, "avif"u8) || Has(brands, "avis"u8)) return FileTypes.Avif; // of a sequence, its first picture
        if (Has(brands, "heic"u8) || Has(brands, "heix"u8) || Has(brands, "hevc"u8) || Has(brands, "heim"u8) || Has(brands, "heis"u8)) return FileTypes.Heic;
        if (major.SequenceEqual("mif1"u8) || major.SequenceEqual("msf1"u8)) return FileTypes.Heif;
        if (major.SequenceEqual("crx "u8)) return FileTypes.Cr3;
        if (major.SequenceEqual("jp2 "u8) || major.SequenceEqual("jpx "u8)) return FileTypes.Jp2;
        if (major.SequenceEqual("jxl "u8)) return FileTypes.Jxl;
        if (major.SequenceEqual("qt  "u8)) return FileTypes.Mov;
        if (major.SequenceEqual("M4V "u8) || major.SequenceEqual("M4VH"u8) || major.SequenceEqual("M4VP"u8)) return FileTypes.M4v;
        if (major.SequenceEqual("M4A "u8) || major.SequenceEqual("M4B "u8) || major.SequenceEqual("M4P "u8)) return FileTypes.M4a;
        if (major.StartsWith("3g2"u8)) return FileTypes.ThreeG2;
        return major.StartsWith("3g"u8) ? FileTypes.ThreeGp : FileTypes.Mp4;
    }

    /// <summary>The major brand, then after four bytes of version the compatible ones.</summary>
    private static bool Has(ReadOnlySpan<byte> brands, ReadOnlySpan<byte> brand)
    {
        for (var at = 0; at + 4 <= brands.Length; at += 4)
        {
            if (at != 4 && brands.Slice(at, 4).SequenceEqual(brand)) return true;
        }

        return false;
    }

    /// <summary>QuickTime before 2001 has no ftyp; its first box is one of these, with a length that fits one.</summary>
    private static bool IsOldQuickTime(ReadOnlySpan<byte> head, ReadOnlySpan<byte> box)
    {
        var known = box.SequenceEqual("moov"u8) || box.SequenceEqual("mdat"u8) || box.SequenceEqual("wide"u8)
            || box.SequenceEqual("free"u8) || box.SequenceEqual("skip"u8) || box.SequenceEqual("pnot"u8);
        return known && (head[0] < 0x20 || BinaryPrimitives.ReadUInt32BigEndian(head) == 1);
    }
}
