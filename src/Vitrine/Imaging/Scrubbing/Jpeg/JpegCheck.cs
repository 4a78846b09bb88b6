using System.Buffers.Binary;

namespace Vitrine.Imaging.Scrubbing.Jpeg;

/// <summary>Reads a scrubbed JPEG and knows only what may stand in it.</summary>
internal static class JpegCheck
{
    public static async Task RunAsync(Window result, CancellationToken cancellationToken)
    {
        var at = 2L;
        while (true)
        {
            var marker = BinaryPrimitives.ReadUInt16BigEndian((await result.ReadAsync(at, 2, cancellationToken)).Span);
            if (marker == 0xFFD9) break;
            var length = BinaryPrimitives.ReadUInt16BigEndian((await result.ReadAsync(at + 2, 2, cancellationToken)).Span);
            var head = await result.ReadAsync(at + 4, Math.Min(length - 2, 38), cancellationToken);
            if (!MayStay(marker, length, head.Span)) throw Refuse.NotProved($"Segment {marker:X4} is left.");
            at += 2 + length;
            if (marker == 0xFFDA) at = await NextMarkerAsync(result, at, cancellationToken);
        }

        if (at + 2 != result.Length) throw Refuse.NotProved("Something follows the end of the picture.");
    }

    private static bool MayStay(ushort marker, int length, ReadOnlySpan<byte> head) => marker switch
    {
        0xFFE0 => length == 16 && head.StartsWith("JFIF\0"u8) && head[12] == 0 && head[13] == 0,
        0xFFE1 => head.StartsWith("Exif\0\0"u8) && length == 2 + 6 + Orientation.MinimalLength && Orientation.IsMinimal(head[6..]),
        0xFFE2 => head.StartsWith("ICC_PROFILE\0"u8),
        0xFFEE => length == 14 && head.StartsWith("Adobe"u8),
        _ => marker is >= 0xFFC0 and <= 0xFFCF or >= 0xFFDA and <= 0xFFDD and not 0xFFC8,
    };

    private static async Task<long> NextMarkerAsync(Window result, long at, CancellationToken cancellationToken)
    {
        for (var previous = (byte)0; ;)
        {
            var bytes = await result.OnwardsAsync(at, cancellationToken);
            if (Find(bytes.Span, ref previous) is { } found) return at + found - 1;
            at += bytes.Length;
        }
    }

    private static int? Find(ReadOnlySpan<byte> bytes, ref byte previous)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (previous == 0xFF && bytes[i] is not (0 or (>= 0xD0 and <= 0xD7))) return i;
            previous = bytes[i];
        }

        return null;
    }
}
