namespace Vitrine.Library.Guests;

/// <summary>
/// What guests added through links, and what of it waits for a yes. The place of a file in what its link takes is reserved when its
/// upload begins (<see cref="IUploadCatalog.BeginAsync"/>). One transaction per member. Every implementation passes
/// <c>GuestCatalogContract</c> and <c>GuestUploadContract</c>.
/// </summary>
public interface IGuestCatalog
{
    /// <summary>What one guest added through a link, under way too, newest first. <paramref name="limit"/> is 1 to 100.</summary>
    Task<Page<GuestFile>> OfGuestAsync(LinkId link, string visitor, Cursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>Uploads under way that began through a link, whether it is still there or not. May lag a second. For ending them.</summary>
    Task<IReadOnlyList<Upload>> UnderWayAsync(LinkId link, int limit, CancellationToken cancellationToken);

    /// <summary>What waits in an album, oldest first. <paramref name="limit"/> is 1 to 100.</summary>
    Task<Page<MediaItem>> WaitingAsync(AlbumId album, Cursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>The albums of an owner in which something waits, and how much; a read by key, for every page of theirs.</summary>
    Task<IReadOnlyList<WaitingCount>> WaitingForAsync(AccountId owner, CancellationToken cancellationToken);

    /// <summary>
    /// An item that waits joins its owner's library and the album, at the end. Null when it does not wait there: of two who decide, one does.
    /// </summary>
    Task<MediaItem?> ApproveAsync(AlbumId album, MediaId item, CancellationToken cancellationToken);

    /// <summary>An item that waits goes to its owner's trash, out of the album. Null when it does not wait there.</summary>
    Task<MediaItem?> RejectAsync(AlbumId album, MediaId item, CancellationToken cancellationToken);

    /// <summary>
    /// A guest takes back what they added. What waits is a tombstone from now on, and its place in what the link takes is free again; what
    /// the album shows goes to the owner's trash.
    /// </summary>
    Task<Withdrawal> WithdrawAsync(LinkId link, string visitor, MediaId item, CancellationToken cancellationToken);
}

/// <summary>One file of a guest.</summary>
/// <param name="Bytes">What it takes of what its link takes.</param>
/// <param name="Item">Null while its bytes are on their way, and once it was deleted for ever.</param>
public sealed record GuestFile(MediaId Id, long Bytes, bool IsUnderWay, MediaItem? Item);

public sealed record WaitingCount(AlbumId Album, long Items);

public enum Withdrawal
{
    /// <summary>Not this guest's, or no longer to be taken back.</summary>
    Absent,

    /// <summary>A tombstone; see <see cref="Removal.ContinueAsync"/>.</summary>
    Purging,

    InTrash,
}
