using System.Collections.Frozen;
using System.Text.Json;

namespace Vitrine.Web;

/// <summary>
/// The front end as Vite built it: a fixed set of small files, held in memory and found by exact name, so that no request
/// path ever reaches a file system. Names with a hash are cached for ever; Brotli was made by the build.
/// </summary>
public sealed class StaticAssets
{
    public const string Prefix = "/assets/";

    private readonly FrozenDictionary<string, Asset> files;
    private readonly FrozenDictionary<string, string[]> urls;

    private StaticAssets(Dictionary<string, Asset> files, Dictionary<string, string[]> urls) =>
        (this.files, this.urls) = (files.ToFrozenDictionary(), urls.ToFrozenDictionary());

    /// <summary>Reads the built files; a folder that is absent (the front end was not built) yields pages without style and script.</summary>
    public static StaticAssets Load(string folder)
    {
        var manifest = Path.Combine(folder, "manifest.json");
        if (!File.Exists(manifest)) return new([], []);
        using var entries = JsonDocument.Parse(File.ReadAllBytes(manifest));
        var hashed = entries.RootElement.EnumerateObject().SelectMany(e => Names(e.Value)).ToHashSet();
        var files = Directory.EnumerateFiles(folder)
            .Where(path => Path.GetExtension(path) is not (".br" or ".json"))
            .ToDictionary(path => Path.GetFileName(path), path => Asset.Read(path, hashed.Contains(Path.GetFileName(path))));
        var urls = entries.RootElement.EnumerateObject().ToDictionary(e => e.Name, e => Names(e.Value).Select(n => Prefix + n).ToArray());
        return new(files, urls);
    }

    /// <summary>The address of a source file such as <c>Client/app.ts</c>; null when the front end was not built.</summary>
    public string? Url(string source) => urls.TryGetValue(source, out var names) ? names[0] : null;

    /// <summary>The style sheets a script entry brings along.</summary>
    public IEnumerable<string> Styles(string source) => urls.TryGetValue(source, out var names) ? names.Skip(1) : [];

    /// <summary>Answers a request for one of the files; false when it is not ours.</summary>
    public async Task<bool> TryServeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))) return false;
        var path = request.Path.Value ?? "";
        if (!path.StartsWith(Prefix, StringComparison.Ordinal) || !files.TryGetValue(path[Prefix.Length..], out var asset)) return false;
        await asset.ServeAsync(context);
        return true;
    }

    /// <summary>An entry's own file first, then its style sheets.</summary>
    private static IEnumerable<string> Names(JsonElement entry) =>
        entry.TryGetProperty("css", out var css)
            ? [entry.GetProperty("file").GetString()!, .. css.EnumerateArray().Select(c => c.GetString()!)]
            : [entry.GetProperty("file").GetString()!];

    private sealed record Asset(string ContentType, byte[] Content, byte[]? Brotli, string Tag, bool Immutable)
    {
        public static Asset Read(string path, bool immutable)
        {
            var content = File.ReadAllBytes(path);
            var brotli = File.Exists(path + ".br") ? File.ReadAllBytes(path + ".br") : null;
            var tag = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content))[..16];
            return new(TypeOf(path), content, brotli, tag, immutable);
        }

        public async Task ServeAsync(HttpContext context)
        {
            var (request, response) = (context.Request, context.Response);
            var compressed = Brotli is not null && AcceptsBrotli(request);
            var tag = compressed ? $"\"{Tag}-br\"" : $"\"{Tag}\"";
            response.Headers.ETag = tag;
            response.Headers.CacheControl = Immutable ? "public, max-age=31536000, immutable" : "no-cache";
            if (Brotli is not null) response.Headers.Vary = "Accept-Encoding";
            if (request.Headers.IfNoneMatch == tag)
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            var body = compressed ? Brotli! : Content;
            if (compressed) response.Headers.ContentEncoding = "br";
            response.ContentType = ContentType;
            response.ContentLength = body.Length;
            if (HttpMethods.IsGet(request.Method)) await response.Body.WriteAsync(body, context.RequestAborted);
        }

        private static bool AcceptsBrotli(HttpRequest request) =>
            request.GetTypedHeaders().AcceptEncoding.Any(e => e.Value == "br" && e.Quality is not 0);

        private static string TypeOf(string path) => Path.GetExtension(path) switch
        {
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".png" => "image/png",
            ".webmanifest" => "application/manifest+json",
            _ => "application/octet-stream",
        };
    }
}
