using Vitrine.Library;
using Vitrine.Storage;

namespace Vitrine.Web;

/// <summary>Turns what nobody answered (exceptions, empty 404s and 405s) into problems. Exception text stays in the log.</summary>
internal sealed class ProblemsMiddleware(RequestDelegate next, ILogger<ProblemsMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (HasTwoLengths(context.Request))
        {
            context.Response.Headers.Connection = "close";
            await Problems.Of(ProblemCode.InvalidRequest).ExecuteAsync(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, failure);
            return;
        }

        if (!context.Response.HasStarted && IsBare(context.Response) && CodeOf(context.Response.StatusCode) is { } code)
            await Problems.Of(code).ExecuteAsync(context);
    }

    /// <summary>
    /// Both Content-Length and Transfer-Encoding: a proxy in front may have believed the other one. Kestrel keeps the length that it
    /// passed over under this name.
    /// </summary>
    private static bool HasTwoLengths(HttpRequest request) => request.Headers.ContainsKey("X-Content-Length");

    private async Task AnswerAsync(HttpContext context, Exception failure)
    {
        if (failure is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return;
        }

        context.Response.Clear();
        var code = CodeOf(failure);
        if (code == ProblemCode.Internal)
            log.LogError(failure, "Request {Id} to {Route} failed", context.TraceIdentifier, RouteOf(context));
        else if (failure is CatalogUnavailableException or StorageUnavailableException)
            log.LogWarning("{Route}: {Reason}", RouteOf(context), failure.Message);
        await Problems.Of(code).ExecuteAsync(context);
    }

    /// <summary>The route's template, never its path: some paths are secrets (RULES 21).</summary>
    private static string RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "no route";

    private static bool IsBare(HttpResponse response) =>
        response.StatusCode >= 400 && response.ContentType is null && response.ContentLength is null or 0;

    private static ProblemCode CodeOf(Exception failure) => failure switch
    {
        BadHttpRequestException { StatusCode: 413 } => ProblemCode.BodyTooLarge,
        BadHttpRequestException { StatusCode: 415 } => ProblemCode.UnsupportedMediaType,
        BadHttpRequestException => ProblemCode.InvalidRequest,
        StorageFullException or CatalogUnavailableException { Full: true } => ProblemCode.StorageFull,
        StorageReadOnlyException or CatalogUnavailableException { ReadOnly: true } => ProblemCode.ReadOnlySite,
        StorageUnavailableException or CatalogUnavailableException => ProblemCode.Unavailable,
        _ => ProblemCode.Internal,
    };

    private static ProblemCode? CodeOf(int status) => status switch
    {
        400 => ProblemCode.InvalidRequest,
        401 => ProblemCode.SignInRequired,
        404 => ProblemCode.NotFound,
        405 => ProblemCode.MethodNotAllowed,
        413 => ProblemCode.BodyTooLarge,
        415 => ProblemCode.UnsupportedMediaType,
        503 => ProblemCode.Unavailable,
        500 => ProblemCode.Internal,
        _ => null,
    };
}
