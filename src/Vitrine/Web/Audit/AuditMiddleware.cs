using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Audit;
using Vitrine.Web.Access;
using Vitrine.Web.Json;

namespace Vitrine.Web.Audit;

/// <summary>
/// Writes down what a request did, after it did it. A form that did something leads elsewhere or answers script with nothing; one that asks again or
/// shows what is wrong does not, so on pages a redirect counts and in the API every success. Handlers say where it is otherwise.
/// </summary>
internal sealed partial class AuditMiddleware(RequestDelegate next, IAuditLog log, TimeProvider time, ILogger<AuditMiddleware> logger)
{
    private const int LongestName = 200;

    /// <summary>The deed is done; its entry does not depend on whether somebody still listens.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (ActOf(context) is not { } act) return;
        foreach (var name in context.Audit().Names ?? [context.Audit().Name]) await WriteAsync(EntryOf(context, act, name));
    }

    private static AuditAct? ActOf(HttpContext context)
    {
        var note = context.Features.Get<AuditNote>();
        if (note?.Act is { } told) return told;
        if (note?.NothingDone == true || context.GetEndpoint()?.Metadata.GetMetadata<AuditedAttribute>() is not { } audited) return null;
        var done = context.Response.StatusCode switch
        {
            StatusCodes.Status204NoContent or (>= 300 and < 400) => true,
            >= 200 and < 300 => context.Request.Path.StartsWithSegments(ApiRoutes.Root),
            _ => false,
        };
        return done ? audited.Act : null;
    }

    private AuditEntry EntryOf(HttpContext context, AuditAct act, string? called)
    {
        var note = context.Audit();
        var actor = note.Actor ?? context.Visitor().Account;
        var name = called is { Length: > LongestName } ? called[..LongestName] : called;
        return new AuditEntry(
            Ids.New(time), actor?.Id, actor?.Name ?? "a visitor", act, note.Subject ?? SubjectOf(context), name, Networks.TextOf(context.Connection.RemoteIpAddress));
    }

    /// <summary>Which thing the route is about: the first id in it, with the word before it. Never a token, which would open what it names.</summary>
    private static string SubjectOf(HttpContext context)
    {
        if (context.IsLinkRoute()) return "";
        var parts = (context.Request.Path.Value ?? "").Trim('/').Split('/');
        var at = Array.FindIndex(parts, part => Guid.TryParseExact(part, "N", out _));
        return at > 0 ? $"{parts[at - 1]}/{parts[at]}" : "";
    }

    private async Task WriteAsync(AuditEntry entry)
    {
        using var late = new CancellationTokenSource(Longest, time);
        try
        {
            await log.AppendAsync(entry, late.Token);
        }
        catch (Exception failure) when (failure is CatalogUnavailableException or OperationCanceledException)
        {
            LogNotWritten(logger, failure, entry.Act, entry.ActorName, entry.Subject);
        }
    }

    [LoggerMessage(LogLevel.Error, "The audit log could not be written: {act} by {actor} on {subject}.")]
    private static partial void LogNotWritten(ILogger logger, Exception failure, AuditAct act, string actor, string subject);
}
