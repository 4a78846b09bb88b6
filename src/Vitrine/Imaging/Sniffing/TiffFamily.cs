using System.Buffers.Binary;

namespace Vitrine.Imaging.Sniffing;

/// <summary>
/// TIFF, BigTIFF and the camera raws that are TIFFs inside. Told apart by the tags of the first directory where the head holds it;
/// a raw whose directory lies further back looks like a TIFF here, and the decoder says <c>preview_follows</c>.
/// </summary>
internal static class TiffFamily
{
    private const ushort NewSubfileType = 0x00FE;
    private const ushort Make = 0x010F;
    private const ushort SubIfds = 0x014A;
    private const ushort DngVersion = 0xC612;

    public static FileType? Match(ReadOnlySpan<byte> head)
    {
        if (head.Length < 16) return null;
        if (head.StartsWith("IIRO"u8) || head.StartsWith("IIRS"u8) || head.StartsWith("MMOR"u8)) return FileTypes.Orf;
        if (head.StartsWith("IIU\0"u8)) return FileTypes.Rw2;
        if (head.StartsWith("II+\0"u8) || head.StartsWith("MM\0+"u8)) return FileTypes.Tiff;
        if (!head.StartsWith("II*\0"u8) && !head.StartsWith("MM\0*"u8)) return null;
        return head[8..11].SequenceEqual("CR\x02"u8) ? FileTypes.Cr2 : ByDirectory(head);
    }

    private static FileType ByDirectory(ReadOnlySpan<byte> head)
    {
        var little = head[0] == 'I';
        var at = U32(head[4..], little);
        if (at < 8 || at + 2 > (uint)head.Length) return FileTypes.Tiff;

        var entries = U16(head[(int)at..], little);
        var (reduced, subIfds) = (false, false);
        ReadOnlySpan<byte> maker = [];
        for (var n = 0; n < entries; n++)
        {
            var entryAt = (int)at + 2 + (n * 12);
            if (entryAt + 12 > head.Length) break;
            var entry = head.Slice(entryAt, 12);
            switch (U16(entry, little))
            {
                case DngVersion: return FileTypes.Dng;
                case NewSubfileType: reduced = (U32(entry[8..], little) & 1) != 0; break;
                case SubIfds: subIfds = true; break;
                case Make: maker = Ascii(head, entry, little); break;
            }
        }

        // A raw keeps a small preview first and the sensor's data in a sub-directory; a photo saved as TIFF does not.
        return reduced || subIfds ? OfMaker(maker) : FileTypes.Tiff;
    }

    private static FileType OfMaker(ReadOnlySpan<byte> maker)
    {
        if (Is(maker, "nikon"u8)) return FileTypes.Nef;
        if (Is(maker, "sony"u8)) return FileTypes.Arw;
        if (Is(maker, "pentax"u8) || Is(maker, "ricoh"u8)) return FileTypes.Pef;
        return Is(maker, "kodak"u8) || Is(maker, "eastman kodak"u8) ? FileTypes.Kdc : FileTypes.Tiff;
    }

    private static bool Is(ReadOnlySpan<byte> maker, ReadOnlySpan<byte> name) =>
        maker.Length >= name.Length && System.Text.Ascii.EqualsIgnoreCase(maker[..name.Length], name);

    private static ReadOnlySpan<byte> Ascii(ReadOnlySpan<byte> head, ReadOnlySpan<byte> entry, bool little)
    {
        var (count, at) = (U32(entry[4..], little), U32(entry[8..], little));
        return count is > 4 and < 64 && at + count <= (uint)head.Length ? head.Slice((int)at, (int)count) : [];
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint U32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
