using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Metadata.DynamoDb.Work;

namespace Vitrine.Tests.Backends.Dynamo;

/// <summary>Two nodes at one table, each with a queue of its own.</summary>
public sealed class DynamoNodesTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly DynamoWorld world = new();
    private DynamoJobQueue other = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await world.StartAsync();
        other = new DynamoJobQueue(world.Table, new JobBell(world.Time), world.Time);
    }

    public ValueTask DisposeAsync()
    {
        other?.Dispose();
        return world.DisposeAsync();
    }

    [Fact]
    [Trait("trust", "N05")]
    public async Task The_job_of_a_node_that_died_is_taken_over_and_ends_once()
    {
        var (item, died) = await world.ReceiveAndClaimAsync(world.Anna);
        Assert.Null(await other.ClaimAsync(Lanes.Tile, Lease, Cancel));

        world.Time.Advance(Lease);
        var taken = await other.ClaimAsync(Lanes.Tile, Lease, Cancel);

        Assert.Equal((item.Id.Value, 2), (taken!.Id, taken.Attempt));
        Assert.True(await world.Media.MarkReadyAsync(taken, new ReadyMedia { Width = 2 }, null, Cancel));
        Assert.False(await world.Media.MarkReadyAsync(died, new ReadyMedia { Width = 1 }, null, Cancel));
        Assert.Equal(2, (await world.ReadAsync(item.Id)).Width);
    }

    [Fact]
    public async Task Two_nodes_share_the_jobs_and_none_runs_twice()
    {
        for (var n = 0; n < 20; n++) await world.Jobs.EnqueueAsync(new NewJob(Ids.New(world.Time), "zip", Lanes.Ordinary, world.Anna.Value, world.Time.GetUtcNow(), null), Cancel);

        var claimed = await Task.WhenAll(Enumerable.Range(0, 24).Select(n => (n % 2 == 0 ? world.Jobs : other).ClaimAsync(Lanes.Ordinary, Lease, Cancel)));

        Assert.Equal(20, claimed.OfType<Job>().Select(job => job.Id).Distinct().Count());
        Assert.Equal(20, claimed.OfType<Job>().Count());
    }

    [Fact]
    public async Task Effects_applied_by_many_at_the_same_time_count_once()
    {
        for (var n = 0; n < 70; n++) await world.ReceiveAsync(world.Anna, Contracts.CatalogWorld.Taken(2020, 1 + (n % 12), 1 + (n % 28)));

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => world.SettleAsync()));

        Assert.Equal(new Usage(70_000, 0, 70), await world.UsageAsync(world.Anna));
        Assert.Equal(70, (await world.DaysAsync(world.AnnasOwn)).Sum(day => day.Count));
    }
}
