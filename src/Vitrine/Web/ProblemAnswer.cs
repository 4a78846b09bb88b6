using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Vitrine.Library;

namespace Vitrine.Web;

/// <summary>One problem as an answer: a page to those who ask for HTML, RFC 9457 JSON to everybody else.</summary>
internal sealed class ProblemAnswer(Problem problem, string? detail, TimeSpan? retryAfter) : IResult, IStatusCodeHttpResult
{
    /// <summary>Quotation marks and dashes as they are: the body is JSON with nosniff, never put into a page.</summary>
    private static readonly JsonWriterOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(5);

    public int? StatusCode => problem.Status;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = problem.Status;
        response.Headers.CacheControl = "no-store";
        response.Headers.Append("Vary", "Accept");
        SayWhenToRetry(response, retryAfter);
        if (problem.Status == StatusCodes.Status401Unauthorized && !httpContext.Request.WantsPage())
            response.Headers.WWWAuthenticate = "Bearer";
        return httpContext.Request.WantsPage() ? PageAsync(httpContext) : JsonAsync(httpContext);
    }

    /// <summary>Retry-After, where the status means "later"; for answers that say their problems in another form, too.</summary>
    public static void SayWhenToRetry(HttpResponse response, TimeSpan? retryAfter = null)
    {
        if ((retryAfter ?? (response.StatusCode is 429 or 503 or 507 ? UsualWait : null)) is { } wait)
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }

    private Task PageAsync(HttpContext context) =>
        new RazorComponentResult<ErrorPage>(new { problem.Status, problem.Title, Sentence = detail ?? problem.Detail })
        {
            StatusCode = problem.Status,
        }.ExecuteAsync(context);

    private async Task JsonAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("code", problem.Wire);
            json.WriteString("title", problem.Title);
            json.WriteString("detail", detail ?? problem.Detail);
            json.WriteNumber("status", problem.Status);
            if (RequestIdOf(context) is { } id) json.WriteString("requestId", id);
            json.WriteEndObject();
        }

        context.Response.ContentType = "application/problem+json";
        context.Response.ContentLength = buffer.Length;
        if (HttpMethods.IsHead(context.Request.Method)) return;
        await context.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), context.RequestAborted);
    }

    /// <summary>Only where somebody has to look into the log; every other body is the same for all who get it.</summary>
    private string? RequestIdOf(HttpContext context) => problem.Code == ProblemCode.Internal ? context.TraceIdentifier : null;
}
