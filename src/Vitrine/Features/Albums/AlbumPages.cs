using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;
using Vitrine.Library.Publishing;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;
using Vitrine.Web.Json;
using Vitrine.Web.Viewing;

namespace Vitrine.Features.Albums;

/// <summary>Looking at albums. Each page costs one stretch of rows, however much there is.</summary>
internal static class AlbumPages
{
    private const int CardsPerPage = 48;
    private const int TilesPerPage = 100;

    public static void MapAlbumPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/albums").Admits(Who.People).ExcludeFromDescription();
        pages.MapGet("", ListAsync);
        pages.MapGet("/{album}", ShowAsync);
        pages.MapGet("/{album}/media/{id}", ShowItemAsync);
    }

    /// <summary>The album in an address as this visitor may see it.</summary>
    public static async Task<SeenAlbum?> FindAsync(
        this AlbumAccess access, HttpContext context, string album, CancellationToken cancellationToken) =>
        AlbumId.TryParse(album, out var id) && await access.FindAsync(context.Visitor(), id, cancellationToken) is { } seen ? context.Names(seen) : null;

    /// <summary>For the audit log: albums are spoken of by title, also once they are gone.</summary>
    public static SeenAlbum Names(this HttpContext context, SeenAlbum seen)
    {
        (context.Audit().Subject, context.Audit().Name) = ($"albums/{seen.Album.Id}", seen.Album.Title);
        return seen;
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, IAlbumCatalog albums, IAlbumMembers members, OpenOwners owners, IMediaCatalog catalog, string? after, string? shared,
        CancellationToken cancellationToken)
    {
        if (!Cursor.TryRead(after, out var own) | !Cursor.TryRead(shared, out var others)) return Problems.Of(ProblemCode.NotFound);
        var account = context.Visitor().Account!.Id;
        var none = new Page<Album>([], null);
        var mine = shared is null ? await albums.OfOwnerAsync(account, own, CardsPerPage, cancellationToken) : none;
        var theirs = after is null ? await members.SharedWithAsync(account, others, CardsPerPage, cancellationToken) : none;
        var shown = new List<Album>(theirs.Items.Count);
        foreach (var album in theirs.Items)
        {
            if (await owners.IsOpenAsync(album.Owner, cancellationToken)) shown.Add(album);
        }

        return Pages.Show<AlbumsPage>(new
        {
            View = new AlbumsView(
                await CardsAsync(catalog, [.. mine.Items.Where(album => album.Parent is null)], default, cancellationToken), // the others stand on the page of that
                await CardsAsync(catalog, shown, default, cancellationToken),
                mine.Next is { } more ? $"/albums?after={more}" : null,
                theirs.Next is { } further ? $"/albums?shared={further}" : null,
                IsStart: after is null && shared is null),
        });
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, AlbumAccess access, IAlbumCatalog albums, IMediaCatalog catalog, IGuestCatalog guests, string album, string? after, string? @as,
        CancellationToken cancellationToken)
    {
        if (!Cursor.TryRead(after, out var cursor)) return Problems.Of(ProblemCode.NotFound);
        if (await access.FindAsync(context, album, cancellationToken) is not { } seen) return Problems.Of(ProblemCode.NotFound);
        var page = await albums.PageAsync(seen.Album.Id, seen.Album.Order, cursor, TilesPerPage, cancellationToken);
        AlbumRole? seenAs = seen.MayShare && Enum.TryParse<AlbumRole>(@as, ignoreCase: true, out var role) && role >= AlbumRole.Viewer && role < seen.Role
            ? role
            : null;
        var waiting = seen.MayShare && seenAs is null
            ? (await guests.WaitingForAsync(seen.Album.Owner, cancellationToken)).FirstOrDefault(count => count.Album == seen.Album.Id)?.Items ?? 0
            : 0;
        var next = page.Next is { } more ? $"/albums/{album}?after={more}{(seenAs is { } kept ? $"&as={kept}" : "")}" : null;
        var inside = after is null ? await albums.InsideAsync(seen.Album.Id, cancellationToken) : [];
        var way = await access.WayAsync(context.Visitor(), seen, cancellationToken);
        var shown = await albums.ShownAsync(seen.Album, cancellationToken);
        return Pages.Show<AlbumPage>(new
        {
            View = new AlbumView(seen with { Role = seenAs ?? seen.Role }, page.Items, next, after is null, seenAs, waiting)
            {
                Inside = await CardsAsync(catalog, inside, shown, cancellationToken),
                Shown = shown,
                Way = [.. way.Select(above => new Crumb(above.Title, $"/albums/{above.Id}"))],
            },
        });
    }

    private static async Task<IResult> ShowItemAsync(
        HttpContext context, AlbumAccess access, IAlbumCatalog albums, IMediaCatalog catalog, string album, string id, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(context, album, cancellationToken) is not { } seen
            || !MediaId.TryParse(id, out var media)
            || await catalog.FindAsync(seen.Scope, media, cancellationToken) is not { } item) return Problems.Of(ProblemCode.NotFound);
        var root = MediaUrls.InAlbum(seen.Album.Id);
        var beside = await albums.BesideAsync(seen.Album.Id, seen.Album.Order, media, cancellationToken);
        var stage = new StageView
        {
            Item = item,
            Root = root,
            Name = Wording.Name(item),
            Alternative = Wording.Alternative(item),
            PreviousUrl = beside.Previous is { } previous ? MediaUrls.Page(previous, root) : null,
            NextUrl = beside.Next is { } next ? MediaUrls.Page(next, root) : null,
        };
        return Pages.Show<AlbumItemPage>(new { seen.Album, Stage = stage, IsOwn = context.Visitor().Scope.Includes(item.Owner) });
    }

    private static async Task<IReadOnlyList<AlbumCard>> CardsAsync(
        IMediaCatalog catalog, IReadOnlyList<Album> albums, Visibility atLeast, CancellationToken cancellationToken)
    {
        var cards = new List<AlbumCard>(albums.Count);
        foreach (var album in albums)
        {
            var cover = album.Cover is { } id ? await catalog.FindAsync(new Scope.InAlbum(album.Id), id, cancellationToken) : null;
            cards.Add(new AlbumCard(album, cover, album.Visibility > atLeast ? album.Visibility : atLeast));
        }

        return cards;
    }
}
