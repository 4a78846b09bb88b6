using Amazon.S3.Model;

namespace Vitrine.Storage.S3;

/// <summary>
/// The bytes of one answer. When the connection breaks off, hangs or ends early, the rest is asked for again a few times, of the very
/// same version; a reader that is slow itself (a phone that plays a film) does not count.
/// </summary>
/// <param name="reopen">Opens the same version at a position behind the first byte of this stream.</param>
internal sealed class S3ReadStream(
    GetObjectResponse first, long length, Func<long, CancellationToken, Task<GetObjectResponse>> reopen, S3Calls calls, TimeProvider time) : Stream
{
    private const int MostReopened = 3;

    private GetObjectResponse answer = first;
    private long position;
    private int reopened;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (position == length || buffer.Length == 0) return 0;
        while (true)
        {
            try
            {
                var read = await ReadInTimeAsync(buffer[..(int)Math.Min(buffer.Length, length - position)], cancellationToken);
                if (read == 0) throw new IOException($"The answer ended {length - position} bytes early.");
                position += read;
                return read;
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested && S3Failures.IsTheStores(failure))
            {
                if (reopened++ >= MostReopened || !S3Failures.IsPassing(failure)) throw calls.Unavailable(failure, writes: false);
            }

            answer.Dispose();
            answer = await reopen(position, cancellationToken);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A bucket is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) answer.Dispose();
        base.Dispose(disposing);
    }

    private async Task<int> ReadInTimeAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(calls.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await answer.ResponseStream.ReadAsync(buffer, either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The answer hangs.");
        }
    }
}
