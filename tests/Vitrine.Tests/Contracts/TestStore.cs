using System.Text;
using Vitrine.Storage;

namespace Vitrine.Tests.Contracts;

/// <summary>A fresh, marked store of one backend, gone when disposed.</summary>
public abstract class TestStore : IAsyncDisposable
{
    public abstract IBlobStore Blobs { get; }

    public abstract IPartialWrites Partial { get; }

    public abstract IStoreMarker Marker { get; }

    public abstract ValueTask DisposeAsync();

    public static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>A film of a known or unknown length that is to lie under a key.</summary>
    public static PartialTarget Target(BlobKey key, long? length) => new(length, length ?? 50_000_000_000, _ => (key, "video/mp4"));

    /// <summary>Reproducible bytes that compress badly and repeat nowhere.</summary>
    public static byte[] Bytes(int length, int seed = 1)
    {
        var bytes = new byte[length];
#pragma warning disable CA5394 // test bytes, not secrets
        new Random(seed).NextBytes(bytes);
#pragma warning restore CA5394
        return bytes;
    }

    public async Task<byte[]?> ReadAsync(BlobKey key, ByteRange? range = null)
    {
        await using var blob = await Blobs.OpenReadAsync(key, range, TestContext.Current.CancellationToken);
        if (blob is null) return null;
        using var whole = new MemoryStream();
        await blob.Content.CopyToAsync(whole, TestContext.Current.CancellationToken);
        return whole.ToArray();
    }

    public async Task<List<string>> KeysAsync(string prefix)
    {
        var keys = new List<string>();
        await foreach (var info in Blobs.ListAsync(prefix, TestContext.Current.CancellationToken)) keys.Add(info.Key.Value);
        return keys;
    }

    public async Task<List<HeldUpload>> HeldAsync()
    {
        var held = new List<HeldUpload>();
        await foreach (var upload in Partial.ListAsync(TestContext.Current.CancellationToken)) held.Add(upload);
        return held;
    }
}

/// <summary>Gives its bytes, then fails or waits: a connection that is cut or hangs. It may also end well.</summary>
public sealed class BrokenStream(byte[] bytes, Func<CancellationToken, Task>? then = null, bool endsWell = false) : Stream
{
    private int position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = Math.Min(buffer.Length, bytes.Length - position);
        if (read == 0 && endsWell) return 0;
        if (read == 0)
        {
            await (then?.Invoke(cancellationToken) ?? Task.CompletedTask);
            throw new IOException("The connection was cut.");
        }

        bytes.AsMemory(position, read).CopyTo(buffer);
        position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Asynchronous reads only.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
