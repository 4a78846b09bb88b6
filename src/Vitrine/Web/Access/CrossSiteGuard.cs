using Microsoft.Extensions.Options;
using Vitrine.Library;

namespace Vitrine.Web.Access;

/// <summary>
/// Unsafe requests without an API key must come from this site's own pages (RULES 20): an Origin equal to the site's, or
/// <c>Sec-Fetch-Site: same-origin</c>. Forms carry an antiforgery token besides. Who sends neither header and no session either is
/// no browser, or one with nothing to abuse: the gate answers them. The forms of share links act for nobody: the link in the path is all
/// that counts, and whoever knows it can send them anyway. Their pages send no referrer, so browsers could not name an origin.
/// </summary>
internal sealed class CrossSiteGuard(RequestDelegate next, IOptions<SiteOptions> site)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (IsSafe(request.Method) || context.IsLinkRoute() || request.Headers.Authorization.Count > 0 || IsOurOwn(request)) return next(context);
        return Problems.Of(ProblemCode.CrossSite, Hint(request)).ExecuteAsync(context);
    }

    private static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    private bool IsOurOwn(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "same-origin" => true,
        "" when request.Headers.Origin.Count == 0 => SessionCookie.Read(request) is null,
        "" => IsOurs(request, request.Headers.Origin.ToString()),
        _ => false,
    };

    private bool IsOurs(HttpRequest request, string origin) =>
        string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
        || (site.Value.Url is { Length: > 0 } url && string.Equals(origin, new Uri(url).GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase));

    /// <summary>Behind a proxy that ends TLS the site believes it is at http; the person who set it up can mend that.</summary>
    private static string? Hint(HttpRequest request) =>
        !request.IsHttps && string.Equals(request.Headers.Origin, $"https://{request.Host}", StringComparison.OrdinalIgnoreCase)
            ? "Your browser is at https, but the site believes it is at http. Whoever runs it behind a reverse proxy sets VITRINE_SITE__URL or VITRINE_SITE__TRUSTEDPROXIES."
            : null;
}
