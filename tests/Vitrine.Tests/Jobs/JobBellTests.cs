using Microsoft.Extensions.Time.Testing;
using Vitrine.Jobs;

namespace Vitrine.Tests.Jobs;

public sealed class JobBellTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ring_wakes_who_waits_for_its_lane_and_nobody_else()
    {
        var bell = new JobBell(time);
        var tile = bell.WaitAsync(Lanes.Tile, Delay, Cancel);
        var heavy = bell.WaitAsync(Lanes.Heavy, Delay, Cancel);

        bell.Ring(Lanes.Tile);

        await tile;
        Assert.False(heavy.IsCompleted);
        time.Advance(Delay);
        await heavy;
    }

    [Fact]
    public async Task A_ring_that_nobody_heard_is_kept_for_the_next()
    {
        var bell = new JobBell(time);

        bell.Ring(Lanes.Tile);

        await bell.WaitAsync(Lanes.Tile, Delay, Cancel);
    }

    [Fact]
    public async Task Waiting_ends_with_the_token()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var wait = new JobBell(time).WaitAsync(Lanes.Tile, Delay, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }
}
