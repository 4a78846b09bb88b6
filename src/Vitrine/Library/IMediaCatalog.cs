using Vitrine.Imaging;
using Vitrine.Jobs;
using Vitrine.Library.Access;

namespace Vitrine.Library;

/// <summary>
/// What the site knows of media. One member per question a page asks, none whose cost grows with the library; each change is
/// one transaction. What lies outside the scope, or is not acknowledged yet, is absent. <see cref="CatalogUnavailableException"/>
/// means the database is broken, locked or full. Moments are kept to the millisecond. Every implementation passes
/// <c>MediaCatalogContract</c>, <c>MediaCatalogPagingContract</c>, <c>MediaCatalogWorkContract</c> and <c>MediaCatalogReadingContract</c>.
/// </summary>
public interface IMediaCatalog
{
    /// <summary>An item, trashed ones included; uploads under way and purged ones are absent.</summary>
    Task<MediaItem?> FindAsync(Scope scope, MediaId id, CancellationToken cancellationToken);

    /// <summary>At most 100 items, in the order asked, absent ones left out.</summary>
    Task<IReadOnlyList<MediaItem>> FindManyAsync(Scope scope, IReadOnlyList<MediaId> ids, CancellationToken cancellationToken);

    Task<MediaFacts?> FindFactsAsync(Scope scope, MediaId id, CancellationToken cancellationToken);

    /// <summary>
    /// Live items (not trashed) of a library in an order, after the cursor. <paramref name="limit"/> is 1 to 500.
    /// Needs a scope of one owner: <see cref="Scope.None"/> gets an empty page. So does a cursor that does not fit the order
    /// (<see cref="SortKey.Fits"/>), which an endpoint refuses first.
    /// </summary>
    Task<Page<MediaItem>> PageAsync(Scope scope, MediaSort sort, Cursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>Live items taken in [<paramref name="from"/>, <paramref name="until"/>), newest first; for sections of the timeline.</summary>
    Task<Page<MediaItem>> PageBetweenAsync(
        Scope scope, TakenAt from, TakenAt until, Cursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>The live items just before and after one in the timeline (newest first).</summary>
    Task<Neighbours> NeighboursAsync(Scope scope, MediaId id, CancellationToken cancellationToken);

    /// <summary>How many live items per day, newest first, from counters: its cost is days, not items. May lag a few seconds.</summary>
    Task<IReadOnlyList<DayCount>> DaysAsync(Scope scope, CancellationToken cancellationToken);

    /// <summary>The same per month, for pages that only name the months: a row per month instead of one per day.</summary>
    Task<IReadOnlyList<MonthCount>> MonthsAsync(Scope scope, CancellationToken cancellationToken);

    /// <summary>Trashed items, last trashed first.</summary>
    Task<Page<MediaItem>> TrashAsync(Scope scope, Cursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>A live, not failed item of this owner with these bytes (RULES 8); the oldest when there are several.</summary>
    Task<MediaItem?> FindByHashAsync(AccountId owner, string sha256, CancellationToken cancellationToken);

    /// <summary>
    /// Changes what a person may change. A null <paramref name="expectedVersion"/> means "whatever it is". An edit that would change
    /// nothing is done already, whatever the version: repeating one is harmless.
    /// </summary>
    Task<EditOutcome> EditAsync(Scope scope, MediaId id, MediaEdit edit, long? expectedVersion, CancellationToken cancellationToken);

    /// <summary>Moves an item to the trash. Null when absent; idempotent: a trashed one keeps its time.</summary>
    Task<MediaItem?> PutInTrashAsync(Scope scope, MediaId id, CancellationToken cancellationToken);

    /// <summary>Takes an item out of the trash. Null when absent; idempotent.</summary>
    Task<MediaItem?> RestoreAsync(Scope scope, MediaId id, CancellationToken cancellationToken);

    /// <summary>
    /// Marks an item as going for ever: absent to every reader from now on, and every late <see cref="MarkReadyAsync"/> fails.
    /// The tombstone stays until <see cref="EndPurgeAsync"/>. False when absent.
    /// </summary>
    Task<bool> BeginPurgeAsync(Scope scope, MediaId id, CancellationToken cancellationToken);

    /// <summary>Tombstones whose bytes still have to go, oldest first.</summary>
    Task<IReadOnlyList<MediaItem>> PurgingAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Removes the tombstone and gives back its quota. Idempotent.</summary>
    Task EndPurgeAsync(MediaId id, CancellationToken cancellationToken);

    /// <summary>Items of every owner trashed before a moment, oldest first, for the sweeper.</summary>
    Task<IReadOnlyList<MediaItem>> TrashedBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Ends the job's work on an item: state, facts and renditions, and the next job if there is one, in one write guarded by the
    /// job's fencing number. False when superseded, purged or gone: the caller throws its work away. Repeating it is harmless.
    /// Fields a person has set (title, taken date, ...) win over what the file says.
    /// </summary>
    Task<bool> MarkReadyAsync(Job job, ReadyMedia ready, NextWork? next, CancellationToken cancellationToken);

    /// <summary>
    /// Ends the job that read an original whose bytes came without the site: hash and type, and the next job, in one write guarded by the job's
    /// fencing number. One that repeats another goes to the trash, failed for <see cref="ProblemCode.Duplicate"/>. False when superseded, purged or gone.
    /// </summary>
    Task<bool> MarkReadAsync(Job job, ReadOriginal read, NextWork? next, CancellationToken cancellationToken);

    /// <summary>Ends the job with a reason; the item is kept, shown and downloadable. False when superseded.</summary>
    Task<bool> MarkFailedAsync(Job job, ProblemCode problem, CancellationToken cancellationToken);

    /// <summary>Live items of every owner that failed, in id order, for those who look after the site. On some backends one that just failed may not be listed yet.</summary>
    Task<IReadOnlyList<MediaItem>> FailedAsync(int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Makes work for an item again (retry button, new pipeline). False when absent or work waits or is under way. A failed item
    /// is received again; a ready one stays ready.
    /// </summary>
    Task<bool> RequeueAsync(Scope scope, MediaId id, NextWork work, CancellationToken cancellationToken);

    /// <summary>Every item of every owner in id order, tombstones left out: for verify, backup, rebuild; bounded pages.</summary>
    Task<Page<MediaItem>> WalkAsync(MediaId? after, int limit, CancellationToken cancellationToken);

    /// <summary>Items whose sidecar is older than their row, oldest change first (RULES 10).</summary>
    Task<IReadOnlyList<MediaItem>> SidecarsDueAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Notes that a sidecar of this version lies in the store. An older version than the row's leaves the effect in place.</summary>
    Task SidecarWrittenAsync(MediaId id, long version, CancellationToken cancellationToken);

    /// <summary>Inserts an item that the store has and the catalog lacks (rebuild, seed). False when the id exists, in any state.</summary>
    Task<bool> AdoptAsync(MediaItem item, NextWork? work, CancellationToken cancellationToken);
}

/// <param name="Newer">The item before it in the timeline.</param>
/// <param name="Older">The item after it.</param>
public sealed record Neighbours(MediaId? Newer, MediaId? Older);

/// <param name="Day"><c>yyyy-MM-dd</c>.</param>
public sealed record DayCount(string Day, long Count);

/// <param name="Month"><c>yyyy-MM</c>.</param>
public sealed record MonthCount(string Month, long Count);

/// <summary>What a person changes; null leaves a field as it is, an empty text clears it.</summary>
public sealed record MediaEdit
{
    public string? Title { get; init; }
    public string? Description { get; init; }
    public string? Place { get; init; }
    public IReadOnlyList<string>? Tags { get; init; }
    public TakenAt? TakenAt { get; init; }
}

public abstract record EditOutcome
{
    private EditOutcome()
    {
    }

    public sealed record Edited(MediaItem Item) : EditOutcome;

    public sealed record Absent : EditOutcome;

    /// <summary>Somebody changed it meanwhile; <paramref name="Current"/> is how it is now.</summary>
    public sealed record Stale(MediaItem Current) : EditOutcome;
}

/// <summary>The work an item waits for.</summary>
/// <param name="Kind">One of <see cref="MediaWork"/>.</param>
public sealed record NextWork(string Kind, string Lane, DateTimeOffset Due);

/// <summary>Kinds of item jobs.</summary>
public static class MediaWork
{
    /// <summary>Tile, thumbhash and facts.</summary>
    public const string Tile = "tile";

    /// <summary>The bigger renditions, from one decode.</summary>
    public const string Renditions = "renditions";
}

/// <summary>What the bytes of an original are.</summary>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="Repeats">True when the owner has the same bytes as another item.</param>
public sealed record ReadOriginal(string Sha256, uint Crc32, MediaKind Kind, string ContentType, bool Repeats);

/// <summary>What a job found and made. Null leaves the row's value.</summary>
public sealed record ReadyMedia
{
    public int? Width { get; init; }
    public int? Height { get; init; }
    public TimeSpan? Duration { get; init; }
    public TakenAt? TakenAt { get; init; }
    public int? TakenOffsetMinutes { get; init; }
    public TakenFrom? TakenFrom { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public byte[]? Thumbhash { get; init; }
    public int? DominantColour { get; init; }
    public string? Title { get; init; }
    public string? Description { get; init; }
    public IReadOnlyList<string>? Tags { get; init; }
    public MediaFacts? Facts { get; init; }

    /// <summary>The recipe the renditions belong to; a changed recipe replaces the list, the same one adds to it by name.</summary>
    public string? Recipe { get; init; }

    public IReadOnlyList<Rendition> Renditions { get; init; } = [];

    /// <summary>Set when the item is ready but has no preview yet, e.g. <see cref="ProblemCode.PreviewFollows"/>.</summary>
    public ProblemCode? Problem { get; init; }
}

/// <summary>The database is unreachable, locked for too long, full or damaged. Retry later.</summary>
public sealed class CatalogUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>No room on the database's disk: 507 rather than 503.</summary>
    public bool Full { get; init; }
}
