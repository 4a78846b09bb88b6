using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Vitrine.Library;

namespace Vitrine.Web.Access;

/// <summary>
/// The door of shares: a port, or a host name, at which only routes of shares answer and everything else is absent. Nobody is signed in
/// here: of all that a browser sends along, only the cookie of a visit comes through, and no API key. A route opens here when it admits
/// those who have a link, or says so itself (<see cref="AtShareDoor"/>); any other is closed by default.
/// </summary>
internal sealed class ShareDoor
{
    private readonly RequestDelegate next;
    private readonly Uri? url;

    public ShareDoor(RequestDelegate next, IOptions<ShareOptions> share)
    {
        this.next = next;
        url = share.Value.Url is { Length: > 0 } text ? new Uri(text) : null;
    }

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<Mark>() is null && !IsOurHost(context.Request.Host)) return next(context);
        context.Features.Set(Mark.Here);
        if (!IsOpen(context.GetEndpoint())) return Problems.Of(ProblemCode.NotFound).ExecuteAsync(context);
        Forget(context.Request);
        return next(context);
    }

    /// <summary>True for a route that answers at this door too.</summary>
    internal static bool IsOpen(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<AtShareDoor>() is not null
        || endpoint?.Metadata.GetMetadata<AdmitsAttribute>() is { IsForShares: true };

    /// <summary>Names are compared as browsers and proxies do: without case, and without the dot of a whole name.</summary>
    private bool IsOurHost(HostString host) =>
        url is not null
        && host.HasValue
        && string.Equals(host.Host.TrimEnd('.'), url.IdnHost, StringComparison.OrdinalIgnoreCase)
        && (host.Port == url.Port || (url.IsDefaultPort && host.Port is null));

    private static void Forget(HttpRequest request)
    {
        var visit = request.Cookies[VisitCookie.Name];
        request.Headers.Authorization = default;
        request.Headers.Cookie = visit is null ? default : new CookieHeaderValue(VisitCookie.Name, visit).ToString();
    }

    /// <summary>On connections to the port of shares, and on requests that came in by this door.</summary>
    internal sealed class Mark
    {
        public static readonly Mark Here = new();
    }
}

/// <summary>Stands on routes that are no shares and answer at the door of shares nevertheless.</summary>
public sealed class AtShareDoor
{
    public static readonly AtShareDoor Too = new();
}

public static class ShareDoors
{
    /// <summary>True when the request came in where only shares open.</summary>
    public static bool IsAtShareDoor(this HttpContext context) => context.Features.Get<ShareDoor.Mark>() is not null;
}
