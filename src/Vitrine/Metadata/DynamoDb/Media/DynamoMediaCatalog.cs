using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Uploads;
using Vitrine.Metadata.DynamoDb.Work;

namespace Vitrine.Metadata.DynamoDb.Media;

internal sealed class DynamoMediaCatalog(DynamoTable table, IJobBell bell, TimeProvider time) : IMediaCatalog
{
    private const int MostAtOnce = 100;

    private static readonly Page<MediaItem> Empty = new([], null);

    private readonly Editing editing = new(table, time);
    private readonly Seeing seeing = new(table);
    private readonly Ending ending = new(table, new Editing(table, time), new Seeing(table), time);
    private readonly Pages pages = new(table, new Editing(table, time));
    private readonly Lists lists = new(table);

    public async Task<MediaItem?> FindAsync(Scope scope, MediaId id, CancellationToken cancellationToken) =>
        (await seeing.FindAsync(scope, id, cancellationToken))?.Item;

    public async Task<IReadOnlyList<MediaItem>> FindManyAsync(Scope scope, IReadOnlyList<MediaId> ids, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ids.Count, MostAtOnce, nameof(ids));
        return [.. (await seeing.FindManyAsync(scope, ids, cancellationToken)).Select(row => row.Item)];
    }

    public Task<MediaFacts?> FindFactsAsync(Scope scope, MediaId id, CancellationToken cancellationToken) => ending.FactsAsync(scope, id, cancellationToken);

    public Task<Page<MediaItem>> PageAsync(Scope scope, MediaSort sort, Cursor? after, int limit, CancellationToken cancellationToken) =>
        OfOwner(scope, limit, owner => pages.InOrderAsync(owner, sort, after, limit, cancellationToken), Empty);

    public Task<Page<MediaItem>> PageBetweenAsync(
        Scope scope, TakenAt from, TakenAt until, Cursor? after, int limit, CancellationToken cancellationToken) =>
        OfOwner(scope, limit, owner => pages.InSectionAsync(owner, from, until, after, limit, cancellationToken), Empty);

    public Task<Neighbours> NeighboursAsync(Scope scope, MediaId id, CancellationToken cancellationToken) => pages.AroundAsync(scope, id, cancellationToken);

    public Task<IReadOnlyList<DayCount>> DaysAsync(Scope scope, CancellationToken cancellationToken) =>
        OfOwner(scope, 1, owner => pages.DaysAsync(owner, cancellationToken), []);

    public Task<IReadOnlyList<MonthCount>> MonthsAsync(Scope scope, CancellationToken cancellationToken) =>
        OfOwner(scope, 1, owner => pages.MonthsAsync(owner, cancellationToken), []);

    public Task<Page<MediaItem>> TrashAsync(Scope scope, Cursor? after, int limit, CancellationToken cancellationToken) =>
        OfOwner(scope, limit, owner => pages.InTrashAsync(owner, after, limit, cancellationToken), Empty);

    public Task<MediaItem?> FindByHashAsync(AccountId owner, string sha256, CancellationToken cancellationToken) =>
        lists.FindByHashAsync(owner, sha256, cancellationToken);

    public Task<EditOutcome> EditAsync(Scope scope, MediaId id, MediaEdit edit, long? expectedVersion, CancellationToken cancellationToken) =>
        editing.EditAsync(scope, id, edit, expectedVersion, cancellationToken);

    public Task<MediaItem?> PutInTrashAsync(Scope scope, MediaId id, CancellationToken cancellationToken) => editing.TrashAsync(scope, id, cancellationToken);

    public Task<MediaItem?> RestoreAsync(Scope scope, MediaId id, CancellationToken cancellationToken) => editing.RestoreAsync(scope, id, cancellationToken);

    public Task<bool> BeginPurgeAsync(Scope scope, MediaId id, CancellationToken cancellationToken) => editing.BeginPurgeAsync(scope, id, [], cancellationToken);

    public Task<IReadOnlyList<MediaItem>> PurgingAsync(int limit, CancellationToken cancellationToken) => lists.PurgingAsync(limit, cancellationToken);

    public Task EndPurgeAsync(MediaId id, CancellationToken cancellationToken) => editing.EndPurgeAsync(id, cancellationToken);

    public Task<IReadOnlyList<MediaItem>> TrashedBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancellationToken) =>
        lists.TrashedBeforeAsync(moment, limit, cancellationToken);

    public async Task<bool> MarkReadyAsync(Job job, ReadyMedia ready, NextWork? next, CancellationToken cancellationToken) =>
        Rung(await ending.ReadyAsync(job, ready, next, cancellationToken), next);

    public Task<IReadOnlyList<MediaItem>> FailedAsync(int limit, CancellationToken cancellationToken) => lists.FailedAsync(limit, cancellationToken);

    public async Task<bool> MarkReadAsync(Job job, ReadOriginal read, NextWork? next, CancellationToken cancellationToken) =>
        Rung(await ending.WasReadAsync(job, read, next, cancellationToken), next);

    public Task<bool> MarkFailedAsync(Job job, ProblemCode problem, CancellationToken cancellationToken) => ending.FailedAsync(job, problem, cancellationToken);

    public async Task<bool> RequeueAsync(Scope scope, MediaId id, NextWork work, CancellationToken cancellationToken) =>
        Rung(await ending.AgainAsync(scope, id, work, cancellationToken), work);

    public Task<Page<MediaItem>> WalkAsync(MediaId? after, int limit, CancellationToken cancellationToken) => lists.WalkAsync(after, limit, cancellationToken);

    public Task<IReadOnlyList<MediaItem>> SidecarsDueAsync(int limit, CancellationToken cancellationToken) => lists.SidecarsDueAsync(limit, cancellationToken);

    public Task SidecarWrittenAsync(MediaId id, long version, CancellationToken cancellationToken) => editing.SidecarWrittenAsync(id, version, cancellationToken);

    public async Task<bool> AdoptAsync(MediaItem item, NextWork? work, CancellationToken cancellationToken)
    {
        Write[] writes = [.. Change.Add(Row.New(item, time.GetUtcNow())), UploadRows.NotUnderWay(item.Id), .. work is null ? Array.Empty<Write>() : [JobRows.Fill(item, null, work)]];
        return Rung(await table.TransactAsync(writes, cancellationToken), work);
    }

    private bool Rung(bool made, NextWork? work)
    {
        if (made && work is not null) bell.Ring(work.Lane);
        return made;
    }

    /// <summary>Lists belong to one owner; asking for everybody's is a mistake of the caller, not a question of a visitor.</summary>
    private static Task<T> OfOwner<T>(Scope scope, int limit, Func<AccountId, Task<T>> question, T nothing)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 500);
        return scope switch
        {
            Scope.Own own => question(own.Account),
            Scope.Nothing => Task.FromResult(nothing),
            _ => throw new ArgumentException("A list needs the scope of one owner.", nameof(scope)),
        };
    }
}
