namespace Vitrine.Library.Publishing;

/// <summary>
/// What owners show to everybody. One transaction per member, which also notes the visibility at the album or item. Each reading member is
/// a read by key or a bounded stretch of one order. Every implementation passes <c>PublicationCatalogContract</c>.
/// </summary>
public interface IPublicationCatalog
{
    /// <summary>
    /// By key and consistently, for each request (RULES 19). Null when there is none, when its album is deleted or its item trashed, or
    /// when its owner's account is disabled.
    /// </summary>
    Task<Publication?> FindAsync(string addressHash, CancellationToken cancellationToken);

    /// <summary>For its owner: whatever became of the album.</summary>
    Task<Publication?> OfAsync(AlbumId album, CancellationToken cancellationToken);

    Task<Publication?> OfAsync(MediaId item, CancellationToken cancellationToken);

    /// <summary>
    /// Shows an album or an item, or changes how it is shown: what is there already keeps its address, and with the same visibility its time.
    /// Returns it as it is now; null when there is no such thing, when it is in the trash, or when it is not the owner's.
    /// </summary>
    Task<Publication?> PublishAsync(Publication wanted, CancellationToken cancellationToken);

    /// <summary>
    /// Puts one back as a file in the store says (rebuild): only where the album or item, in the trash or not, is its owner's and notes just this
    /// visibility, and none is there. False otherwise.
    /// </summary>
    Task<bool> RestoreAsync(Publication publication, CancellationToken cancellationToken);

    /// <summary>Private again, at once. False when it was.</summary>
    Task<bool> EndAsync(Publication publication, CancellationToken cancellationToken);

    /// <summary>
    /// What is public on the site, or of one owner, newest first. <paramref name="limit"/> is 1 to 100; what <see cref="FindAsync"/>
    /// would not find is left out, so a page may be shorter and yet have a next.
    /// </summary>
    Task<Page<Publication>> PublicAsync(AccountId? owner, Cursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>All that somebody shows, unlisted and trashed things too, newest first. <paramref name="limit"/> is 1 to 100.</summary>
    Task<Page<Publication>> OfOwnerAsync(AccountId owner, Cursor? after, int limit, CancellationToken cancellationToken);
}
