using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Web;
using Vitrine.Web.Access;
using SortKey = Vitrine.Library.SortKey;

namespace Vitrine.Features.Gallery;

/// <summary>The library as pages: tiles and table. Each costs one page of rows, however big the library is.</summary>
public static class GalleryPages
{
    private const int TilesPerPage = 80;
    private const int RowsPerPage = 100;

    public static void MapGalleryPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").Admits(Who.People).ExcludeFromDescription();
        pages.MapGet("/", LibraryAsync);
        pages.MapGet("/table", TableAsync);
        pages.MapGet("/dates", DatesAsync);
    }

    private static async Task<IResult> LibraryAsync(
        HttpContext context, IMediaCatalog catalog, string? month, string? after, string? before, CancellationToken cancellationToken)
    {
        var scope = context.Visitor().Scope;
        var isStart = month is null && after is null && before is null;
        var page = isStart
            ? await catalog.PageAsync(scope, MediaSort.TakenNewest, null, TilesPerPage, cancellationToken)
            : before is not null ? await NewerAsync(catalog, scope, before, cancellationToken)
            : month is not null ? await FromMonthAsync(catalog, scope, month, cancellationToken)
            : await OlderAsync(catalog, scope, after!, cancellationToken);
        if (page is null) return Problems.Of(ProblemCode.NotFound);
        if (before is not null && page.Items.Count < TilesPerPage) return Results.LocalRedirect("/");

        var months = await catalog.MonthsAsync(scope, cancellationToken);
        return new RazorComponentResult<LibraryPage>(new
        {
            View = new LibraryView
            {
                Months = MonthOfTiles.From(page.Items),
                Total = Math.Max(months.Sum(month => month.Count), page.Items.Count),
                NewerUrl = isStart || page.Items.Count == 0 ? null : $"/?before={CursorAt(page.Items[0])}",
                OlderUrl = page.Next is { } next ? $"/?after={next}" : null,
                IsStart = isStart,
            },
        });
    }

    /// <summary>Decades have hundreds of months: more than a page of tiles should carry for a menu that few open.</summary>
    private static async Task<IResult> DatesAsync(HttpContext context, IMediaCatalog catalog, CancellationToken cancellationToken) =>
        new RazorComponentResult<DatesPage>(new { Years = YearOfMonths.From(await catalog.MonthsAsync(context.Visitor().Scope, cancellationToken)) });

    private static async Task<IResult> TableAsync(
        HttpContext context, IMediaCatalog catalog, string? sort, string? after, CancellationToken cancellationToken)
    {
        if (!SortColumn.TryParse(sort, out var order)) return Problems.Of(ProblemCode.NotFound);
        Cursor? cursor = null;
        if (after is not null && !(Cursor.TryParse(after, out cursor) && SortKey.Fits(order, cursor!))) return Problems.Of(ProblemCode.NotFound);
        var page = await catalog.PageAsync(context.Visitor().Scope, order, cursor, RowsPerPage, cancellationToken);
        var url = $"/table?sort={SortColumn.NameOf(order)}";
        return new RazorComponentResult<TablePage>(new
        {
            View = new TableView(page.Items, order, after is null ? null : url, page.Next is { } next ? $"{url}&after={next}" : null),
        });
    }

    private static async Task<Page<MediaItem>?> OlderAsync(IMediaCatalog catalog, Scope scope, string after, CancellationToken cancellationToken) =>
        TryParse(after, out var cursor) ? await catalog.PageAsync(scope, MediaSort.TakenNewest, cursor, TilesPerPage, cancellationToken) : null;

    /// <summary>The page that ends just before an item: read backwards, shown forwards.</summary>
    private static async Task<Page<MediaItem>?> NewerAsync(IMediaCatalog catalog, Scope scope, string before, CancellationToken cancellationToken)
    {
        if (!TryParse(before, out var cursor)) return null;
        var page = await catalog.PageAsync(scope, MediaSort.TakenOldest, cursor, TilesPerPage, cancellationToken);
        return new([.. page.Items.Reverse()], page.Items.Count == 0 ? null : CursorAt(page.Items[0]));
    }

    /// <summary>From a month on, down to the oldest item.</summary>
    private static async Task<Page<MediaItem>?> FromMonthAsync(IMediaCatalog catalog, Scope scope, string month, CancellationToken cancellationToken)
    {
        if (!DateTime.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var start) || start.Year is < 1826 or > 9000) return null;
        return await catalog.PageBetweenAsync(
            scope, new TakenAt(DateTime.MinValue), new TakenAt(start.AddMonths(1)), null, TilesPerPage, cancellationToken);
    }

    private static bool TryParse(string text, out Cursor? cursor) =>
        Cursor.TryParse(text, out cursor) && SortKey.Fits(MediaSort.TakenNewest, cursor!);

    private static Cursor CursorAt(MediaItem item) => new(SortKey.Of(item, MediaSort.TakenNewest), item.Id.ToString());
}
