using Vitrine.Library;
using Vitrine.Library.Moving;

namespace Vitrine.Tests.Library.Moving;

/// <summary>A move that is killed at any of its steps, and then undone, or run again, or both.</summary>
public sealed class KilledMoveTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Killed_at_any_step_it_leaves_one_home_at_most_and_ends_right_when_it_is_run_again(bool files, bool metadata)
    {
        var plan = new MovePlan(files ? MovedSite.Both.Files : null, metadata ? MovedSite.Both.Metadata : null);
        await using var made = await MovedSite.MakeAsync();
        var whole = await MovedSite.ContentAsync(made.Open(next: false));
        var steps = await StepsAsync(made, plan);
        Assert.InRange(steps, 25, 400);
        var undone = 0;
        for (var step = 1; step <= steps; step++)
        {
            await using var site = made.Copy();
            await KillAsync(site, plan, step, after: step % 2 == 0);
            if (step % 3 == 0 && await IsUndoneAsync(site, plan, whole)) undone++;
            await RunAgainAsync(site, plan, whole);
        }

        Assert.InRange(undone, 5, steps);
    }

    private static async Task<int> StepsAsync(MovedSite made, MovePlan plan)
    {
        await using var site = made.Copy();
        var counting = new Killing(int.MaxValue, after: false);
        await site.Move(plan, counting).RunAsync(Cancel);
        return counting.Steps;
    }

    private static async Task KillAsync(MovedSite site, MovePlan plan, int step, bool after)
    {
        var killing = new Killing(step, after);
        var end = await Record.ExceptionAsync(() => site.Move(plan, killing).RunAsync(Cancel));
        Assert.True(killing.IsDead == end is not null, $"At step {step} it ended with {end}.");
        site.Wait();
        var (old, next) = (await MovedSite.WhyNotAsync(site.Open(next: false)), await MovedSite.WhyNotAsync(site.HomeOf(plan)));
        Assert.False(old is null && next is null, $"Killed at step {step}, both homes take changes.");
    }

    /// <summary>False when it was too late for that.</summary>
    private static async Task<bool> IsUndoneAsync(MovedSite site, MovePlan plan, string whole)
    {
        var by = site.Open(next: false);
        if (await Record.ExceptionAsync(() => SiteMove.UndoAsync(by.Get<ISiteCatalog>(), by.Time, Cancel)) is { } tooLate)
        {
            Assert.Contains("cannot be undone", tooLate.Message, StringComparison.Ordinal);
            return false;
        }

        Assert.Null(await MovedSite.WhyNotAsync(site.Open(next: false)));
        Assert.NotNull(await MovedSite.WhyNotAsync(site.HomeOf(plan)));
        Assert.Equal(whole, await MovedSite.ContentAsync(site.Open(next: false)));
        return true;
    }

    private static async Task RunAgainAsync(MovedSite site, MovePlan plan, string whole)
    {
        await site.Move(plan).RunAsync(Cancel);
        Assert.Null(await MovedSite.WhyNotAsync(site.HomeOf(plan)));
        Assert.Contains($"moved. Set {plan.Instead}.", await MovedSite.WhyNotAsync(site.Open(next: false)), StringComparison.Ordinal);
        Assert.Equal(whole, await MovedSite.ContentAsync(site.HomeOf(plan)));
        Assert.Equal(whole, await MovedSite.ContentAsync(site.Open(next: false))); // nothing is deleted where it was
    }
}
