using System.Globalization;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Settings;
using Vitrine.Web;
using Vitrine.Web.Access;

namespace Vitrine.Features.Uploads.Tus;

/// <summary>What tus answers are made of.</summary>
internal static class TusAnswers
{
    public static string UrlOf(HttpContext context, MediaId id) =>
        context.Visitor() is Visitor.LinkHolder ? $"/s/{context.Request.RouteValues["token"]}/uploads/{id}" : $"/api/v1/uploads/{id}";

    /// <summary>Every answer says the version, refusals and failures too.</summary>
    public static async ValueTask<object?> SpeakTusAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[TusHeaders.Resumable] = TusHeaders.Version;
            return Task.CompletedTask;
        });
        if (HttpMethods.IsOptions(context.Request.Method) || context.Request.SpeaksOurVersion()) return await next(invocation);

        context.Response.Headers[TusHeaders.Versions] = TusHeaders.Version;
        return Problems.Of(ProblemCode.TusVersion);
    }

    /// <summary>A queue that outlived its person's session waits for them; whoever signed in meanwhile is not them.</summary>
    public static ValueTask<object?> HeedOwnerAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        return context.Request.Headers[TusHeaders.Owner] is [{ } owner] && owner != context.Visitor().Account?.Id.ToString()
            ? ValueTask.FromResult<object?>(Problems.Of(ProblemCode.SignInRequired))
            : next(invocation);
    }

    public static IResult Options(HttpContext context, Live<IntakeOptions> options, DirectIntake direct)
    {
        var headers = context.Response.Headers;
        headers[TusHeaders.Versions] = TusHeaders.Version;
        headers[TusHeaders.Extensions] = TusHeaders.Offered;
        headers[TusHeaders.MaxSize] = Text(options.Value.MaxFileBytes);
        headers[TusHeaders.ChecksumAlgorithms] = string.Join(',', BodyChecksum.Algorithms);
        if (direct.IsOffered) headers[TusHeaders.Direct] = "true";
        return Results.NoContent();
    }

    /// <summary>How far an upload is, and until when it waits.</summary>
    public static void Position(this HttpResponse response, Upload upload, long offset)
    {
        response.Headers[TusHeaders.Offset] = Text(offset);
        response.Headers.CacheControl = "no-store";
        if (upload.EndedAs is null) response.Headers[TusHeaders.Expires] = upload.ExpiresAt.ToString("R", CultureInfo.InvariantCulture);
    }

    public static void Became(this HttpResponse response, MediaId id, bool duplicate)
    {
        response.Headers[TusHeaders.MediaId] = id.ToString();
        if (duplicate) response.Headers[TusHeaders.Duplicate] = "true";
        response.Headers.Remove(TusHeaders.Expires);
    }

    public static string Text(long bytes) => bytes.ToString(CultureInfo.InvariantCulture);
}
