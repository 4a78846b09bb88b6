using System.Text.Json;
using Vitrine.Jobs;

namespace Vitrine.Library;

/// <summary>
/// Starts, shows, cancels and undoes changes of many items. Where a change stands is a value of the site, read by every node; what it
/// means and how it goes on is its job.
/// </summary>
public sealed class BulkChanges(ISiteCatalog site, IJobQueue queue, TimeProvider time)
{
    public const string JobKind = "bulk-change";

    /// <summary>So long after its end a change can be undone.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <summary>An undo under way still reads the steps of what it undoes.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(3);

    /// <summary>Before all else that the owner has waiting: a person looks on.</summary>
    internal static readonly DateTimeOffset Due = DateTimeOffset.UnixEpoch;

    /// <summary>Null when another of this owner's is under way: one at a time.</summary>
    public async Task<BulkChange?> StartAsync(
        AccountId owner, BulkChangeKind kind, Selection selection, long total, CancellationToken cancellationToken)
    {
        var known = await ListAsync(owner, cancellationToken);
        if (known.Any(change => change.State == BulkChangeState.UnderWay)) return null;
        foreach (var old in known.Where(change => change.EndedAt < time.GetUtcNow() - Kept)) await ForgetAsync(old, cancellationToken);
        return await EnqueueAsync(New(Ids.New(time), owner, kind, total), selection, cancellationToken);
    }

    /// <summary>This owner's changes of the last days, newest first.</summary>
    public async Task<IReadOnlyList<BulkChange>> ListAsync(AccountId owner, CancellationToken cancellationToken) =>
        [.. (await site.ListAsync(Prefix(owner), cancellationToken)).OrderByDescending(value => value.Key, StringComparer.Ordinal).Select(value => Parse(value.Value))];

    /// <summary>Null when it is not this owner's, forgotten, or never was.</summary>
    public async Task<BulkChange?> FindAsync(AccountId owner, Guid id, CancellationToken cancellationToken) =>
        await site.GetAsync(Name(owner, id), cancellationToken) is { } text ? Parse(text) : null;

    /// <summary>What a page shows: the newest, while it is under way or ended no longer ago than so.</summary>
    public async Task<BulkChange?> LatestAsync(AccountId owner, TimeSpan ended, CancellationToken cancellationToken) =>
        await ListAsync(owner, cancellationToken) is [var change, ..] && !(change.EndedAt < time.GetUtcNow() - ended) ? change : null;

    /// <summary>It ends after the step that is under way. What is done stays done, and can be undone.</summary>
    public Task CancelAsync(BulkChange change, CancellationToken cancellationToken) =>
        site.SetAsync(CancelName(change.Id), "cancel", cancellationToken);

    /// <summary>
    /// Takes back what a change did, as a change of its own; asked twice, it is the same one. Null while something is under way, or
    /// when it ended too long ago. What was deleted for ever does not come back.
    /// </summary>
    public async Task<BulkChange?> UndoAsync(BulkChange change, CancellationToken cancellationToken)
    {
        if (change.EndedAt is null || !IsRecent(change) || change.Kind == BulkChangeKind.Delete) return null;
        var name = await site.GetOrAddAsync(UndoName(change.Id), Ids.New(time).ToString("N"), cancellationToken);
        var id = Guid.ParseExact(name, "N");
        if (await FindAsync(change.Owner, id, cancellationToken) is { } before) return before;
        if ((await ListAsync(change.Owner, cancellationToken)).Any(other => other.State == BulkChangeState.UnderWay)) return null;
        var reverse = change.Kind == BulkChangeKind.Trash ? BulkChangeKind.Restore : BulkChangeKind.Trash;
        return await EnqueueAsync(New(id, change.Owner, reverse, change.Done) with { Undoes = change.Undoes ?? change.Id }, new Selection(), cancellationToken);
    }

    internal Task<string?> CancelAskedAsync(Guid id, CancellationToken cancellationToken) => site.GetAsync(CancelName(id), cancellationToken);

    internal Task SaveAsync(BulkChange change, CancellationToken cancellationToken) =>
        site.SetAsync(Name(change.Owner, change.Id), Text(change), cancellationToken);

    internal async Task<BulkStep?> StepAsync(Guid id, int number, CancellationToken cancellationToken) =>
        await site.GetAsync(StepName(id, number), cancellationToken) is { } text ? JsonSerializer.Deserialize(text, BulkJson.Default.BulkStep) : null;

    /// <summary>Writes a step down, or returns what another worker wrote for it.</summary>
    internal async Task<BulkStep> WriteStepAsync(Guid id, int number, BulkStep step, CancellationToken cancellationToken)
    {
        var text = JsonSerializer.Serialize(step, BulkJson.Default.BulkStep);
        return JsonSerializer.Deserialize(await site.GetOrAddAsync(StepName(id, number), text, cancellationToken), BulkJson.Default.BulkStep)!;
    }

    /// <summary>The job first: it makes the value from what it carries, should this process die between the two.</summary>
    private async Task<BulkChange> EnqueueAsync(BulkChange change, Selection selection, CancellationToken cancellationToken)
    {
        var plan = JsonSerializer.Serialize(BulkPlan.Of(change, selection), BulkJson.Default.BulkPlan);
        await queue.EnqueueAsync(new NewJob(change.Id, JobKind, Lanes.Ordinary, change.Owner.Value, Due, plan), cancellationToken);
        return Parse(await site.GetOrAddAsync(Name(change.Owner, change.Id), Text(change), cancellationToken));
    }

    /// <summary>For an account that goes: stops what is under way and forgets what has ended. False while something is still under way.</summary>
    internal async Task<bool> EndAllAsync(AccountId owner, CancellationToken cancellationToken)
    {
        var isOver = true;
        foreach (var change in await ListAsync(owner, cancellationToken))
        {
            if (change.State == BulkChangeState.UnderWay) await CancelAsync(change, cancellationToken);
            else await ForgetAsync(change, cancellationToken);
            isOver &= change.State != BulkChangeState.UnderWay;
        }

        return isOver;
    }

    private async Task ForgetAsync(BulkChange change, CancellationToken cancellationToken)
    {
        for (var number = 0; await site.GetAsync(StepName(change.Id, number), cancellationToken) is not null; number++)
            await site.SetAsync(StepName(change.Id, number), null, cancellationToken);
        foreach (var name in new[] { CancelName(change.Id), UndoName(change.Id), Name(change.Owner, change.Id) })
            await site.SetAsync(name, null, cancellationToken);
    }

    private BulkChange New(Guid id, AccountId owner, BulkChangeKind kind, long total) =>
        new() { Id = id, Owner = owner, Kind = kind, Total = total, StartedAt = time.GetUtcNow() };

    private bool IsRecent(BulkChange change) => change.EndedAt > time.GetUtcNow() - Remembered;

    private static string Text(BulkChange change) => JsonSerializer.Serialize(change, BulkJson.Default.BulkChange);

    private static BulkChange Parse(string text) => JsonSerializer.Deserialize(text, BulkJson.Default.BulkChange)!;

    private static string Prefix(AccountId owner) => $"bulk-change/{owner}/";

    private static string Name(AccountId owner, Guid id) => $"{Prefix(owner)}{id:N}";

    private static string CancelName(Guid id) => $"bulk-cancel/{id:N}";

    private static string UndoName(Guid id) => $"bulk-undo/{id:N}";

    private static string StepName(Guid id, int number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"bulk-step/{id:N}/{number:D6}");
}
