namespace Vitrine.Imaging.Scrubbing.IsoMedia;

/// <summary>How long the tables of an index are by what they say of themselves; the rest of their box is blanked.</summary>
internal static class Tables
{
    /// <summary>Bytes of the box's data; null for a table whose kind is not kept.</summary>
    public static async ValueTask<long?> NeededAsync(Window file, Box box, CancellationToken cancellationToken)
    {
        var head = (await box.HeadAsync(file, (int)Math.Min(box.DataLength, 12), cancellationToken)).ToArray();
        var needed = Needed(box.Type, head, box.DataLength);
        if (needed > box.DataLength) throw Refuse.Damaged($"Table {box.Name} has fewer entries than it says.");
        return needed;
    }

    private static long? Needed(string type, ReadOnlyMemory<byte> head, long length) => type switch
    {
        "sdtp" => length,
        "vmhd" or "clef" or "prof" or "enof" => 12,
        "smhd" => 8,
        "nmhd" => 4,
        "cslg" => head.Span[..1] is [0] ? 24 : 44,
        _ when head.Length < 8 => throw Refuse.Damaged("A table is too short."),
        "sgpd" or "sbgp" => IsGrouping(head.Span.Slice(4, 4)) ? length : null,
        "elst" => 8 + (MovieBoxes.Number(head, 4) * (head.Span[0] == 0 ? 12L : 20L)),
        "stsz" when head.Length < 12 => throw Refuse.Damaged("A table is too short."),
        "stsz" => 12 + (MovieBoxes.Number(head, 4) != 0 ? 0 : MovieBoxes.Number(head, 8) * 4L),
        "stsc" => 8 + (MovieBoxes.Number(head, 4) * 12L),
        "stts" or "ctts" or "co64" => 8 + (MovieBoxes.Number(head, 4) * 8L),
        _ => 8 + (MovieBoxes.Number(head, 4) * 4L),
    };

    /// <summary>Groupings that say where decoding may begin; others are nothing that a picture needs.</summary>
    private static bool IsGrouping(ReadOnlySpan<byte> kind) =>
        kind.SequenceEqual("roll"u8) || kind.SequenceEqual("prol"u8) || kind.SequenceEqual("rap "u8) || kind.SequenceEqual("sync"u8);
}
