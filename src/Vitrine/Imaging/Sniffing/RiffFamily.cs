namespace Vitrine.Imaging.Sniffing;

/// <summary>RIFF: WebP, WAV, AVI.</summary>
internal static class RiffFamily
{
    public static FileType? Match(ReadOnlySpan<byte> head)
    {
        if (head.Length < 12 || !(head.StartsWith("RIFF"u8) || head.StartsWith("RF64"u8))) return null;
        var form = head[8..12];
        if (form.SequenceEqual("WEBP"u8)) return FileTypes.Webp;
        if (form.SequenceEqual("WAVE"u8)) return FileTypes.Wav;
        return form.SequenceEqual("AVI "u8) ? FileTypes.Avi : null;
    }
}
