using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Library.Access;

namespace Vitrine.Tests.Library.Changes;

/// <summary>A change of many items step by step, with nothing running but what the test runs.</summary>
public sealed class BulkChangeTests : IAsyncLifetime
{
    private static readonly Selection Everything = new() { Stretches = [Stretch.Whole] };

    private SiteParts site = null!;
    private IReadOnlyList<MediaItem> items = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private BulkChanges Changes => site.Get<BulkChanges>();

    public async ValueTask InitializeAsync()
    {
        site = await SiteParts.CreateAsync();
        items = await Planting.PlantManyAsync(site.Get<IMediaCatalog>(), site.Time, site.Owner, 1_200);
        site.Time.Advance(TimeSpan.FromSeconds(1)); // or what is made now would not be newer
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task Cancelled_between_two_steps_it_keeps_what_is_done_and_undo_brings_back_just_that()
    {
        await site.Get<IMediaCatalog>().PutInTrashAsync(Scope.Everything, items[0].Id, Cancel);
        var change = await StartAsync();
        await StepAsync(2);
        await Changes.CancelAsync(change, Cancel);
        await StepAsync(1);

        var cancelled = await PresentAsync(change);
        Assert.Equal((BulkChangeState.Cancelled, 500L, 0L), (cancelled.State, cancelled.Done, cancelled.Skipped));
        Assert.Equal(699, await LiveAsync());

        var undo = (await Changes.UndoAsync(cancelled, Cancel))!;
        Assert.Equal(undo.Id, (await Changes.UndoAsync(cancelled, Cancel))!.Id);
        await StepAsync(9);
        Assert.Equal((BulkChangeState.Done, 500L), ((await PresentAsync(undo)).State, (await PresentAsync(undo)).Done));
        Assert.Equal(1_199, await LiveAsync());
        Assert.NotNull((await site.FindAsync(items[0].Id))!.TrashedAt); // trashed by hand before: not the undo's to restore
    }

    [Fact]
    public async Task A_worker_that_dies_within_a_step_leaves_it_to_the_next_and_nothing_is_counted_twice()
    {
        var change = await StartAsync();
        await StepAsync(2);

        // Claimed, half its items changed, and never heard of again.
        site.Time.Advance(TimeSpan.FromSeconds(1));
        var dead = (await ClaimAsync())!;
        foreach (var item in items.Skip(500).Take(250)) await site.Get<IMediaCatalog>().PutInTrashAsync(Scope.Everything, item.Id, Cancel);
        Assert.Null(await ClaimAsync());
        site.Time.Advance(TimeSpan.FromMinutes(2));
        await StepAsync(9);

        var done = await PresentAsync(change);
        Assert.Equal(BulkChangeState.Done, done.State);
        Assert.Equal(0, await LiveAsync());
        Assert.False(await site.Get<IJobQueue>().CompleteAsync(dead, Cancel));
    }

    [Fact]
    public async Task A_step_that_was_written_down_is_repeated_as_it_was()
    {
        var change = await StartAsync();
        await StepAsync(2);
        var before = await PresentAsync(change);
        await StepAsync(1);
        await Changes.SaveAsync(before, Cancel); // as if the process died just before it noted the step

        await StepAsync(9);

        var done = await PresentAsync(change);
        Assert.Equal((BulkChangeState.Done, 1_200L, 0L), (done.State, done.Done, done.Skipped));
    }

    [Fact]
    public async Task One_at_a_time_per_owner()
    {
        Assert.NotNull(await StartAsync());
        Assert.Null(await Changes.StartAsync(site.Owner.Id, BulkChangeKind.Trash, Everything, 1_200, Cancel));
        Assert.NotNull(await Changes.StartAsync(AccountId.New(site.Time), BulkChangeKind.Trash, Everything, 0, Cancel));
    }

    [Fact]
    public async Task After_some_days_a_change_leaves_nothing_behind()
    {
        var first = await StartAsync();
        await StepAsync(9);
        site.Time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(first.Id, (await Changes.LatestAsync(site.Owner.Id, TimeSpan.FromMinutes(10), Cancel))?.Id);
        site.Time.Advance(TimeSpan.FromDays(4));
        Assert.Null(await Changes.LatestAsync(site.Owner.Id, BulkChanges.Remembered, Cancel));
        Assert.Null(await Changes.UndoAsync(await PresentAsync(first), Cancel));

        var second = (await Changes.StartAsync(site.Owner.Id, BulkChangeKind.Trash, Everything, 0, Cancel))!;

        Assert.Equal([second.Id], (await Changes.ListAsync(site.Owner.Id, Cancel)).Select(change => change.Id));
        Assert.Empty(await site.Get<ISiteCatalog>().ListAsync($"bulk-step/{first.Id:N}", Cancel));
    }

    [Fact]
    public async Task Given_up_it_says_so()
    {
        var change = await StartAsync();
        await Handler.GiveUpAsync((await ClaimAsync())!, Cancel);
        Assert.Equal(BulkChangeState.Failed, (await PresentAsync(change)).State);
        Assert.Null(await ClaimAsync());
    }

    [Fact]
    public async Task Emptying_takes_what_was_in_the_trash_when_it_was_asked_and_nothing_that_left_it_or_came_later()
    {
        var (emptying, catalog, own) = (site.Get<Emptying>(), site.Get<IMediaCatalog>(), new Scope.Own(site.Owner.Id));
        foreach (var item in items.Take(1_150)) await catalog.PutInTrashAsync(own, item.Id, Cancel);
        site.Time.Advance(TimeSpan.FromSeconds(1));
        var asOf = MediaId.New(site.Time);
        Assert.Equal(1_150, await emptying.CountAsync(own, asOf, Cancel));
        site.Time.Advance(TimeSpan.FromSeconds(1));
        foreach (var item in items.Skip(1_150).Take(10)) await catalog.PutInTrashAsync(own, item.Id, Cancel);

        var change = Assert.IsType<SelectionOutcome.Started>(await emptying.EmptyAsync(site.Owner.Id, own, asOf, Cancel)).Change;
        await StepAsync(2);
        var before = await PresentAsync(change);
        await StepAsync(1);
        await Changes.SaveAsync(before, Cancel); // as if the process died just before it noted the step
        await catalog.RestoreAsync(own, (await catalog.TrashAsync(own, null, 500, Cancel)).Items[^1].Id, Cancel); // its step is still to come
        await StepAsync(9);

        var done = await PresentAsync(change);
        Assert.Equal((BulkChangeState.Done, 1_150L, 1_149L, 0L), (done.State, done.Total, done.Done, done.Skipped));
        Assert.Equal(41, await LiveAsync());
        Assert.Equal(10, (await catalog.TrashAsync(own, null, 100, Cancel)).Items.Count);
        Assert.Null(await Changes.UndoAsync(done, Cancel));
    }

    [Fact]
    public async Task A_little_is_deleted_at_once()
    {
        var (emptying, catalog, own) = (site.Get<Emptying>(), site.Get<IMediaCatalog>(), new Scope.Own(site.Owner.Id));
        foreach (var item in items.Take(3)) await catalog.PutInTrashAsync(own, item.Id, Cancel);
        var few = Assert.IsType<SelectionOutcome.Few>(await emptying.EmptyAsync(site.Owner.Id, own, MediaId.New(site.Time), Cancel));
        Assert.Equal(items.Take(3).Select(item => item.Id).Order(), few.Ids.Order());
        Assert.Empty(await Changes.ListAsync(site.Owner.Id, Cancel));
        Assert.False(await emptying.DeleteAsync(own, items[3].Id, Cancel)); // as if it had been restored after its step was written down
        Assert.Equal(1_197, await LiveAsync());
    }

    private IJobHandler Handler => site.Get<IEnumerable<IJobHandler>>().Single(handler => handler.Kind == BulkChanges.JobKind);

    private async Task<BulkChange> StartAsync() =>
        (await Changes.StartAsync(site.Owner.Id, BulkChangeKind.Trash, Everything with { AsOf = MediaId.New(site.Time) }, 1_200, Cancel))!;

    private Task<Job?> ClaimAsync() => site.Get<IJobQueue>().ClaimAsync(Lanes.Ordinary, TimeSpan.FromMinutes(1), Cancel);

    private async Task StepAsync(int most)
    {
        for (; most > 0 && await ClaimAsync() is { } job; most--) await Handler.RunAsync(job, Cancel);
    }

    private async Task<BulkChange> PresentAsync(BulkChange change) => (await Changes.FindAsync(site.Owner.Id, change.Id, Cancel))!;

    private async Task<long> LiveAsync() => (await site.Get<IMediaCatalog>().DaysAsync(new Scope.Own(site.Owner.Id), Cancel)).Sum(day => day.Count);
}
