using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Links;
using Vitrine.Web;
using Vitrine.Web.Json;
using Vitrine.Web.Viewing;

namespace Vitrine.Features.Sharing;

/// <summary>Puts together what holders of a link and the public see: never more than what is offered says.</summary>
public sealed class ShareViews(IAlbumCatalog albums, IMediaCatalog catalog, LinkRights rights, Previews previews)
{
    private const int AtOnce = 100;

    public async Task<string> TitleAsync(IOffer offer, CancellationToken cancellationToken) =>
        offer.Album is { } album ? await TitleOfAsync(album, cancellationToken) : offer.Title ?? "Shared with you";

    /// <summary>Null when the album went this very moment.</summary>
    public async Task<ShareView?> PageAsync(
        HttpContext context, IOffer offer, Viewpoint at, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        var album = offer.Album is { } id ? await albums.FindAsync(id, cancellationToken) : null;
        if (offer.Album is not null && album is null) return null;
        var isShown = offer.Scope is not Scope.Nothing;
        var page = !isShown ? new Page<MediaItem>([], null)
            : album is not null
            ? await albums.PageAsync(album.Id, album.Order, after, limit, cancellationToken)
            : await NamedAsync(offer, after, limit, cancellationToken);
        var cover = album?.Cover is { } chosen ? await catalog.FindAsync(offer.Scope, chosen, cancellationToken) : page.Items is [var first, ..] ? first : null;
        var title = album?.Title ?? offer.Title ?? "Shared with you";
        var within = isShown && album is not null && after is null ? await albums.InsideAsync(album.Id, cancellationToken) : [];
        return new ShareView
        {
            Title = title,
            Description = album?.Description,
            At = at,
            Items = [.. page.Items.Select(item => new SharedItem(item, Gives(rights.Original(offer, item)), Previews.Nameless(offer, item)))],
            NextUrl = page.Next is { } next ? $"{at.Home}?after={next}" : null,
            Withheld = page.Items.Any(item => rights.Original(offer, item) == LinkOriginal.Withheld),
            Albums = [.. await Task.WhenAll(within.Select(inner => CardAsync(inner, at, cancellationToken)))],
            Way = await WayAsync(offer, at, cancellationToken),
            ArchiveUrl = offer.CanDownload && at.SeenAs is null && page.Items.Count + within.Count > 1 ? $"{at.Home}/archive" : null,
            AddUrl = offer is ShareLink { Guests: not null } && at.SeenAs is null ? $"{at.Top}/add" : null,
            OnlyAdds = !isShown,
            Preview = previews.OfHome(context, at, title, album?.Description, cover),
        };
    }

    /// <param name="isHome">True where the item is all there is, so that there is no page to go back to.</param>
    public async Task<ShareItemView> ItemAsync(
        HttpContext context, IOffer offer, Viewpoint at, MediaItem item, bool isHome, CancellationToken cancellationToken)
    {
        var beside = await BesideAsync(offer, item.Id, cancellationToken);
        var given = await rights.LookAsync(offer, item, cancellationToken);
        var stage = new StageView
        {
            Item = item,
            Root = at.Root,
            Originals = Gives(given),
            Name = Previews.NameOf(offer, item),
            Alternative = Previews.Nameless(offer, item) ?? Wording.Alternative(item),
            PreviousUrl = beside.Previous is { } previous ? MediaUrls.Page(previous, at.Root) : null,
            NextUrl = beside.Next is { } next ? MediaUrls.Page(next, at.Root) : null,
        };
        var title = isHome ? stage.Name : await TitleAsync(offer, cancellationToken);
        return new ShareItemView(
            stage, isHome ? null : at.Home, title, at, offer.ShowMetadata, given == LinkOriginal.Withheld, previews.OfItem(context, at, offer, item, isHome));
    }

    private async Task<InsideCard> CardAsync(Album album, Viewpoint at, CancellationToken cancellationToken)
    {
        var cover = album.Cover is { } chosen ? await catalog.FindAsync(new Scope.InAlbum(album.Id), chosen, cancellationToken) : null;
        return new InsideCard(album, cover, at.Of(album.Id), $"{at.Of(album.Id)}/media");
    }

    /// <summary>No higher than what is offered: of albums above it nothing is told.</summary>
    private async Task<IReadOnlyList<Crumb>> WayAsync(IOffer offer, Viewpoint at, CancellationToken cancellationToken)
    {
        if (offer is not InsideOffer { Whole.Album: { } top, Inside: var here }) return [];
        var line = await albums.LineAsync(here, cancellationToken);
        var shown = line.TakeWhile(above => above.Id != top).Select(above => new Crumb(above.Title, at.Of(above.Id)));
        return [.. shown.Append(new Crumb(await TitleOfAsync(top, cancellationToken), at.Top)).Reverse()];
    }

    private async Task<string> TitleOfAsync(AlbumId album, CancellationToken cancellationToken) => (await albums.FindAsync(album, cancellationToken))?.Title ?? "";

    /// <summary>The original, whole or scrubbed: it can be shown, played and downloaded.</summary>
    private static bool Gives(LinkOriginal given) => given is LinkOriginal.AsItIs or LinkOriginal.Scrubbed;

    /// <summary>A stretch of the named items, in their order; the cursor is the last one read.</summary>
    private async Task<Page<MediaItem>> NamedAsync(IOffer offer, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        var from = after is not null && MediaId.TryParse(after.Id, out var last) ? offer.Items.ToList().IndexOf(last) + 1 : 0;
        var some = offer.Items.Skip(from).Take(Math.Min(limit, AtOnce)).ToList();
        var items = await catalog.FindManyAsync(offer.Scope, some, cancellationToken);
        return new Page<MediaItem>(items, from + some.Count < offer.Items.Count ? new Cursor("", some[^1].ToString()) : null);
    }

    private async Task<Beside> BesideAsync(IOffer offer, MediaId id, CancellationToken cancellationToken)
    {
        if (offer.Album is { } album)
        {
            return await albums.FindAsync(album, cancellationToken) is { } found
                ? await albums.BesideAsync(album, found.Order, id, cancellationToken)
                : new Beside(null, null);
        }

        var at = offer.Items.ToList().IndexOf(id);
        return new Beside(
            await NearestAsync(offer, offer.Items.Take(at).Reverse(), cancellationToken), await NearestAsync(offer, offer.Items.Skip(at + 1), cancellationToken));
    }

    /// <summary>The first that is still there.</summary>
    private async Task<MediaId?> NearestAsync(IOffer offer, IEnumerable<MediaId> ids, CancellationToken cancellationToken) =>
        await catalog.FindManyAsync(offer.Scope, [.. ids.Take(AtOnce)], cancellationToken) is [var nearest, ..] ? nearest.Id : null;
}
