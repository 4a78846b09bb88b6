using Vitrine.Library.Access;

namespace Vitrine.Library.Albums;

/// <summary>
/// Albums and what is in them. Who may do what is decided before (<see cref="AlbumAccess"/>); these members only know albums and items.
/// One member per question a page asks, each a read by key or a bounded stretch of one order, each change one transaction. A deleted
/// album is absent to every member but the two that clear it. Every implementation passes <c>AlbumCatalogContract</c>.
/// </summary>
public interface IAlbumCatalog
{
    /// <summary>In at most this many albums may one item be, so that a change of the item touches a bounded number of rows.</summary>
    const int MostAlbumsOfItem = 100;

    /// <summary>Albums lie in one another at most so many levels deep, so that who asks for rights reads a bounded number of rows.</summary>
    const int MostLevels = 8;

    /// <summary>So many albums may lie directly in one.</summary>
    const int MostInside = 200;

    /// <summary>An album with more than so many in it, on all levels together, stays where it is.</summary>
    const int MostMoved = 500;

    /// <summary>False when the id exists, deleted ones included. A new album lies in none: see <see cref="NestAsync"/>.</summary>
    Task<bool> MakeAsync(Album album, CancellationToken cancellationToken);

    /// <summary>
    /// Puts an album back as its file in the store says (rebuild), with its members, at its version; its file is not due. Where it cannot lie in
    /// the album that it lay in, it lies on top. Returns it as it is now; null when the id exists, deleted ones included.
    /// </summary>
    Task<Album?> RestoreAsync(Album album, IReadOnlyList<AlbumMember> members, CancellationToken cancellationToken);

    Task<Album?> FindAsync(AlbumId id, CancellationToken cancellationToken);

    /// <summary>The albums that somebody made, newest first. <paramref name="limit"/> is 1 to 100.</summary>
    Task<Page<Album>> OfOwnerAsync(AccountId owner, Cursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The albums that one lies in, nearest first, each by its key and consistently; it ends at one that is deleted. Without covers. At most
    /// <see cref="MostLevels"/> - 1.
    /// </summary>
    Task<IReadOnlyList<Album>> LineAsync(AlbumId id, CancellationToken cancellationToken);

    /// <summary>The albums directly inside one, newest first; at most <see cref="MostInside"/>.</summary>
    Task<IReadOnlyList<Album>> InsideAsync(AlbumId id, CancellationToken cancellationToken);

    /// <summary>Puts an album with all that lies in it into another of the same owner, or on top (null). Repeatable.</summary>
    Task<Nesting> NestAsync(AlbumId id, AlbumId? parent, CancellationToken cancellationToken);

    /// <summary>A null <paramref name="expectedVersion"/> means "whatever it is". An edit that changes nothing is done already.</summary>
    Task<AlbumEditOutcome> EditAsync(AlbumId id, AlbumEdit edit, long? expectedVersion, CancellationToken cancellationToken);

    /// <summary>
    /// Absent to every reader from now on, its members and links with it; the items stay in their libraries, albums inside lie in none. What hangs on it goes in
    /// bounded steps, see <see cref="ClearAsync"/>. False when absent.
    /// </summary>
    Task<bool> DeleteAsync(AlbumId id, CancellationToken cancellationToken);

    /// <summary>
    /// Puts at most 100 items at the end, in the order given. Only live items that <paramref name="scope"/> sees and whose bytes the site has read; the others are absent.
    /// Each item is a change of its own: after a failure repeating it is harmless, as those inside stay where they are.
    /// Null when there is no such album.
    /// </summary>
    Task<Addition?> AddAsync(AlbumId id, Scope scope, IReadOnlyList<MediaId> items, CancellationToken cancellationToken);

    /// <summary>Takes an item out, which is not deleting it. False when it was not inside.</summary>
    Task<bool> RemoveAsync(AlbumId id, MediaId item, CancellationToken cancellationToken);

    /// <summary>
    /// Puts an item of a hand-ordered album just before or after another. False when either is not shown in it, or when thousands of
    /// moves to one spot left no room there.
    /// </summary>
    Task<bool> MoveAsync(AlbumId id, MediaId item, MediaId target, bool before, CancellationToken cancellationToken);

    /// <summary>
    /// What the album shows, in an order, after the cursor; trashed items are left out and come back where they were.
    /// <paramref name="limit"/> is 1 to 500. After a changed date or a restore an order may lag a few seconds.
    /// </summary>
    Task<Page<MediaItem>> PageAsync(AlbumId id, AlbumOrder order, Cursor? after, int limit, CancellationToken cancellationToken);

    Task<Beside> BesideAsync(AlbumId id, AlbumOrder order, MediaId item, CancellationToken cancellationToken);

    /// <summary>Where an item stands, in every album that holds it, trashed or not; at most <see cref="MostAlbumsOfItem"/>.</summary>
    Task<IReadOnlyList<Placement>> PlacementsAsync(MediaId item, CancellationToken cancellationToken);

    /// <summary>Puts an item back where its sidecar says it was (rebuild). False when it is inside, was not read, or either is absent.</summary>
    Task<bool> PlaceAsync(MediaId item, Placement placement, CancellationToken cancellationToken);

    /// <summary>Albums whose file in the store is older than their row or their members, oldest change first (RULES 10).</summary>
    Task<IReadOnlyList<Album>> FilesDueAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Notes that the file was written. A change since <paramref name="version"/> leaves it due.</summary>
    Task FileWrittenAsync(AlbumId id, long version, CancellationToken cancellationToken);

    /// <summary>Deleted albums of which something is left, oldest first.</summary>
    Task<IReadOnlyList<AlbumId>> DeletedAsync(int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Removes at most so many rows of a deleted album, at last the album's own. True once nothing is left. Repeatable; call it after
    /// the album's file is gone from the store.
    /// </summary>
    Task<bool> ClearAsync(AlbumId id, int limit, CancellationToken cancellationToken);
}
