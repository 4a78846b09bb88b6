using System.Buffers.Binary;

namespace Vitrine.Imaging.Scrubbing.Png;

/// <summary>Where a chunk lies: length, type, data, CRC.</summary>
/// <param name="At">Of its length field.</param>
internal readonly record struct Chunk(long At, string Type, long Length)
{
    public const int SignatureLength = 8;

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public long DataAt => At + 8;

    public long End => At + 12 + Length;

    public static async ValueTask<Chunk> ReadAsync(Window file, long at, CancellationToken cancellationToken)
    {
        var head = (await file.ReadAsync(at, 8, cancellationToken)).Span;
        var chunk = new Chunk(at, System.Text.Encoding.Latin1.GetString(head[4..]), BinaryPrimitives.ReadUInt32BigEndian(head));
        return chunk.End <= file.Length ? chunk : throw Refuse.Damaged($"A chunk at {at} ends behind the file.");
    }
}
