namespace Vitrine.Library;

/// <summary>
/// At most <paramref name="limit"/> bytes of a body, hashed as the store reads them. The store never sees a cancelled token:
/// cancelling makes this source fail, so what was read before is still flushed and counted.
/// </summary>
internal sealed class IncomingBytes(
    Stream body, IncomingUpload upload, BodyChecksum? checksum, long limit, CancellationToken cancelled) : Stream
{
    /// <summary>True when the body itself ended, rather than this step.</summary>
    public bool BodyEnded { get; private set; }

    public long Count { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var room = (int)Math.Min(buffer.Length, limit - Count);
        if (room == 0 || upload.IsUnwelcome()) return 0;

        var read = await body.ReadAsync(buffer[..room], cancelled);
        if (read == 0) BodyEnded = true;
        else Take(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    private void Take(ReadOnlySpan<byte> bytes)
    {
        upload.Head.Offer(upload.Offset, bytes);
        upload.Hash.Append(bytes);
        checksum?.Append(bytes);
        Count += bytes.Length;
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
