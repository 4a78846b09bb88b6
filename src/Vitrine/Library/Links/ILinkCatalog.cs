namespace Vitrine.Library.Links;

/// <summary>
/// Share links and who opened them. One transaction per member; a token is claimed by the hash it is kept as. Every implementation
/// passes <c>LinkCatalogContract</c>.
/// </summary>
public interface ILinkCatalog
{
    /// <summary>So many items may one link name; more go into an album.</summary>
    const int MostItems = 500;

    /// <summary>The greatest <see cref="ShareLink.MaxOpens"/>, which bounds what is kept of opens.</summary>
    const int MostOpens = 1000;

    /// <summary>False when the id or the token exists.</summary>
    Task<bool> AddAsync(ShareLink link, CancellationToken cancellationToken);

    /// <summary>
    /// By key and consistently, for each request (RULES 19). Null when there is none or it was revoked or has expired, when its maker is
    /// disabled, when its album is gone or its owner's account is closed, or its maker is no longer the album's owner or a manager of it.
    /// </summary>
    Task<ShareLink?> FindByTokenAsync(string tokenHash, CancellationToken cancellationToken);

    /// <summary>For those who manage it; expired ones too.</summary>
    Task<ShareLink?> FindAsync(LinkId id, CancellationToken cancellationToken);

    /// <summary>All that somebody made, expired ones too, newest first. <paramref name="limit"/> is 1 to 100.</summary>
    Task<Page<ShareLink>> OfOwnerAsync(AccountId owner, Cursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>The newest links of an album, whoever made them.</summary>
    Task<IReadOnlyList<ShareLink>> OfAlbumAsync(AlbumId album, int limit, CancellationToken cancellationToken);

    /// <summary>The newest links that show just this one item.</summary>
    Task<IReadOnlyList<ShareLink>> OfItemAsync(MediaId item, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Counts one visitor, once: of twenty at the same time on a link for one, exactly one gets true. True again for a visitor who is
    /// counted already. False when the link is gone or as many as it allows have opened it.
    /// </summary>
    Task<bool> OpenAsync(LinkId id, string visitorHash, CancellationToken cancellationToken);

    /// <summary>True for a visitor who was counted. Kept for the life of a link with a maximum; of others, for the last hundred.</summary>
    Task<bool> HasOpenedAsync(LinkId id, string visitorHash, CancellationToken cancellationToken);

    /// <summary>When it was opened, the latest first.</summary>
    Task<IReadOnlyList<DateTimeOffset>> OpensAsync(LinkId id, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// A link without an address (<see cref="ShareLink.HasAddress"/>) gets one and lives again, its opens counted from nothing. False when it is
    /// absent or has one.
    /// </summary>
    /// <param name="passwordHash">Its password from now on.</param>
    Task<bool> GiveAddressAsync(LinkId id, string tokenHash, string? passwordHash, CancellationToken cancellationToken);

    /// <summary>Links whose file in the store is older than they are, revoked ones too (RULES 10). <paramref name="limit"/> is 1 to 100.</summary>
    Task<IReadOnlyList<LinkFileDue>> FilesDueAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Notes that the file was written, or removed. A change since leaves it due.</summary>
    Task FileWrittenAsync(LinkFileDue due, CancellationToken cancellationToken);

    /// <summary>The link and its opens are gone. False when absent.</summary>
    Task<bool> RevokeAsync(LinkId id, CancellationToken cancellationToken);
}

/// <param name="Version">Rises with each change of the link while its file is due.</param>
public sealed record LinkFileDue(LinkId Link, long Version);
