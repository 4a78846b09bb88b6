using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Settings;

namespace Vitrine.Web.Access;

/// <summary>
/// The one place where <see cref="AdmitsAttribute"/> is enforced. Denies by default: a route that does not say whom it admits
/// keeps the site from starting.
/// </summary>
internal sealed class Gate
{
    private readonly RequestDelegate next;
    private readonly Live<PublicOptions> visitors;

    public Gate(RequestDelegate next, EndpointDataSource endpoints, Live<PublicOptions> options)
    {
        (this.next, visitors) = (next, options);
        var silent = endpoints.Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<AdmitsAttribute>() is null).ToList();
        if (silent.Count > 0)
            throw new InvalidOperationException($"These routes do not say whom they admit: {string.Join(", ", silent.Select(endpoint => endpoint.DisplayName))}");
    }

    public Task InvokeAsync(HttpContext context)
    {
        // No endpoint, or routing's own 405 and 415, which are not routes: nothing behind them to guard.
        if (context.GetEndpoint() is not RouteEndpoint endpoint) return next(context);
        var who = endpoint.Metadata.GetMetadata<AdmitsAttribute>()?.Who ?? Who.None;
        return Refusal(who, context.Visitor(), context.Request.Method) is { } code ? AnswerAsync(context, code) : next(context);
    }

    /// <summary>Why a visitor may not knock at a route, or null when they may.</summary>
    internal static ProblemCode? Refusal(Who who, Visitor visitor, string method) => visitor switch
    {
        _ when who.HasFlag(Who.Everyone) => null,
        Visitor.LinkHolder when (who & (Who.Links | Who.Door)) != 0 => null,
        Visitor.AtTheDoor when who.HasFlag(Who.Door) => null,
        Visitor.Onlooker when who.HasFlag(Who.Onlookers) => null,
        _ when (who & Admission.Shares) != 0 => ProblemCode.NotFound,
        Visitor.SignedIn when who.HasFlag(Who.People) || (visitor.IsAdmin && who.HasFlag(Who.Admins)) => null,
        Visitor.SignedIn => ProblemCode.AdminsOnly,
        Visitor.Keyed when !who.HasFlag(Who.Keys) => ProblemCode.NotForKeys,
        Visitor.Keyed when !visitor.MayWrite && !IsSafe(method) => ProblemCode.ReadOnlyKey,
        Visitor.Keyed => null,
        _ => ProblemCode.SignInRequired,
    };

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private Task AnswerAsync(HttpContext context, ProblemCode code)
    {
        var request = context.Request;
        var comesBack = code == ProblemCode.SignInRequired && request.WantsPage() && HttpMethods.IsGet(request.Method);
        var answer = comesBack ? Results.LocalRedirect(visitors.Value.FrontPage && request.Path == "/" ? "/public" : ReturnUrl.SignInAt(request)) : Problems.Of(code);
        return answer.ExecuteAsync(context);
    }
}
