using Microsoft.Extensions.Options;
using Vitrine.Storage;

namespace Vitrine.Features.Delivery;

/// <summary>Downloads straight from the bucket, where the operator wants that and the store can.</summary>
internal sealed class BucketLinks(IBlobStore store, IOptions<DeliveryOptions> options)
{
    /// <summary>How long a link that was handed out opens, also for one who lost the right to it meanwhile (RULES 19).</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    /// <summary>Null where the bytes are to go through the site, as those must that are not the stored ones. A blob that is not as the catalog says is the site's to explain.</summary>
    public async Task<Uri?> FindAsync(HttpRequest request, MediaFile file, CancellationToken cancellationToken)
    {
        if (file.Content is not null) return null;
        if (options.Value.Mode != "redirect" || !HttpMethods.IsGet(request.Method) || !request.WantsDownload()) return null;
        var header = FileNameHeader.For(file.FileName, attachment: true);
        if (await store.DirectLinkAsync(file.Key, Lifetime, file.ContentType, header, cancellationToken) is not { } link) return null;
        return (await store.FindAsync(file.Key, cancellationToken))?.Length == file.Length ? link : null;
    }
}

internal static class Downloads
{
    /// <summary><c>?download=1</c>.</summary>
    public static bool WantsDownload(this HttpRequest request) => request.Query["download"] is [not (null or "" or "0" or "false"), ..];
}
