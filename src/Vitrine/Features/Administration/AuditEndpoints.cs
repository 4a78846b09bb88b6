using System.Globalization;
using Vitrine.Library;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Administration;

/// <summary>Who did what: as a page to read and filter, and as a table for other programs.</summary>
internal static class AuditEndpoints
{
    private const int PageLength = 100;

    public static void MapAuditPages(this IEndpointRouteBuilder admin)
    {
        admin.MapGet("/audit", ShowAsync).Admits(Who.Admins);
        admin.MapGet("/audit.csv", ExportAsync).Admits(Who.Admins);
    }

    private static async Task<IResult> ShowAsync(
        IAuditLog log, AuditOptions options, [AsParameters] AuditQuery query, string? after, CancellationToken cancellationToken)
    {
        if (!Cursor.TryRead(after, out var cursor)) return Problems.Of(ProblemCode.NotFound);
        var page = await log.PageAsync(query.ToFilter(), cursor, PageLength, cancellationToken);
        return Pages.Show<AuditPage>(new { page.Items, Query = query, options.Days, Next = page.Next is { } next ? query.UrlOf("/admin/audit", next) : null });
    }

    /// <summary>Everything that fits, page by page as it is read: memory does not grow with the log.</summary>
    private static IResult ExportAsync(HttpContext context, IAuditLog log, TimeProvider time, [AsParameters] AuditQuery query, CancellationToken cancellationToken)
    {
        (context.Audit().Act, context.Audit().Subject) = (AuditAct.AuditExported, "");
        var name = string.Create(CultureInfo.InvariantCulture, $"audit-{time.GetUtcNow():yyyy-MM-dd}.csv");
        return Results.Stream(body => AuditTable.WriteAsync(log, query.ToFilter(), body, cancellationToken), "text/csv; charset=utf-8", name);
    }
}

/// <summary>The filter as it stands in the address. What cannot be understood filters nothing.</summary>
public sealed record AuditQuery
{
    private const int LongestText = 100;

    /// <summary>A part of a name.</summary>
    public string? Q { get; init; }

    /// <summary>One of <see cref="AuditKind"/>.</summary>
    public string? Kind { get; init; }

    /// <summary>The first day, in UTC.</summary>
    public string? From { get; init; }

    /// <summary>The last day, in UTC.</summary>
    public string? Until { get; init; }

    public AuditKind? KnownKind => Enum.TryParse<AuditKind>(Kind, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : null;

    public bool IsEmpty => string.IsNullOrWhiteSpace(Q) && KnownKind is null && Day(From) is null && Day(Until) is null;

    public AuditFilter ToFilter() => new(Text, KnownKind, Day(From), Day(Until)?.AddDays(1));

    public string UrlOf(string path, Cursor? after = null)
    {
        var parts = new (string Name, string? Value)[] { ("q", Text), ("kind", KnownKind?.ToString()), ("from", From), ("until", Until), ("after", after?.ToString()) };
        return path + QueryString.Create(parts.Where(part => !string.IsNullOrEmpty(part.Value)).Select(part => KeyValuePair.Create(part.Name, part.Value)));
    }

    private string? Text => Q?.Trim() is { Length: > 0 and <= LongestText } text ? text : null;

    private static DateTimeOffset? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue
            ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
            : null;
}
