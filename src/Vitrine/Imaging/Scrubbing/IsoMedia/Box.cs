using System.Buffers.Binary;
using System.Text;

namespace Vitrine.Imaging.Scrubbing.IsoMedia;

/// <summary>Where a box lies (ISO/IEC 14496-12 section 4.2).</summary>
internal readonly record struct Box(long At, string Type, int HeadLength, long Length)
{
    /// <summary>More than any real file holds on one level: tracks, items, properties.</summary>
    public const int MostOnALevel = 10_000;

    public long DataAt => At + HeadLength;

    public long End => At + Length;

    public long DataLength => Length - HeadLength;

    public bool IsPadding => Type is "free" or "skip" or "wide";

    public static async ValueTask<Box> ReadAsync(Window file, long at, long end, CancellationToken cancellationToken)
    {
        if (at + 8 > end) throw Refuse.Damaged($"{end - at} bytes at {at} are no box.");
        var head = await file.ReadAsync(at, (int)Math.Min(16, end - at), cancellationToken);
        var box = Of(head.Span, at, end);
        if (box.Length < box.HeadLength || box.Length > end - at) throw Refuse.Damaged($"A box at {at} does not fit into what holds it.");
        return box;
    }

    /// <summary>Boxes one after another, filling the room exactly.</summary>
    public static async Task<IReadOnlyList<Box>> ListAsync(Window file, long at, long end, CancellationToken cancellationToken)
    {
        var boxes = new List<Box>();
        while (at < end)
        {
            if (boxes.Count == MostOnALevel) throw Refuse.TooManyParts($"More than {MostOnALevel} boxes on one level.");
            boxes.Add(await ReadAsync(file, at, end, cancellationToken));
            at = boxes[^1].End;
        }

        return boxes;
    }

    /// <summary>Its data from the front, which must have this many bytes.</summary>
    public ValueTask<ReadOnlyMemory<byte>> HeadAsync(Window file, int length, CancellationToken cancellationToken) =>
        length <= DataLength ? file.ReadAsync(DataAt, length, cancellationToken) : throw Refuse.Damaged($"Box {Name} is too short.");

    /// <summary>For messages: a hostile type must not reach a log as it is.</summary>
    public string Name => string.Concat(Type.Select(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' ? c : '?'));

    private static Box Of(ReadOnlySpan<byte> head, long at, long end)
    {
        var type = Encoding.Latin1.GetString(head.Slice(4, 4));
        var length = BinaryPrimitives.ReadUInt32BigEndian(head);
        if (length == 0) return new Box(at, type, 8, end - at);
        if (length != 1) return new Box(at, type, 8, length);
        return head.Length == 16 && BinaryPrimitives.ReadInt64BigEndian(head[8..]) is > 0 and var large
            ? new Box(at, type, 16, large)
            : throw Refuse.Damaged($"A box at {at} has no length.");
    }
}
