using Microsoft.Extensions.Options;

namespace Vitrine.Web;

/// <summary>Whole addresses, to be sent to somebody: at the site's configured address, else at the one it was asked by.</summary>
public sealed class SiteAddress(IOptions<SiteOptions> site)
{
    /// <param name="path">Begins with a slash.</param>
    public string Of(HttpRequest request, string path) => Root(request) + path;

    /// <summary>Scheme, host and port, without a slash at the end.</summary>
    public string Root(HttpRequest request) =>
        site.Value.Url is { Length: > 0 } url ? new Uri(url).GetLeftPart(UriPartial.Authority) : $"{request.Scheme}://{request.Host}";
}
