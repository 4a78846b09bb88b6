namespace Vitrine.Imaging.Scrubbing.Jpeg;

/// <summary>What a segment is to us.</summary>
internal enum Part
{
    /// <summary>Stays byte for byte.</summary>
    Picture,

    /// <summary>A piece of the colour profile: stays if all pieces together are one.</summary>
    Profile,

    Jfif,
    AdobeTransform,
    Exif,

    /// <summary>Metadata: goes.</summary>
    Words,
}

/// <summary>Which segments make the picture (ITU-T T.81 table B.1), and whether each is as long as its tables, with no room for anything else.</summary>
internal static class Segments
{
    public static bool IsFrame(byte marker) => marker is 0xC0 or 0xC1 or 0xC2 or 0xC3 or 0xC9 or 0xCA or 0xCB;

    public static Part Of(byte marker, ReadOnlySpan<byte> content) => marker switch
    {
        _ when IsFrame(marker) => Exactly(marker, content, content.Length > 5 ? 6 + (3 * content[5]) : 6),
        0xC4 => Exactly(marker, content, HuffmanTables(content)),
        0xCC => Exactly(marker, content, content.Length & ~1),
        0xDA => Exactly(marker, content, content.Length > 0 ? 4 + (2 * content[0]) : 4),
        0xDB => Exactly(marker, content, QuantisationTables(content)),
        0xDC or 0xDD => Exactly(marker, content, 2),
        0xE0 when content.StartsWith("JFIF\0"u8) && content.Length >= 14 => Part.Jfif,
        0xE1 when content.StartsWith("Exif\0"u8) => Part.Exif,
        0xE2 when ProfilePieces.IsOne(content) => Part.Profile,
        0xEE when content.StartsWith("Adobe"u8) && content.Length >= 12 => Part.AdobeTransform,
        (>= 0xE0 and <= 0xEF) or (>= 0xF0 and <= 0xFE) => Part.Words,
        _ => throw Refuse.NotUnderstood($"Marker {marker:X2}."),
    };

    private static Part Exactly(byte marker, ReadOnlySpan<byte> content, int length) =>
        content.Length == length ? Part.Picture : throw Refuse.Damaged($"Segment {marker:X2} has {content.Length} bytes and should have {length}.");

    private static int HuffmanTables(ReadOnlySpan<byte> content)
    {
        var at = 0;
        while (at + 17 <= content.Length)
        {
            var codes = 0;
            foreach (var count in content.Slice(at + 1, 16)) codes += count;
            at += 17 + codes;
        }

        return at;
    }

    private static int QuantisationTables(ReadOnlySpan<byte> content)
    {
        var at = 0;
        while (at < content.Length) at += content[at] < 0x10 ? 65 : 129;
        return at;
    }
}
