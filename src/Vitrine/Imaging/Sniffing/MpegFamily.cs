namespace Vitrine.Imaging.Sniffing;

/// <summary>MPEG streams, which have weak marks: short syncs are believed only when a second one stands where it must.</summary>
internal static class MpegFamily
{
    private const int PacketLength = 188;

    // Bit rates in kbit/s of MPEG-1 and MPEG-2 layer III (ISO/IEC 11172-3 table, 13818-3), index 0 and 15 being no rate.
    private static ReadOnlySpan<short> Rates1 => [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0];
    private static ReadOnlySpan<short> Rates2 => [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0];
    private static ReadOnlySpan<int> Frequencies => [44100, 48000, 32000, 0];

    public static FileType? Match(ReadOnlySpan<byte> head) => head switch
    {
        [(byte)'I', (byte)'D', (byte)'3', < 0x10, ..] => FileTypes.Mp3,
        [0x00, 0x00, 0x01, 0xBA or 0xB3, ..] => FileTypes.MpegPs,
        _ when IsTransportStream(head) => FileTypes.MpegTs,
        _ when IsAdts(head) => FileTypes.Aac,
        _ when IsLayer3(head) => FileTypes.Mp3,
        _ => null,
    };

    /// <summary>Plain TS, and the M2TS of cameras with four bytes of time before each packet.</summary>
    private static bool IsTransportStream(ReadOnlySpan<byte> head) =>
        (head.Length > 3 * PacketLength && head[0] == 0x47 && head[PacketLength] == 0x47 && head[2 * PacketLength] == 0x47)
        || (head.Length > 600 && head[4] == 0x47 && head[196] == 0x47 && head[388] == 0x47);

    private static bool IsAdts(ReadOnlySpan<byte> head)
    {
        if (!IsAdtsHeader(head)) return false;
        var length = ((head[3] & 3) << 11) | (head[4] << 3) | (head[5] >> 5);
        return length > 7 && length < head.Length && IsAdtsHeader(head[length..]);
    }

    private static bool IsAdtsHeader(ReadOnlySpan<byte> head) => head.Length >= 7 && head[0] == 0xFF && (head[1] & 0xF6) == 0xF0;

    private static bool IsLayer3(ReadOnlySpan<byte> head)
    {
        var length = Layer3FrameLength(head);
        return length > 0 && length < head.Length && Layer3FrameLength(head[length..]) > 0;
    }

    /// <summary>Length of the layer III frame that starts here, or 0.</summary>
    private static int Layer3FrameLength(ReadOnlySpan<byte> head)
    {
        if (head.Length < 4 || head[0] != 0xFF || (head[1] & 0xE6) != 0xE2) return 0;
        var version1 = (head[1] & 0x18) == 0x18;
        var rate = (version1 ? Rates1 : Rates2)[head[2] >> 4];
        var frequency = Frequencies[(head[2] >> 2) & 3] / (version1 ? 1 : (head[1] & 0x18) == 0x10 ? 2 : 4);
        return rate == 0 || frequency == 0 ? 0 : ((version1 ? 144_000 : 72_000) * rate / frequency) + ((head[2] >> 1) & 1);
    }
}
