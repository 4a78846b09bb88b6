using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Publishing;
using Vitrine.Web.Access;
using Vitrine.Web.Json;

namespace Vitrine.Features.Sharing.Public;

/// <summary>What an owner shows to everybody: looking at it, and changing it. Only owners do either.</summary>
public sealed class OwnThings(
    IPublicationCatalog publications, AlbumAccess access, IAlbumCatalog albums, IMediaCatalog catalog, Previews previews, TimeProvider time)
{
    /// <summary>The thing, or why it is not theirs to show.</summary>
    public async Task<(OwnThing? Thing, ProblemCode Problem)> FindAsync(HttpContext context, PublishForm form, CancellationToken cancellationToken)
    {
        var visitor = context.Visitor();
        if (form.Album is { } id)
        {
            if (await access.FindAsync(visitor, id, cancellationToken) is not { Album: var album } seen) return (null, ProblemCode.NotFound);
            if (seen.Role != AlbumRole.Owner) return (null, ProblemCode.NotYourPart);
            var cover = album.Cover is { } chosen ? await catalog.FindAsync(seen.Scope, chosen, cancellationToken) : null;
            return (Thing(context, album.Title, album.Items, cover, MediaUrls.InAlbum(id), await publications.OfAsync(id, cancellationToken)), default);
        }

        return form.Item is { } media && await catalog.FindAsync(visitor.Scope, media, cancellationToken) is { TrashedAt: null } item
            ? (Thing(context, Web.Wording.Name(item), null, item, MediaUrls.Library, await publications.OfAsync(media, cancellationToken)), default)
            : (null, ProblemCode.NotFound);
    }

    /// <summary>The thing was found before; false when it went meanwhile.</summary>
    public async Task<bool> PublishAsync(Visitor visitor, PublishForm form, CancellationToken cancellationToken) =>
        await publications.PublishAsync(Wanted(visitor, form), cancellationToken) is not null;

    /// <summary>False when it was private, or is not theirs.</summary>
    public Task<bool> EndAsync(Visitor visitor, PublishForm form, CancellationToken cancellationToken) => form is { Album: null, Item: null }
        ? Task.FromResult(false)
        : publications.EndAsync(Wanted(visitor, form), cancellationToken);

    /// <summary>All that somebody shows, trashed things too, with what they are called.</summary>
    public async Task<Page<(OwnThing Thing, PublishForm Form)>> PageAsync(HttpContext context, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        var page = await publications.OfOwnerAsync(context.Visitor().Account!.Id, after, limit, cancellationToken);
        var things = new List<(OwnThing, PublishForm)>(page.Items.Count);
        foreach (var shown in page.Items)
        {
            var form = new PublishForm { Album = shown.Album, Item = shown.Item }.As(shown);
            if (shown.Album is { } id && await albums.FindAsync(id, cancellationToken) is { } album)
                things.Add((Thing(context, album.Title, album.Items, null, MediaUrls.InAlbum(id), shown), form));
            else if (shown.Item is { } media && await catalog.FindAsync(context.Visitor().Scope, media, cancellationToken) is { } item)
                things.Add((Thing(context, Web.Wording.Name(item), null, item, MediaUrls.Library, shown), form));
        }

        return new Page<(OwnThing, PublishForm)>(things, page.Next);
    }

    private Publication Wanted(Visitor visitor, PublishForm form) => new()
    {
        Owner = visitor.Account!.Id,
        Address = Ids.NewToken(),
        Album = form.Album,
        Item = form.Item,
        Visibility = form.Visibility,
        CanDownload = form.CanDownload,
        ShowMetadata = form.ShowMetadata,
        Since = time.GetUtcNow(),
    };

    private OwnThing Thing(HttpContext context, string name, long? count, MediaItem? cover, string root, Publication? present) =>
        new(name, count, cover, root, present, present is null ? null : previews.Whole(context, PublicUrls.Of(present)));
}
