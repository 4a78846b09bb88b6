using Vitrine.Library.Access;
using Vitrine.Library.Guests;

namespace Vitrine.Library;

/// <summary>
/// Uploads under way: rows of items in state <c>incoming</c>, seen by nothing but these members. One transaction per member.
/// Every implementation passes <c>UploadCatalogContract</c>.
/// </summary>
public interface IUploadCatalog
{
    /// <summary>
    /// Reserves the upload's length against the owner's quota and makes its row, all or nothing (RULES 1).
    /// An upload of unknown length reserves <see cref="Upload.Reserved"/> bytes and grows in steps.
    /// A guest's upload also reserves its place in what its link takes, in one conditional write.
    /// Repeating it with the same id is <see cref="BeginOutcome.Begun"/>.
    /// </summary>
    Task<BeginOutcome> BeginAsync(Upload upload, UploadLimits limits, CancellationToken cancellationToken);

    /// <summary>The owner's own upload (also a finished one, until it expires); null for anybody else's.</summary>
    Task<Upload?> FindAsync(Scope scope, MediaId id, CancellationToken cancellationToken);

    /// <summary>Raises and returns the fencing number: the caller is the writer now. Null when gone or finished.</summary>
    Task<long?> TakeOverAsync(Scope scope, MediaId id, CancellationToken cancellationToken);

    /// <summary>Records how far the durable bytes reach. False when another writer took over or the upload is gone.</summary>
    Task<bool> AdvanceAsync(MediaId id, long fence, long offset, byte[] hashState, CancellationToken cancellationToken);

    /// <summary>Fixes a length that was deferred; its reservation becomes the length. Superseded also when it was fixed to another.</summary>
    Task<BeginOutcome> SetLengthAsync(MediaId id, long fence, long length, UploadLimits limits, CancellationToken cancellationToken);

    /// <summary>Reserves <paramref name="reserved"/> bytes in all for an upload of unknown length: saying it twice is saying it once.</summary>
    Task<BeginOutcome> GrowAsync(MediaId id, long fence, long reserved, UploadLimits limits, CancellationToken cancellationToken);

    /// <summary>
    /// The one transaction of DESIGN 4.2: the row turns into an item in state received, with its timeline rows, its hash row, its
    /// first job and its effects; the reservation becomes use. False when superseded or gone; true again when it was this very write
    /// (same id and hash) that won before (RULES 13). The item joins the album if that is there and its owner may add to it; one
    /// that waits joins nothing yet. A guest's item without its album is not received.
    /// </summary>
    Task<bool> ReceiveAsync(MediaItem item, long fence, NextWork? work, AlbumId? album, CancellationToken cancellationToken);

    /// <summary>Ends an upload as a duplicate of an existing item: the reservation is released, the answer kept until it expires.</summary>
    Task<bool> EndAsDuplicateAsync(MediaId id, long fence, MediaId existing, CancellationToken cancellationToken);

    /// <summary>Removes the row and releases its reservation. False when the owner has no such upload or it was received.</summary>
    Task<bool> AbandonAsync(Scope scope, MediaId id, CancellationToken cancellationToken);

    /// <summary>Uploads under way that expired before a moment, oldest first. Ended ones vanish by themselves.</summary>
    Task<IReadOnlyList<Upload>> ExpiredAsync(DateTimeOffset moment, int limit, CancellationToken cancellationToken);

    /// <summary>An owner's uploads under way, those of guests too. For ending them. <paramref name="limit"/> is 1 to 100.</summary>
    Task<IReadOnlyList<Upload>> UnderWayAsync(AccountId owner, int limit, CancellationToken cancellationToken);

    /// <summary>True while the row exists and was not received: its held bytes must stay.</summary>
    Task<bool> IsUnderWayAsync(MediaId id, CancellationToken cancellationToken);

    Task<Usage> UsageAsync(AccountId owner, CancellationToken cancellationToken);
}

/// <summary>An upload's row.</summary>
public sealed record Upload
{
    public required MediaId Id { get; init; }
    public required AccountId Owner { get; init; }

    /// <summary>Null while the client has not said it.</summary>
    public long? Length { get; init; }

    /// <summary>Bytes promised by the quota: the length where it is known.</summary>
    public required long Reserved { get; init; }

    /// <summary>How many bytes are durable and count.</summary>
    public long Offset { get; init; }

    public long Fence { get; init; }

    /// <summary>
    /// The running SHA-256 and CRC-32 over the first <see cref="Offset"/> bytes, and what the store wants kept with them; opaque, below 12 KB.
    /// </summary>
    public byte[] HashState { get; init; } = [];

    /// <summary>True while a browser sends its parts straight to the store. Its <see cref="Offset"/> stays 0: the store alone knows its parts.</summary>
    public bool IsDirect => DirectState.IsIn(HashState);

    public required string FileName { get; init; }

    /// <summary>The browser's <c>lastModified</c>, a hint for the taken date.</summary>
    public DateTimeOffset? FileTime { get; init; }

    public string? Title { get; init; }
    public string? Description { get; init; }
    public string? Place { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The album that the item is to join.</summary>
    public AlbumId? Album { get; init; }

    /// <summary>Set where a guest sends it; <see cref="Owner"/> is then the owner of the album.</summary>
    public GuestUpload? Guest { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Set when it ended: the item it became or the one it repeats.</summary>
    public MediaId? EndedAs { get; init; }

    /// <summary>How many bytes need not be sent again: all of them once it ended.</summary>
    public long Position => EndedAs is null ? Offset : Length ?? Offset;

    public bool Duplicate => EndedAs is { } ended && ended != Id;
}

/// <param name="QuotaBytes">Null is no limit.</param>
/// <param name="OpenUploads">At most this many under way per account (RULES 1: 200).</param>
public sealed record UploadLimits(long? QuotaBytes, int OpenUploads);

public enum BeginOutcome
{
    Begun,
    QuotaExceeded,
    TooManyOpen,

    /// <summary>The link has as many files as it takes.</summary>
    LinkFilesFull,

    /// <summary>The link has no room for so many bytes.</summary>
    LinkBytesFull,

    /// <summary>The link was revoked, or takes nothing.</summary>
    LinkGone,

    /// <summary>Another writer took over, or the upload is gone.</summary>
    Superseded,
}
