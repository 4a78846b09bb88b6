using Microsoft.Extensions.Options;
using Vitrine.Web;

namespace Vitrine.Features.Sharing;

/// <summary>The whole address of a link, to be sent to somebody: at the site's configured address, else at the one it was asked by.</summary>
public sealed class LinkAddress(IOptions<SiteOptions> site)
{
    public string Of(HttpRequest request, string token) => $"{Site(request)}/s/{token}";

    public string Site(HttpRequest request) =>
        site.Value.Url is { Length: > 0 } url ? new Uri(url).GetLeftPart(UriPartial.Authority) : $"{request.Scheme}://{request.Host}";
}
