using Microsoft.Extensions.Options;
using Vitrine.Web;
using Vitrine.Web.Access;

namespace Vitrine.Features.Sharing;

/// <summary>
/// The whole address of a link, to be sent to somebody: at the configured address of shares, else at the site's. A page that was asked for at the
/// door of shares names no other.
/// </summary>
public sealed class LinkAddress(SiteAddress site, IOptions<ShareOptions> share)
{
    public string Of(HttpRequest request, string token) => $"{Site(request)}/s/{token}";

    public string Site(HttpRequest request) => share.Value.Url is { Length: > 0 } url ? new Uri(url).GetLeftPart(UriPartial.Authority)
        : request.HttpContext.IsAtShareDoor() ? $"{request.Scheme}://{request.Host}"
        : site.Root(request);
}
