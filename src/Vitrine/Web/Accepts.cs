using Microsoft.Net.Http.Headers;

namespace Vitrine.Web;

/// <summary>Tells people from programs.</summary>
public static class Accepts
{
    /// <summary>
    /// True for a browser that shows a page. Whoever sends a key or asks under <c>/api</c> is a program; so is whoever does not name
    /// <c>text/html</c> (a wildcard alone is what programs send).
    /// </summary>
    public static bool WantsPage(this HttpRequest request) =>
        !request.Path.StartsWithSegments("/api")
        && request.Headers.Authorization.Count == 0
        && MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var types)
        && types.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) && type.Quality is null or > 0);
}
