using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Library.Access;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="IJobQueue"/> keeps.</summary>
public abstract class JobQueueContract(CatalogWorld world) : CatalogContract(world)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private IJobQueue Jobs => World.Jobs;

    [Fact]
    public async Task A_job_is_claimed_as_it_was_enqueued_once()
    {
        var job = NewJob() with { Payload = "{\"a\":1}" };
        Assert.True(await Jobs.EnqueueAsync(job, Cancel));

        var claimed = await Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel);

        Assert.Equal(new Job(job.Id, "zip", Lanes.Ordinary, World.Anna.Value, claimed!.Fence, 1, job.Payload), claimed);
        Assert.Null(await Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel));
        Assert.Null(await Jobs.ClaimAsync(Lanes.Tile, Lease, Cancel));
    }

    [Fact]
    public async Task Enqueueing_twice_is_harmless_in_any_state()
    {
        var job = NewJob();
        Assert.True(await Jobs.EnqueueAsync(job, Cancel));
        Assert.False(await Jobs.EnqueueAsync(job, Cancel));
        var claimed = await Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel);
        Assert.False(await Jobs.EnqueueAsync(job, Cancel));
        Assert.True(await Jobs.CompleteAsync(claimed!, Cancel));
        Assert.False(await Jobs.EnqueueAsync(job, Cancel));

        Assert.Null(await Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel));
        Assert.Equal(0, (await Jobs.WaitingAsync(Cancel)).Values.Sum());
    }

    [Fact]
    public async Task A_job_is_not_claimed_before_it_is_due_and_the_earliest_comes_first()
    {
        var now = World.Time.GetUtcNow();
        var (late, early) = (NewJob() with { Due = now.AddMinutes(2) }, NewJob() with { Due = now.AddMinutes(1) });
        await Jobs.EnqueueAsync(late, Cancel);
        await Jobs.EnqueueAsync(early, Cancel);

        Assert.Null(await Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel));
        World.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(early.Id, (await Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel))!.Id);
        Assert.Equal(late.Id, (await Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel))!.Id);
    }

    [Fact]
    public async Task Many_workers_never_get_the_same_job()
    {
        for (var n = 0; n < 20; n++) await Jobs.EnqueueAsync(NewJob(n % 2 == 0 ? World.Anna : World.Bert), Cancel);

        var claimed = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel)));

        Assert.Equal(20, claimed.OfType<Job>().Select(job => job.Id).Distinct().Count());
        Assert.Equal(10, claimed.Count(job => job is null));
    }

    [Fact]
    public async Task An_expired_lease_makes_a_job_due_again_with_a_higher_fence_and_one_more_attempt()
    {
        await Jobs.EnqueueAsync(NewJob(), Cancel);
        var first = (await Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel))!;

        World.Time.Advance(Lease - TimeSpan.FromMilliseconds(1));
        Assert.Null(await Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel));
        World.Time.Advance(TimeSpan.FromMilliseconds(1));
        var second = (await Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel))!;

        Assert.Equal((first.Id, 2), (second.Id, second.Attempt));
        Assert.True(second.Fence > first.Fence);
        Assert.False(await Jobs.RenewAsync(first, Lease, Cancel));
        Assert.False(await Jobs.CompleteAsync(first, Cancel));
        Assert.False(await Jobs.RetryAsync(first, World.Time.GetUtcNow(), counted: true, Cancel));
        Assert.False(await Jobs.GiveBackAsync(first, Cancel));
        Assert.True(await Jobs.CompleteAsync(second, Cancel));
    }

    [Fact]
    public async Task A_renewed_lease_lasts_longer()
    {
        await Jobs.EnqueueAsync(NewJob(), Cancel);
        var job = (await Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel))!;

        World.Time.Advance(Lease / 2);
        Assert.True(await Jobs.RenewAsync(job, Lease, Cancel));
        World.Time.Advance(Lease / 2);

        Assert.Null(await Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel));
        World.Time.Advance(Lease / 2);
        Assert.NotNull(await Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel));
    }

    [Fact]
    public async Task A_late_worker_whose_job_nobody_took_may_still_end_it()
    {
        await Jobs.EnqueueAsync(NewJob(), Cancel);
        var job = (await Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel))!;
        World.Time.Advance(Lease * 2);

        Assert.True(await Jobs.CompleteAsync(job, Cancel));
        Assert.Null(await Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel));
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task A_retry_waits_for_its_time_and_counts_the_attempt_only_when_the_job_was_at_fault(bool counted, int nextAttempt)
    {
        await Jobs.EnqueueAsync(NewJob(), Cancel);
        var first = (await Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel))!;

        Assert.True(await Jobs.RetryAsync(first, World.Time.GetUtcNow().AddMinutes(5), counted, Cancel));
        Assert.True(await Jobs.RetryAsync(first, World.Time.GetUtcNow().AddMinutes(5), counted, Cancel));

        Assert.False(await Jobs.RenewAsync(first, Lease, Cancel));
        World.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.Null(await Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel));
        World.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(nextAttempt, (await Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel))!.Attempt);
    }

    [Fact]
    [Trait("trust", "B02")]
    public async Task A_job_given_back_is_due_at_once_and_its_attempt_is_not_counted_however_often_it_is_said()
    {
        await Jobs.EnqueueAsync(NewJob(), Cancel);
        for (var n = 0; n < 3; n++)
        {
            var job = (await Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel))!;
            Assert.Equal(1, job.Attempt);
            Assert.True(await Jobs.GiveBackAsync(job, Cancel));
            Assert.True(await Jobs.GiveBackAsync(job, Cancel));
        }

        Assert.Equal(1, (await Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel))!.Attempt);
    }

    [Fact]
    [Trait("trust", "B02")]
    public async Task Completing_again_after_a_lost_answer_is_the_same_success()
    {
        await Jobs.EnqueueAsync(NewJob(), Cancel);
        var job = (await Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel))!;

        Assert.True(await Jobs.CompleteAsync(job, Cancel));
        Assert.True(await Jobs.CompleteAsync(job, Cancel));
        Assert.False(await Jobs.RetryAsync(job, World.Time.GetUtcNow(), counted: true, Cancel));
    }

    [Fact]
    [Trait("trust", "D07")]
    public async Task Owners_are_served_in_turn_however_much_one_of_them_queued()
    {
        for (var n = 0; n < 30; n++) await Jobs.EnqueueAsync(NewJob(World.Anna), Cancel);
        for (var n = 0; n < 3; n++) await Jobs.EnqueueAsync(NewJob(World.Bert), Cancel);

        var owners = new List<Guid>();
        for (var n = 0; n < 8; n++) owners.Add((await Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel))!.Owner);

        Assert.Equal(3, owners.Take(6).Count(owner => owner == World.Bert.Value));
        Assert.All(owners.Skip(6), owner => Assert.Equal(World.Anna.Value, owner));
    }

    [Fact]
    [Trait("trust", "D07")]
    public async Task Somebody_who_comes_again_and_again_with_one_job_does_not_starve_the_others()
    {
        for (var n = 0; n < 10; n++) await Jobs.EnqueueAsync(NewJob(World.Anna), Cancel);

        var annas = 0;
        for (var n = 0; n < 10; n++)
        {
            await Jobs.EnqueueAsync(NewJob(World.Bert), Cancel);
            var job = (await Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel))!;
            if (job.Owner == World.Anna.Value) annas++;
            await Jobs.CompleteAsync(job, Cancel);
        }

        Assert.InRange(annas, 4, 6);
    }

    [Fact]
    public async Task Somebody_whose_jobs_are_not_due_is_passed_over()
    {
        await Jobs.EnqueueAsync(NewJob(World.Anna) with { Due = World.Time.GetUtcNow().AddHours(1) }, Cancel);
        await Jobs.EnqueueAsync(NewJob(World.Bert), Cancel);

        Assert.Equal(World.Bert.Value, (await Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel))!.Owner);
        Assert.Null(await Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel));
    }

    [Fact]
    public async Task Waiting_jobs_are_counted_per_lane()
    {
        await Jobs.EnqueueAsync(NewJob(), Cancel);
        await Jobs.EnqueueAsync(NewJob(World.Bert) with { Due = World.Time.GetUtcNow().AddDays(1) }, Cancel);
        var (item, _) = await World.ReceiveAndClaimAsync(World.Anna);
        await World.ReceiveAsync(World.NewItem(World.Anna), World.TileWork);
        Assert.Equal(2, (await Jobs.WaitingAsync(Cancel))[Lanes.Ordinary]);
        Assert.InRange((await Jobs.WaitingAsync(Cancel))[Lanes.Tile], 1, 2);

        await World.Media.BeginPurgeAsync(Scope.Everything, item.Id, Cancel);
        Assert.Equal(1, (await Jobs.WaitingAsync(Cancel))[Lanes.Tile]);
    }

    [Fact]
    public async Task A_purged_items_job_is_never_claimed()
    {
        var item = await World.ReceiveAsync(World.NewItem(World.Anna), World.TileWork);
        await World.Media.BeginPurgeAsync(Scope.Everything, item.Id, Cancel);

        Assert.Null(await Jobs.ClaimAsync(Lanes.Tile, Lease, Cancel));
    }

    private NewJob NewJob(AccountId? owner = null)
    {
        World.Time.Advance(TimeSpan.FromMilliseconds(1));
        return new NewJob(Ids.New(World.Time), "zip", Lanes.Ordinary, (owner ?? World.Anna).Value, World.Time.GetUtcNow(), null);
    }
}
