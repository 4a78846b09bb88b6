using System.Buffers.Binary;
using System.Text;

namespace Vitrine.Decoder.Pictures;

/// <summary>Whether an ICC profile is some edition of sRGB, by its description tag (ICC.1:2022, 9.2.41).</summary>
internal static class IccProfile
{
    private const int TagTable = 128;
    private const int MostTags = 64;

    public static bool IsSrgb(ReadOnlySpan<byte> profile)
    {
        var name = Description(profile);
        return name.Contains("sRGB", StringComparison.OrdinalIgnoreCase) || name is "c2" or "IEC 61966-2-1 Default RGB Colour Space";
    }

    private static string Description(ReadOnlySpan<byte> profile)
    {
        if (profile.Length < TagTable + 4) return "";
        var tags = Math.Min(BinaryPrimitives.ReadUInt32BigEndian(profile[TagTable..]), MostTags);
        for (var n = 0; n < tags; n++)
        {
            var at = TagTable + 4 + (n * 12);
            if (at + 12 > profile.Length) return "";
            if (!profile.Slice(at, 4).SequenceEqual("desc"u8)) continue;
            var (offset, length) = (BinaryPrimitives.ReadUInt32BigEndian(profile[(at + 4)..]), BinaryPrimitives.ReadUInt32BigEndian(profile[(at + 8)..]));
            return offset + (ulong)length <= (ulong)profile.Length ? Text(profile.Slice((int)offset, (int)length)) : "";
        }

        return "";
    }

    /// <summary>Version 2 writes ASCII ("desc"), version 4 UTF-16 ("mluc"); reading the letters of either is enough to find a name.</summary>
    private static string Text(ReadOnlySpan<byte> tag)
    {
        var text = new StringBuilder();
        foreach (var letter in tag[Math.Min(tag.Length, 12)..])
        {
            if (letter is >= 0x20 and < 0x7F) text.Append((char)letter);
        }

        return text.ToString().Trim();
    }
}
