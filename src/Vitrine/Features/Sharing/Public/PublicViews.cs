using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Publishing;
using Vitrine.Web;
using Vitrine.Web.Json;

namespace Vitrine.Features.Sharing.Public;

/// <summary>One page of public things: the site's, or somebody's.</summary>
/// <param name="Of">Null for the site's.</param>
public sealed record PublicView(IReadOnlyList<PublicCard> Cards, Person? Of, string Home, string? NextUrl);

/// <summary>A public thing in a list.</summary>
/// <param name="Cover">Null where there is no picture to show.</param>
/// <param name="Count">How many items an album shows; null for a single item.</param>
public sealed record PublicCard(Publication Publication, string Title, string? Description, MediaItem? Cover, long? Count, Person By)
{
    public string Url => PublicUrls.Of(Publication);

    public string Root => MediaUrls.OfPublic(Publication.Address);
}

/// <summary>Puts together lists of public things. Everything is read back by its key, so a list never shows what has just become private.</summary>
public sealed class PublicViews(IPublicationCatalog publications, IAccountCatalog accounts, IAlbumCatalog albums, IMediaCatalog catalog)
{
    public async Task<PublicView> SiteAsync(Cursor? after, int limit, CancellationToken cancellationToken)
    {
        var page = await publications.PublicAsync(owner: null, after, limit, cancellationToken);
        return new PublicView(await CardsAsync(page.Items, cancellationToken), null, PublicUrls.Front, Next(PublicUrls.Front, page));
    }

    /// <summary>Null for somebody who has nothing public: then nobody is told that they are here.</summary>
    public async Task<PublicView?> PersonAsync(string name, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        if (await accounts.FindByNameAsync(name, cancellationToken) is not { Disabled: false } account) return null;
        var page = await publications.PublicAsync(account.Id, after, limit, cancellationToken);
        if (page.Items.Count == 0 && page.Next is null) return null;
        var home = PublicUrls.Person(account.Name);
        return new PublicView(await CardsAsync(page.Items, cancellationToken), Person.Of(account), home, Next(home, page));
    }

    private static string? Next(string home, Page<Publication> page) => page.Next is { } next ? $"{home}?after={next}" : null;

    private async Task<IReadOnlyList<PublicCard>> CardsAsync(IReadOnlyList<Publication> shown, CancellationToken cancellationToken)
    {
        var owners = await Task.WhenAll(shown.Select(one => one.Owner).Distinct().Select(id => accounts.FindAsync(id, cancellationToken)));
        var people = owners.OfType<Account>().ToDictionary(account => account.Id, Person.Of);
        var cards = await Task.WhenAll(shown.Where(one => people.ContainsKey(one.Owner)).Select(one => CardAsync(one, people[one.Owner], cancellationToken)));
        return [.. cards.OfType<PublicCard>()];
    }

    /// <summary>Null when it went this very moment.</summary>
    private async Task<PublicCard?> CardAsync(Publication shown, Person by, CancellationToken cancellationToken)
    {
        if (shown.Item is { } id)
        {
            return await catalog.FindAsync(shown.Scope, id, cancellationToken) is { } item
                ? new PublicCard(shown, Previews.NameOf(shown, item), shown.ShowMetadata ? item.Description : null, item, null, by)
                : null;
        }

        if (await albums.FindAsync(shown.Album!.Value, cancellationToken) is not { } album) return null;
        var cover = album.Cover is { } chosen ? await catalog.FindAsync(shown.Scope, chosen, cancellationToken) : null;
        return new PublicCard(shown, album.Title, album.Description, cover, album.Items, by);
    }
}
