using System.ComponentModel;
using System.Globalization;
using Vitrine.Library;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Json;
using SortKey = Vitrine.Library.SortKey;

namespace Vitrine.Features.Gallery.Api;

/// <summary>The library by time (RULES 17): counts per month and day, and the items of one section.</summary>
public static class TimelineEndpoints
{
    private const int LongestSection = 500;

    public static void MapTimeline(this IEndpointRouteBuilder app)
    {
        var timeline = app.MapApi("Timeline");
        timeline.MapGet("/timeline", TimelineAsync)
            .WithName("getTimeline")
            .WithSummary("Months with counts per day")
            .WithDescription("The header `Timeline-As-Of` is the `asOf` of selections made by it. Newest first. A section is a month, or its single days where the month holds more than 500 items.")
            .Produces<TimelineJson>()
            .Produces(StatusCodes.Status304NotModified);
        timeline.MapGet("/timeline/{section}", SectionAsync)
            .WithName("getTimelineSection")
            .WithSummary("The items of a month or a day")
            .WithDescription("At most 500, newest first, a column per field. Where they differ from the counts, believe the items.")
            .Produces<SectionJson>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> TimelineAsync(HttpContext context, IMediaCatalog catalog, TimeProvider time, CancellationToken cancellationToken)
    {
        // Beside the body, which is the same as long as the library is. Taken first: what is uploaded while the days are read counts as later.
        context.Response.Headers["Timeline-As-Of"] = MediaId.New(time).ToString();
        return Tagged.Content(
            context, TimelineJson.From(await catalog.DaysAsync(context.Visitor().Scope, cancellationToken)), GalleryJson.Default.TimelineJson);
    }

    private static async Task<IResult> SectionAsync(
        HttpContext context,
        IMediaCatalog catalog,
        [Description("`yyyy-MM` or `yyyy-MM-dd`.")] string section,
        [Description("The `next` of the part before.")] string? cursor,
        [Description("`true` adds placeholder pictures.")] bool? thumbhashes,
        CancellationToken cancellationToken)
    {
        if (!TryParseSection(section, out var from, out var until)) return Problems.Of(ProblemCode.NotFound);
        Cursor? after = null;
        if (cursor is not (null or "") && !(Cursor.TryParse(cursor, out after) && SortKey.Fits(MediaSort.TakenNewest, after!))) return Problems.Of(ProblemCode.InvalidCursor);
        var page = await catalog.PageBetweenAsync(context.Visitor().Scope, from, until, after, LongestSection, cancellationToken);
        return Tagged.Content(context, SectionJson.From(section, page, thumbhashes ?? false), GalleryJson.Default.SectionJson);
    }

    internal static bool TryParseSection(string text, out TakenAt from, out TakenAt until)
    {
        var month = DateTime.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var start);
        var ok = month || DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out start);
        // The last month of the calendar has no month after it.
        ok = ok && start.Year < 9999;
        from = new TakenAt(start);
        until = ok ? new TakenAt(month ? start.AddMonths(1) : start.AddDays(1)) : from;
        return ok;
    }
}
