using Vitrine.Imaging.Sniffing;

namespace Vitrine.Imaging;

/// <summary>
/// Tells a file's type from its first bytes (<see cref="FileType.HeadLength"/> are enough). Looks at nothing else, never fails, and
/// answers <see cref="FileType.Unknown"/> rather than guess. It only names: whether the rest of the file keeps the promise is the decoder's to see.
/// </summary>
public static class Sniffer
{
    public static FileType Sniff(ReadOnlySpan<byte> head) =>
        Magic.Match(head)
        ?? RiffFamily.Match(head)
        ?? IsoMediaFamily.Match(head)
        ?? TiffFamily.Match(head)
        ?? MatroskaFamily.Match(head)
        ?? OggFamily.Match(head)
        ?? ZipFamily.Match(head)
        ?? MpegFamily.Match(head)
        ?? TextFamily.Match(head)
        ?? FileType.Unknown;
}
