using System.Buffers.Binary;

namespace Vitrine.Imaging.Scrubbing;

/// <summary>The one thing of EXIF that stays: which way up a picture is.</summary>
internal static class Orientation
{
    public const int MinimalLength = 26;
    private const ushort Tag = 0x0112;
    private const ushort Short = 3;

    /// <summary>1 to 8, or null where EXIF does not say, or cannot be read: then no decoder turns the picture either.</summary>
    public static ushort? Read(ReadOnlySpan<byte> exif)
    {
        if (exif.StartsWith("Exif\0\0"u8)) exif = exif[6..];
        if (exif.Length < 8) return null;
        var little = exif.StartsWith("II*\0"u8);
        if (!little && !exif.StartsWith("MM\0*"u8)) return null;
        var at = U32(exif[4..], little);
        if (at > exif.Length - 2) return null;
        var entries = exif[((int)at + 2)..];
        for (var left = U16(exif[(int)at..], little); left > 0 && entries.Length >= 12; left--, entries = entries[12..])
        {
            if (U16(entries, little) != Tag) continue;
            var value = U16(entries[8..], little);
            return U16(entries[2..], little) == Short && U32(entries[4..], little) == 1 && value is >= 1 and <= 8 ? value : null;
        }

        return null;
    }

    /// <summary>A TIFF header and one directory with nothing but the orientation.</summary>
    public static byte[] Minimal(ushort orientation)
    {
        byte[] exif = [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0];
        return exif;
    }

    public static bool IsMinimal(ReadOnlySpan<byte> exif) =>
        exif.Length == MinimalLength && exif[18] is >= 1 and <= 8 && exif.SequenceEqual(Minimal(exif[18]));

    private static ushort U16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint U32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
