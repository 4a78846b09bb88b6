using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Links;
using Vitrine.Web;
using Vitrine.Web.Access;

namespace Vitrine.Features.Sharing;

/// <summary>The page that shares one thing: a form for a new link, and the links there are.</summary>
public sealed class ShareDesk(AlbumAccess access, IAlbumCatalog albums, IMediaCatalog catalog, ILinkCatalog links, TimeProvider time)
{
    private const int LinksShown = 50;
    private const int TilesShown = 6;

    /// <param name="madeUrl">The address that was just made, in clear.</param>
    public async Task<IResult> ShowAsync(HttpContext context, ShareForm form, string? madeUrl, CancellationToken cancellationToken)
    {
        var visitor = context.Visitor();
        var status = form.Wrong is null ? StatusCodes.Status200OK : Problems.All[ProblemCode.InvalidField].Status;
        if (form.Album is { } id)
        {
            if (await access.FindAsync(visitor, id, cancellationToken) is not { } seen) return Problems.Of(ProblemCode.NotFound);
            if (!seen.MayShare) return Problems.Of(ProblemCode.NotYourPart);
            var rows = await SharePages.RowsAsync(visitor, await links.OfAlbumAsync(id, LinksShown, cancellationToken), links, albums, time, cancellationToken);
            var shown = await albums.PageAsync(id, seen.Album.Order, null, TilesShown, cancellationToken);
            return Page(form, seen.Album.Title, shown.Items, rows, madeUrl, status);
        }

        if (form.Items.Count is 0 or > ILinkCatalog.MostItems) return Problems.Of(ProblemCode.InvalidRequest, $"Choose 1 to {ILinkCatalog.MostItems} items to share.");
        var items = await catalog.FindManyAsync(visitor.Scope, [.. form.Items.Take(TilesShown)], cancellationToken);
        if (items.Count == 0) return Problems.Of(ProblemCode.NotFound);
        var there = form.Items is [var only] ? await links.OfItemAsync(only, LinksShown, cancellationToken) : [];
        var title = form.Items.Count == 1 ? Wording.Name(items[0]) : Wording.Count(form.Items.Count, "item");
        return Page(form, title, items, await SharePages.RowsAsync(visitor, there, links, albums, time, cancellationToken), madeUrl, status);
    }

    private static IResult Page(ShareForm form, string what, IReadOnlyList<MediaItem> items, IReadOnlyList<LinkRow> rows, string? madeUrl, int status) =>
        Pages.Show<NewSharePage>(new { Form = form, What = what, Items = items, Rows = rows, MadeUrl = madeUrl }, status);
}
