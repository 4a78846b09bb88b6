namespace Vitrine.Web.Access;

/// <summary>
/// The cookie of a signed-in person: <c>__Host-vitrine</c> over https, <c>vitrine</c> over http and never accepted on https (RULES 18).
/// It lives as long as browsers allow; the session's row decides when it ends, so it need not be set again.
/// </summary>
public static class SessionCookie
{
    private const string Secure = "__Host-vitrine";
    private const string Plain = "vitrine";

    /// <summary>Longer is cut to this by browsers (RFC 6265bis).</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(400);

    public static string? Read(HttpRequest request) => request.Cookies[NameFor(request)] is { Length: > 0 and <= 200 } value ? value : null;

    public static void Write(HttpContext context, string secret) =>
        context.Response.Cookies.Append(NameFor(context.Request), secret, Options(context.Request));

    public static void Delete(HttpContext context) => context.Response.Cookies.Delete(NameFor(context.Request), Options(context.Request));

    private static string NameFor(HttpRequest request) => request.IsHttps ? Secure : Plain;

    private static CookieOptions Options(HttpRequest request) => new()
    {
        HttpOnly = true,
        Secure = request.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = Longest,
        IsEssential = true,
    };
}
