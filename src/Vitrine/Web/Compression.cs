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

    private sealed class Whole(string encoding, Func<Stream, Stream> compress) : ICompressionProvider
    {
        public string EncodingName => encoding;

        public bool SupportsFlush => false;

        public Stream CreateStream(Stream outputStream) => new Gathered(compress(outputStream));
    }
}

/// <summary>Stands on routes that answer with bytes of the store: their length, ranges and tags are those of the bytes themselves.</summary>
public sealed class StoredBytes
{
    public static readonly StoredBytes Mark = new();
}
