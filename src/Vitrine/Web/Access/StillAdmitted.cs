using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Links;
using Vitrine.Library.Publishing;

namespace Vitrine.Web.Access;

/// <summary>Asks again, for answers that take long, whether the session, key, link or public thing a visitor came by still stands (RULES 19).</summary>
public sealed class StillAdmitted(IAccountCatalog accounts, ILinkCatalog links, IPublicationCatalog publications, IAlbumCatalog albums)
{
    public async Task<bool> AskAsync(Visitor visitor, CancellationToken cancellationToken) => visitor switch
    {
        Visitor.SignedIn signedIn => await accounts.FindSessionAsync(signedIn.Session.TokenHash, cancellationToken) is not null,
        Visitor.Keyed keyed => await accounts.FindKeyAsync(keyed.Key.SecretHash, cancellationToken) is var (key, _) && key.CanRead,
        Visitor.LinkHolder holder => await links.FindByTokenAsync(holder.Link.TokenHash, cancellationToken) is { } now && now.Id == holder.Link.Id
            && await LiesInsideAsync(holder.Link, holder.Inside, cancellationToken),
        Visitor.Onlooker onlooker => (await publications.FindAsync(Ids.HashSecret(onlooker.Publication.Address), cancellationToken))?.GivesAsMuchAs(onlooker.Publication) == true
            && await LiesInsideAsync(onlooker.Publication, onlooker.Inside, cancellationToken),
        _ => false,
    };

    private async Task<bool> LiesInsideAsync(IOffer whole, InsideOffer? inside, CancellationToken cancellationToken) =>
        inside is null || await albums.LiesInAsync(inside.Inside, whole.Album!.Value, cancellationToken);
}
