using Vitrine.Library.Access;
using Vitrine.Library.Albums;

namespace Vitrine.Library.Links;

/// <summary>Which links somebody may look at and end: those they made, and those to albums that they may share.</summary>
public sealed class LinkAccess(ILinkCatalog links, AlbumAccess albums)
{
    /// <summary>Ended ones too; null for what is absent and for what is forbidden alike.</summary>
    public async Task<ShareLink?> FindAsync(Visitor visitor, LinkId id, CancellationToken cancellationToken)
    {
        if (visitor.Account is not { } account || await links.FindAsync(id, cancellationToken) is not { } link) return null;
        var mine = link.Owner == account.Id
            || (link.Album is { } album && await albums.FindAsync(visitor, album, cancellationToken) is { MayShare: true });
        return mine ? link : null;
    }
}
