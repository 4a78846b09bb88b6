using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Links;
using Vitrine.Web;
using Vitrine.Web.Json;
using Vitrine.Web.Viewing;

namespace Vitrine.Features.Sharing;

/// <summary>One page of what a link shows.</summary>
public sealed record ShareView
{
    public required string Title { get; init; }
    public string? Description { get; init; }
    public required string Root { get; init; }
    public required IReadOnlyList<SharedItem> Items { get; init; }
    public string? NextUrl { get; init; }
    public required bool IsStart { get; init; }
    public required bool ShowMetadata { get; init; }

    /// <summary>Whether originals would be offered if nothing had to be taken out of them first.</summary>
    public required bool Withheld { get; init; }

    /// <summary>All of it as a zip; null where originals are not for this visitor.</summary>
    public string? ArchiveUrl { get; init; }

    /// <summary>Where guests add to it; null where they may not, and for its owner.</summary>
    public string? AddUrl { get; init; }

    /// <summary>It shows nothing to those who hold it.</summary>
    public bool OnlyAdds { get; init; }

    /// <summary>Whole addresses for previews in chats; null for protected links.</summary>
    public string? PreviewUrl { get; init; }

    public string? PreviewPicture { get; init; }

    /// <summary>For whom the link is, when its owner looks at it as they do.</summary>
    public string? SeenAs { get; init; }
}

/// <param name="Originals">Whether this one's original is given.</param>
/// <param name="Nameless">Stands for its name where nothing that is known of it is shown.</param>
public sealed record SharedItem(MediaItem Item, bool Originals, string? Nameless);

/// <summary>Where what a link shows is looked at: by those who hold it, or by its owner, who sees it as they do.</summary>
/// <param name="Home">The page of tiles.</param>
/// <param name="Root">Where items and their bytes are.</param>
public sealed record ShareDoor(string Home, string Root, bool IsOwners)
{
    public static ShareDoor Of(string token) => new($"/s/{token}", MediaUrls.ByLink(token), IsOwners: false);

    public static ShareDoor Of(LinkId link) => new($"/shares/{link}/view", MediaUrls.AsLink(link), IsOwners: true);
}

public sealed record ShareItemView(StageView Stage, string BackUrl, string Title, bool ShowMetadata, bool Withheld);

/// <summary>Puts together what holders of a link see: never more than the link says.</summary>
public sealed class ShareViews(IAlbumCatalog albums, IMediaCatalog catalog, LinkRights rights, LinkAddress address)
{
    private const int AtOnce = 100;

    public async Task<string> TitleAsync(ShareLink link, CancellationToken cancellationToken) =>
        link.Album is { } album ? (await albums.FindAsync(album, cancellationToken))?.Title ?? "" : link.Title ?? "Shared with you";

    /// <summary>Null when the album went this very moment.</summary>
    public async Task<ShareView?> PageAsync(
        HttpContext context, ShareLink link, ShareDoor door, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        var album = link.Album is { } id ? await albums.FindAsync(id, cancellationToken) : null;
        if (link.Album is not null && album is null) return null;
        var page = !link.CanView ? new Page<MediaItem>([], null)
            : album is not null
            ? await albums.PageAsync(album.Id, album.Order, after, limit, cancellationToken)
            : await NamedAsync(link, after, limit, cancellationToken);
        var isOpen = !link.IsProtected && !door.IsOwners;
        var cover = album?.Cover is { } chosen ? await catalog.FindAsync(link.Scope, chosen, cancellationToken) : page.Items is [var first, ..] ? first : null;
        var site = address.Site(context.Request);
        return new ShareView
        {
            Title = album?.Title ?? link.Title ?? "Shared with you",
            Description = album?.Description,
            Root = door.Root,
            Items = [.. page.Items.Select(item => new SharedItem(item, Gives(rights.Original(link, item)), Nameless(link, item)))],
            NextUrl = page.Next is { } next ? $"{door.Home}?after={next}" : null,
            IsStart = after is null,
            ShowMetadata = link.ShowMetadata,
            Withheld = page.Items.Any(item => rights.Original(link, item) == LinkOriginal.Withheld),
            PreviewUrl = isOpen ? site + door.Home : null,
            PreviewPicture = isOpen && cover?.FindRendition("screen") is not null ? site + MediaUrls.Rendition(cover.Id, "screen", door.Root) : null,
            SeenAs = door.IsOwners ? link.Name : null,
            AddUrl = link.Guests is not null && !door.IsOwners ? $"{door.Home}/add" : null,
            OnlyAdds = !link.CanView,
            ArchiveUrl = link.CanDownload && !door.IsOwners && page.Items.Count > 1 ? $"{door.Home}/archive" : null,
        };
    }

    public async Task<ShareItemView> ItemAsync(ShareLink link, ShareDoor door, MediaItem item, CancellationToken cancellationToken)
    {
        var beside = await BesideAsync(link, item.Id, cancellationToken);
        var given = await rights.LookAsync(link, item, cancellationToken);
        var root = door.Root;
        var stage = new StageView
        {
            Item = item,
            Root = root,
            Originals = Gives(given),
            Name = Nameless(link, item) ?? Wording.Name(item),
            Alternative = Nameless(link, item) ?? Wording.Alternative(item),
            PreviousUrl = beside.Previous is { } previous ? MediaUrls.Page(previous, root) : null,
            NextUrl = beside.Next is { } next ? MediaUrls.Page(next, root) : null,
        };
        return new ShareItemView(
            stage, door.Home, await TitleAsync(link, cancellationToken), link.ShowMetadata, given == LinkOriginal.Withheld);
    }

    /// <summary>The original, whole or scrubbed: it can be shown, played and downloaded.</summary>
    private static bool Gives(LinkOriginal given) => given is LinkOriginal.AsItIs or LinkOriginal.Scrubbed;

    private static string? Nameless(ShareLink link, MediaItem item) => link.ShowMetadata ? null : Wording.Kind(item.Kind);

    /// <summary>A stretch of the named items, in their order; the cursor is the last one read.</summary>
    private async Task<Page<MediaItem>> NamedAsync(ShareLink link, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        var from = after is not null && MediaId.TryParse(after.Id, out var last) ? link.Items.ToList().IndexOf(last) + 1 : 0;
        var some = link.Items.Skip(from).Take(Math.Min(limit, AtOnce)).ToList();
        var items = await catalog.FindManyAsync(link.Scope, some, cancellationToken);
        return new Page<MediaItem>(items, from + some.Count < link.Items.Count ? new Cursor("", some[^1].ToString()) : null);
    }

    private async Task<Beside> BesideAsync(ShareLink link, MediaId id, CancellationToken cancellationToken)
    {
        if (link.Album is { } album)
        {
            return await albums.FindAsync(album, cancellationToken) is { } found
                ? await albums.BesideAsync(album, found.Order, id, cancellationToken)
                : new Beside(null, null);
        }

        var at = link.Items.ToList().IndexOf(id);
        return new Beside(
            await NearestAsync(link, link.Items.Take(at).Reverse(), cancellationToken), await NearestAsync(link, link.Items.Skip(at + 1), cancellationToken));
    }

    /// <summary>The first that is still there.</summary>
    private async Task<MediaId?> NearestAsync(ShareLink link, IEnumerable<MediaId> ids, CancellationToken cancellationToken) =>
        await catalog.FindManyAsync(link.Scope, [.. ids.Take(AtOnce)], cancellationToken) is [var nearest, ..] ? nearest.Id : null;
}
