using System.Runtime.InteropServices;

namespace Vitrine.Storage.S3;

/// <summary>Bytes on their way out, telling whenever some were taken. Can be sought, since the SDK signs before it sends.</summary>
internal sealed class S3Body : MemoryStream
{
    private readonly Action taken;

    public S3Body(ReadOnlyMemory<byte> content, Action taken)
        : this(ArrayOf(content), taken)
    {
    }

    private S3Body(ArraySegment<byte> content, Action taken)
        : base(content.Array!, content.Offset, content.Count, writable: false) => this.taken = taken;

    public override int Read(byte[] buffer, int offset, int count)
    {
        taken();
        return base.Read(buffer, offset, count);
    }

    public override int Read(Span<byte> buffer)
    {
        taken();
        return base.Read(buffer);
    }

    private static ArraySegment<byte> ArrayOf(ReadOnlyMemory<byte> content) =>
        MemoryMarshal.TryGetArray(content, out var array) ? array : new ArraySegment<byte>(content.ToArray());
}
