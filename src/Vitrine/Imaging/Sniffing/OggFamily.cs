namespace Vitrine.Imaging.Sniffing;

/// <summary>Ogg pages; the first packet of the first page names the codec.</summary>
internal static class OggFamily
{
    public static FileType? Match(ReadOnlySpan<byte> head)
    {
        if (head.Length < 36 || !head.StartsWith("OggS"u8)) return null;
        var packet = head[Math.Min(head.Length, 27 + head[26])..];
        if (packet.StartsWith("OpusHead"u8)) return FileTypes.Opus;
        return packet.Length > 7 && packet[0] == 0x80 && packet[1..].StartsWith("theora"u8) ? FileTypes.OggVideo : FileTypes.Ogg;
    }
}
