using System.Net;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Web.Access;

namespace Vitrine.Web.Telemetry;

/// <summary><c>/metrics</c> answers this machine, and an admin's key or session from anywhere; to all others it is not there (RULES 30).</summary>
internal static class MetricsGate
{
    private static readonly string[] MarksOfAProxy = ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"];

    public static RequestDelegate Guard(RequestDelegate metrics) => context =>
        IsThisMachine(context) || IsAdmin(context.Visitor()) ? metrics(context) : Problems.Of(ProblemCode.NotFound).ExecuteAsync(context);

    /// <summary>A proxy on this machine brings the whole world from 127.0.0.1.</summary>
    private static bool IsThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && !MarksOfAProxy.Any(context.Request.Headers.ContainsKey);

    private static bool IsAdmin(Visitor visitor) => visitor.IsAdmin || visitor is Visitor.Keyed { Who.IsAdmin: true, Key.CanRead: true };
}
