using System.Buffers.Binary;

namespace Vitrine.Decoder.Pictures;

/// <summary>Looks for DNGVersion in the first directory of a TIFF, wherever in the file it lies.</summary>
internal static class RawInTiff
{
    private const ushort DngVersion = 0xC612;

    public static bool Is(string path)
    {
        using var file = File.OpenHandle(path);
        Span<byte> start = stackalloc byte[8];
        if (RandomAccess.Read(file, start, 0) < 8 || start[2] + start[3] != 42) return false; // BigTIFF (43) is no raw
        var little = start[0] == 'I';
        long at = U32(start[4..], little);

        Span<byte> count = stackalloc byte[2];
        if (RandomAccess.Read(file, count, at) < 2) return false;
        Span<byte> entries = new byte[U16(count, little) * 12];
        var read = RandomAccess.Read(file, entries, at + 2);
        for (var entry = 0; entry + 12 <= read; entry += 12)
        {
            if (U16(entries[entry..], little) == DngVersion) return true;
        }

        return false;
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint U32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
