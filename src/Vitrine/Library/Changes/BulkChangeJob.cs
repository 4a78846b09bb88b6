using System.Text.Json;
using Vitrine.Jobs;
using Vitrine.Library.Access;

namespace Vitrine.Library;

/// <summary>One claim is one step, so that owners take turns and a cancel is heard soon. Killed anywhere, the step is repeated.</summary>
internal sealed class BulkChangeJob(BulkChanges changes, SelectionReading reading, Emptying emptying, IMediaCatalog catalog, IJobQueue queue, TimeProvider time) : IJobHandler
{
    /// <summary>Changes that wait for the disk together share its flushes.</summary>
    private const int AtOnce = 16;

    public string Kind => BulkChanges.JobKind;

    public async Task RunAsync(Job job, CancellationToken cancellationToken)
    {
        var plan = PlanOf(job);
        var change = await PresentAsync(plan, cancellationToken);
        if (change.EndedAt is null) change = await StepAsync(change, plan, cancellationToken);
        if (change.EndedAt is null) await queue.RetryAsync(job, BulkChanges.Due, counted: false, cancellationToken);
        else await queue.CompleteAsync(job, cancellationToken);
    }

    public async Task GiveUpAsync(Job job, CancellationToken cancellationToken)
    {
        var change = await PresentAsync(PlanOf(job), cancellationToken);
        await SaveAsync(Ended(change, BulkChangeState.Failed), cancellationToken);
        await queue.CompleteAsync(job, cancellationToken);
    }

    private static BulkPlan PlanOf(Job job) => JsonSerializer.Deserialize(job.Payload!, BulkJson.Default.BulkPlan)!;

    private async Task<BulkChange> PresentAsync(BulkPlan plan, CancellationToken cancellationToken) =>
        await changes.FindAsync(plan.Change.Owner, plan.Change.Id, cancellationToken) ?? plan.Change;

    private async Task<BulkChange> StepAsync(BulkChange change, BulkPlan plan, CancellationToken cancellationToken)
    {
        if (await changes.CancelAskedAsync(change.Id, cancellationToken) is not null)
            return await SaveAsync(Ended(change, BulkChangeState.Cancelled), cancellationToken);
        if (await NextAsync(change, plan, cancellationToken) is not { } step)
            return await SaveAsync(Ended(change, BulkChangeState.Done), cancellationToken);

        var done = await ApplyAsync(change, step, cancellationToken);
        change = change with
        {
            Done = change.Done + done,
            Skipped = change.Skipped + step.Ids.Count - done,
            Steps = change.Steps + 1,
            Next = step.Next ?? change.Next,
        };
        return await SaveAsync(step.Next is null ? Ended(change, BulkChangeState.Done) : change, cancellationToken);
    }

    /// <summary>The step of this number: as it was written down, or found now and written down. Null when there are no more.</summary>
    private async Task<BulkStep?> NextAsync(BulkChange change, BulkPlan plan, CancellationToken cancellationToken)
    {
        if (change.Undoes is { } undone)
            return await changes.StepAsync(undone, change.Steps, cancellationToken) is { } step ? step with { Next = change.Next } : null;
        return await changes.StepAsync(change.Id, change.Steps, cancellationToken)
            ?? await changes.WriteStepAsync(change.Id, change.Steps, await FindAsync(change, plan.Selection(), cancellationToken), cancellationToken);
    }

    private async Task<BulkStep> FindAsync(BulkChange change, Selection selection, CancellationToken cancellationToken)
    {
        var at = change.Next;
        if (at.Stretch < 0)
            return new BulkStep([.. selection.Ids.Select(id => id.ToString())], selection.Stretches.Count > 0 ? new BulkPlace(0, null) : null);
        _ = Cursor.TryParse(at.After, out var after);
        var scope = new Scope.Own(change.Owner);
        var (ids, next) = change.Kind == BulkChangeKind.Delete
            ? await emptying.NextAsync(scope, selection.AsOf, after, cancellationToken)
            : await reading.NextAsync(scope, selection, selection.Stretches[at.Stretch], after, cancellationToken);
        var place = next is not null ? at with { After = next.ToString() }
            : at.Stretch + 1 < selection.Stretches.Count ? new BulkPlace(at.Stretch + 1, null)
            : null;
        return new BulkStep([.. ids.Select(id => id.ToString())], place);
    }

    /// <summary>Returns how many items are as they should be now.</summary>
    private async Task<int> ApplyAsync(BulkChange change, BulkStep step, CancellationToken cancellationToken)
    {
        var done = 0;
        var scope = new Scope.Own(change.Owner);
        var together = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(step.Ids, together, async (text, cancel) =>
        {
            if (MediaId.TryParse(text, out var id) && await ChangeAsync(change.Kind, scope, id, cancel)) Interlocked.Increment(ref done);
        });
        return done;
    }

    private async Task<bool> ChangeAsync(BulkChangeKind kind, Scope scope, MediaId id, CancellationToken cancellationToken) => kind switch
    {
        BulkChangeKind.Trash => await catalog.PutInTrashAsync(scope, id, cancellationToken) is not null,
        BulkChangeKind.Restore => await catalog.RestoreAsync(scope, id, cancellationToken) is not null,
        _ => await emptying.DeleteAsync(scope, id, cancellationToken),
    };

    private async Task<BulkChange> SaveAsync(BulkChange change, CancellationToken cancellationToken)
    {
        await changes.SaveAsync(change, cancellationToken);
        return change;
    }

    private BulkChange Ended(BulkChange change, BulkChangeState state) => change with { State = state, EndedAt = time.GetUtcNow() };
}

public static class BulkChangeServices
{
    public static IServiceCollection AddBulkChanges(this IServiceCollection services) => services
        .AddSingleton<SelectionReading>()
        .AddSingleton<BulkChanges>()
        .AddSingleton<Selecting>()
        .AddSingleton<Emptying>()
        .AddSingleton(new JobKind(BulkChanges.JobKind)).AddSingleton<IJobHandler, BulkChangeJob>();
}
