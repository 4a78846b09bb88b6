using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace Vitrine.Web;

/// <summary>
/// Pages and JSON go out compressed. Stored bytes go out as they lie in the store (<see cref="StoredBytes"/>). Over https too: the
/// secret of a page, its form token, is masked anew each time, and the session cookie does not come along with requests that another
/// site makes, so lengths tell nothing (BREACH; decision 0017).
/// </summary>
internal static class Compression
{
    public static IServiceCollection AddCompression(this IServiceCollection services) => services.AddResponseCompression(compression =>
    {
        compression.EnableForHttps = true;
        compression.MimeTypes = ["text/html", "application/json", "application/problem+json"];
        compression.Providers.Add(new Whole("br", answer => new BrotliStream(answer, new BrotliCompressionOptions { Quality = 1 }, leaveOpen: true)));
        compression.Providers.Add(new Whole("gzip", answer => new GZipStream(answer, CompressionLevel.Fastest, leaveOpen: true)));
    });

    /// <summary>Behind routing: a route that sends stored bytes does not even look.</summary>
    public static void UseCompression(this WebApplication app) =>
        app.UseWhen(context => context.GetEndpoint()?.Metadata.GetMetadata<StoredBytes>() is null, rest => rest.UseResponseCompression());

    /// <summary>
    /// Serialisers flush every few kilobytes, and each flush ends a block of the compressor: a list of 100 items took 21 kB instead of 13
    /// and twice the time. Nothing here streams slowly, so it is compressed as a whole.
    /// </summary>
    private sealed class Whole(string encoding, Func<Stream, Stream> compress) : ICompressionProvider
    {
        public string EncodingName => encoding;

        public bool SupportsFlush => false;

        public Stream CreateStream(Stream outputStream) => new Unflushed(compress(outputStream));
    }

    private sealed class Unflushed(Stream inner) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

        public override void Write(ReadOnlySpan<byte> buffer) => inner.Write(buffer);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            inner.WriteAsync(buffer, offset, count, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.WriteAsync(buffer, cancellationToken);

        public override void Flush()
        {
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync();
            await base.DisposeAsync();
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

/// <summary>Stands on routes that answer with bytes of the store: their length, ranges and tags are those of the bytes themselves.</summary>
public sealed class StoredBytes
{
    public static readonly StoredBytes Mark = new();
}
