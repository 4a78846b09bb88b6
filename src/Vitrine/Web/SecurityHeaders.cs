using Vitrine.Storage;
using Vitrine.Web.Access;

namespace Vitrine.Web;

/// <summary>
/// Headers that stand on every answer. An endpoint that needs a stricter policy (media) sets its own; what is set already stays.
/// </summary>
internal static class SecurityHeaders
{
    /// <summary>No inline script at all; custom properties in style attributes carry tile proportions and colours.</summary>
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
        + "img-src 'self' data: blob:; media-src 'self' blob:; worker-src 'self'; base-uri 'self'; form-action 'self'; "
        + "frame-ancestors 'none'; object-src 'none'";

    public static void Use(IApplicationBuilder app)
    {
        var policy = PolicyWith(app.ApplicationServices.GetService<IDirectWrites>());
        app.Use((context, next) =>
        {
            // Registered first, so it runs last: antiforgery's "no-store" would keep pages out of the back/forward cache (aspnetcore#54464).
            context.Response.OnStarting(() => Complete(context, policy));
            return next(context);
        });
    }

    /// <summary>Pages and the upload queue's worker may reach the bucket only where they send to it.</summary>
    private static string PolicyWith(IDirectWrites? store) => store is null ? Policy : $"{Policy}; connect-src 'self' {store.Origin}";

    private static Task Complete(HttpContext context, string policy)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        if (context.IsLinkRoute())
        {
            headers["Referrer-Policy"] = "no-referrer"; // the address is the secret
            headers["X-Robots-Tag"] = "noindex, nofollow";
        }
        else headers["Referrer-Policy"] = "same-origin"; // "no-referrer" would make browsers send "Origin: null" with our own forms

        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "geolocation=(), microphone=(), payment=(), usb=()";
        headers.Remove("blazor-enhanced-nav"); // for a script that we do not ship
        if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = policy;
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
            headers["Cross-Origin-Opener-Policy"] = "same-origin"; // browsers ignore it, loudly, on plain http
        }

        SetCaching(context.Response);
        return Task.CompletedTask;
    }

    private static void SetCaching(HttpResponse response)
    {
        var headers = response.Headers;
        headers.Remove("Pragma");
        if (response.StatusCode is 401 or 403 or 404 || headers.SetCookie.Count > 0 && !IsPage(response)) headers.CacheControl = "no-store";
        else if (headers.CacheControl.Count == 0 || IsPage(response)) headers.CacheControl = "private, no-cache";
    }

    private static bool IsPage(HttpResponse response) =>
        response.StatusCode < 400 && response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true
        && HttpMethods.IsGet(response.HttpContext.Request.Method);
}
