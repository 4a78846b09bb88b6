using System.Buffers.Binary;

namespace Vitrine.Imaging.Scrubbing.Webp;

/// <summary>Where a chunk lies: type, length, data, and a byte that makes it even.</summary>
internal readonly record struct RiffChunk(long At, string Type, long Length)
{
    public const int ContainerHead = 12;

    public long DataAt => At + 8;

    public long End => DataAt + Length + (Length & 1);

    /// <summary>Where the container ends; what follows it is not read.</summary>
    public static async ValueTask<long> ContainerAsync(Window file, CancellationToken cancellationToken)
    {
        var head = (await file.ReadAsync(0, ContainerHead, cancellationToken)).Span;
        if (!head.StartsWith("RIFF"u8) || !head[8..].SequenceEqual("WEBP"u8)) throw Refuse.Damaged("No RIFF container of WebP.");
        var end = 8L + BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        return end >= ContainerHead && end <= file.Length ? end : throw Refuse.Damaged("The container does not fit into the file.");
    }

    public static async ValueTask<RiffChunk> ReadAsync(Window file, long at, long end, CancellationToken cancellationToken)
    {
        if (at + 8 > end) throw Refuse.Damaged($"A chunk at {at} does not fit.");
        var head = (await file.ReadAsync(at, 8, cancellationToken)).Span;
        var chunk = new RiffChunk(at, System.Text.Encoding.Latin1.GetString(head[..4]), BinaryPrimitives.ReadUInt32LittleEndian(head[4..]));
        return chunk.End <= end ? chunk : throw Refuse.Damaged($"A chunk at {at} ends behind its container.");
    }
}
