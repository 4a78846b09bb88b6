using System.ComponentModel;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Json;

namespace Vitrine.Features.Gallery.Api;

/// <summary>The library as a list: page by page, or by ids.</summary>
public static class ListEndpoints
{
    private const int MostIds = 100;
    private const int LongestPage = 500;

    public static void MapMediaList(this IEndpointRouteBuilder app) => app.MapApi("Media")
        .MapGet("/media", ListAsync)
        .WithName("listMedia")
        .WithSummary("List media")
        .WithDescription("A page of live items in an order; follow `next` for more. With `ids`, just those items, in that order.")
        .Produces<MediaPageJson>()
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<IResult> ListAsync(
        HttpContext context,
        IMediaCatalog catalog,
        [Description("1 to 500 items.")][DefaultValue(100)] int? limit,
        [Description("The `next` of the page before, with the same sort.")] string? cursor,
        [Description("`taken`, `uploaded`, `name` or `size`; a minus puts the newest, last or largest first.")][DefaultValue("-taken")] string? sort,
        [Description("Up to 100 ids with commas between; absent ones are left out.")] string? ids,
        CancellationToken cancellationToken)
    {
        var scope = context.Visitor().Scope;
        if (ids is not null) return await ByIdsAsync(catalog, scope, ids, cancellationToken);
        if (limit is < 1 or > LongestPage) return Problems.Of(ProblemCode.InvalidRequest, $"limit is 1 to {LongestPage}.");
        if (!TryParseSort(sort, out var order)) return Problems.Of(ProblemCode.InvalidRequest, "sort is taken, uploaded, name or size, with or without a minus.");
        Cursor? after = null;
        if (cursor is not (null or "") && !(Cursor.TryParse(cursor, out after) && SortKey.Fits(order, after!))) return Problems.Of(ProblemCode.InvalidCursor);
        return Results.Ok(MediaPageJson.From(await catalog.PageAsync(scope, order, after, limit ?? 100, cancellationToken)));
    }

    private static async Task<IResult> ByIdsAsync(IMediaCatalog catalog, Scope scope, string text, CancellationToken cancellationToken)
    {
        var parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length > MostIds) return Problems.Of(ProblemCode.InvalidRequest, $"At most {MostIds} ids.");
        var ids = new List<MediaId>(parts.Length);
        foreach (var part in parts)
            if (MediaId.TryParse(part, out var id)) ids.Add(id);
        var items = ids.Count == 0 ? [] : await catalog.FindManyAsync(scope, ids, cancellationToken);
        return Results.Ok(new MediaPageJson([.. items.Select(MediaJson.From)], Next: null));
    }

    private static bool TryParseSort(string? text, out MediaSort sort)
    {
        (var known, sort) = text switch
        {
            null or "" or "-taken" => (true, MediaSort.TakenNewest),
            "taken" => (true, MediaSort.TakenOldest),
            "-uploaded" => (true, MediaSort.UploadedNewest),
            "uploaded" => (true, MediaSort.UploadedOldest),
            "name" => (true, MediaSort.NameAscending),
            "-name" => (true, MediaSort.NameDescending),
            "-size" => (true, MediaSort.LargestFirst),
            "size" => (true, MediaSort.SmallestFirst),
            _ => (false, default),
        };
        return known;
    }
}
