using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Metadata.Items;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Metadata.Sqlite.Work;

namespace Vitrine.Metadata.Sqlite.Media;

internal sealed class SqliteMediaCatalog(SqliteDatabase database, IJobBell bell, TimeProvider time) : IMediaCatalog
{
    private const int MostAtOnce = 100;

    private static readonly Task<MediaItem?> Absent = Task.FromResult<MediaItem?>(null);

    private static readonly Page<MediaItem> Empty = new([], null);

    /// <summary>Read for every tile: no closure, no thread switch, no wasted await.</summary>
    public Task<MediaItem?> FindAsync(Scope scope, MediaId id, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<MediaItem?>(cancellationToken);
        try
        {
            var row = database.Read((scope, id), static (connection, asked) => Editing.See(connection, asked.scope, asked.id));
            return row is null ? Absent : Task.FromResult<MediaItem?>(row.Item);
        }
        catch (CatalogUnavailableException failure)
        {
            return Task.FromException<MediaItem?>(failure);
        }
    }

    public Task<IReadOnlyList<MediaItem>> FindManyAsync(Scope scope, IReadOnlyList<MediaId> ids, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ids.Count, MostAtOnce, nameof(ids));
        return ReadAsync<IReadOnlyList<MediaItem>>(c => [.. ids.Select(id => Editing.See(c, scope, id)?.Item).OfType<MediaItem>()], cancellationToken);
    }

    public Task<MediaFacts?> FindFactsAsync(Scope scope, MediaId id, CancellationToken cancellationToken) =>
        ReadAsync(c => Editing.See(c, scope, id) is { } row ? Facts.Of(c, row.Pk) : null, cancellationToken);

    public Task<Page<MediaItem>> PageAsync(Scope scope, MediaSort sort, Cursor? after, int limit, CancellationToken cancellationToken) =>
        OfOwner(scope, limit, (c, owner) => Pages.InOrder(c, owner, sort, after, limit), Empty, cancellationToken);

    public Task<Page<MediaItem>> PageBetweenAsync(
        Scope scope, TakenAt from, TakenAt until, Cursor? after, int limit, CancellationToken cancellationToken) =>
        OfOwner(scope, limit, (c, owner) => Pages.InSection(c, owner, from, until, after, limit), Empty, cancellationToken);

    public Task<Neighbours> NeighboursAsync(Scope scope, MediaId id, CancellationToken cancellationToken) =>
        ReadAsync(c => Pages.Around(c, scope, id), cancellationToken);

    public Task<IReadOnlyList<DayCount>> DaysAsync(Scope scope, CancellationToken cancellationToken) =>
        OfOwner(scope, 1, Days.Of, [], cancellationToken);

    public Task<IReadOnlyList<MonthCount>> MonthsAsync(Scope scope, CancellationToken cancellationToken) =>
        OfOwner(scope, 1, Days.MonthsOf, [], cancellationToken);

    public Task<Page<MediaItem>> TrashAsync(Scope scope, Cursor? after, int limit, CancellationToken cancellationToken) =>
        OfOwner(scope, limit, (c, owner) => Pages.InTrash(c, owner, after, limit), Empty, cancellationToken);

    public Task<MediaItem?> FindByHashAsync(AccountId owner, string sha256, CancellationToken cancellationToken) =>
        ReadAsync(c => Lists.FindByHash(c, owner, sha256), cancellationToken);

    public Task<EditOutcome> EditAsync(Scope scope, MediaId id, MediaEdit edit, long? expectedVersion, CancellationToken cancellationToken) =>
        WriteAsync(c => Editing.Edit(c, scope, id, edit, expectedVersion, Now), cancellationToken);

    public Task<MediaItem?> PutInTrashAsync(Scope scope, MediaId id, CancellationToken cancellationToken) =>
        WriteAsync(c => Editing.Trash(c, scope, id, Now), cancellationToken);

    public Task<MediaItem?> RestoreAsync(Scope scope, MediaId id, CancellationToken cancellationToken) =>
        WriteAsync(c => Editing.Restore(c, scope, id, Now), cancellationToken);

    public Task<bool> BeginPurgeAsync(Scope scope, MediaId id, CancellationToken cancellationToken) =>
        WriteAsync(c => Editing.BeginPurge(c, scope, id, Now), cancellationToken);

    public Task<IReadOnlyList<MediaItem>> PurgingAsync(int limit, CancellationToken cancellationToken) =>
        ReadAsync(c => Lists.Purging(c, limit), cancellationToken);

    public Task EndPurgeAsync(MediaId id, CancellationToken cancellationToken) =>
        database.WriteAsync(c => Editing.EndPurge(c, id), cancellationToken);

    public Task<IReadOnlyList<MediaItem>> TrashedBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancellationToken) =>
        ReadAsync(c => Lists.TrashedBefore(c, moment, limit), cancellationToken);

    public async Task<bool> MarkReadyAsync(Job job, ReadyMedia ready, NextWork? next, CancellationToken cancellationToken) =>
        Rung(await WriteAsync(c => Ending.Ready(c, job, ready, next, Now), cancellationToken), next);

    public async Task<bool> MarkReadAsync(Job job, ReadOriginal read, NextWork? next, CancellationToken cancellationToken) =>
        Rung(await WriteAsync(c => Ending.WasRead(c, job, read, next, Now), cancellationToken), next);

    public Task<IReadOnlyList<MediaItem>> FailedAsync(int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(c => Lists.Failed(c, limit), cancellationToken);

    public Task<bool> MarkFailedAsync(Job job, ProblemCode problem, CancellationToken cancellationToken) =>
        WriteAsync(c => Ending.Failed(c, job, problem, Now), cancellationToken);

    public async Task<bool> RequeueAsync(Scope scope, MediaId id, NextWork work, CancellationToken cancellationToken) =>
        Rung(await WriteAsync(c => Editing.Find(c, scope, id) is { } row && Ending.Again(c, row, work, Now), cancellationToken), work);

    public Task<Page<MediaItem>> WalkAsync(MediaId? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync(c => Pages.ById(c, after, limit), cancellationToken);

    public Task<IReadOnlyList<MediaItem>> SidecarsDueAsync(int limit, CancellationToken cancellationToken) =>
        ReadAsync(c => Lists.SidecarsDue(c, limit), cancellationToken);

    public Task SidecarWrittenAsync(MediaId id, long version, CancellationToken cancellationToken) =>
        database.WriteAsync(c => Change.SidecarWritten(c, id, version), cancellationToken);

    public async Task<bool> AdoptAsync(MediaItem item, NextWork? work, CancellationToken cancellationToken) =>
        Rung(await WriteAsync(c => Adoption.Adopt(c, item, work), cancellationToken), work);

    private DateTimeOffset Now => time.GetUtcNow();

    private bool Rung(bool made, NextWork? work)
    {
        if (made && work is not null) bell.Ring(work.Lane);
        return made;
    }

    /// <summary>Lists belong to one owner; asking for everybody's is a mistake of the caller, not a question of a visitor.</summary>
    private Task<T> OfOwner<T>(Scope scope, int limit, Func<Connection, AccountId, T> question, T nothing, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 500);
        return scope switch
        {
            Scope.Own own => ReadAsync(c => question(c, own.Account), cancellationToken),
            Scope.Nothing => Task.FromResult(nothing),
            _ => throw new ArgumentException("A list needs the scope of one owner.", nameof(scope)),
        };
    }

    private Task<T> ReadAsync<T>(Func<Connection, T> question, CancellationToken cancellationToken) => database.ReadAsync(question, cancellationToken);

    private Task<T> WriteAsync<T>(Func<Connection, T> change, CancellationToken cancellationToken) => database.WriteAsync(change, cancellationToken);
}
