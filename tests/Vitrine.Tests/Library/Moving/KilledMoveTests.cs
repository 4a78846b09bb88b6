using Vitrine.Library;
using Vitrine.Library.Moving;

namespace Vitrine.Tests.Library.Moving;

/// <summary>A move that is killed at any of its steps, and then undone, or run again, or both.</summary>
public sealed class KilledMoveTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_at_any_step_it_leaves_one_home_at_most_and_ends_right_when_it_is_run_again()
    {
        await using var made = await MovedSite.MakeAsync();
        var whole = await made.ContentAsync(next: false);
        var steps = await StepsAsync(made);
        Assert.InRange(steps, 60, 400);
        var undone = 0;
        for (var step = 1; step <= steps; step++)
        {
            await using var site = made.Copy();
            await KillAsync(site, step, after: step % 2 == 0);
            if (step % 3 == 0 && await IsUndoneAsync(site, whole)) undone++;
            await RunAgainAsync(site, whole);
        }

        Assert.InRange(undone, 10, steps);
    }

    private static async Task<int> StepsAsync(MovedSite made)
    {
        await using var site = made.Copy();
        var counting = new Killing(int.MaxValue, after: false);
        await site.Move(MovedSite.Both, counting).RunAsync(Cancel);
        return counting.Steps;
    }

    private static async Task KillAsync(MovedSite site, int step, bool after)
    {
        var killing = new Killing(step, after);
        var end = await Record.ExceptionAsync(() => site.Move(MovedSite.Both, killing).RunAsync(Cancel));
        Assert.True(killing.IsDead == end is not null, $"At step {step} it ended with {end}.");
        site.Wait();
        var (old, next) = (await MovedSite.WhyNotAsync(site.Open(next: false)), await MovedSite.WhyNotAsync(site.Open(next: true)));
        Assert.False(old is null && next is null, $"Killed at step {step}, both homes take changes.");
    }

    /// <summary>False when it was too late for that.</summary>
    private static async Task<bool> IsUndoneAsync(MovedSite site, string whole)
    {
        var by = site.Open(next: false);
        if (await Record.ExceptionAsync(() => SiteMove.UndoAsync(by.Get<ISiteCatalog>(), by.Time, Cancel)) is { } tooLate)
        {
            Assert.Contains("cannot be undone", tooLate.Message, StringComparison.Ordinal);
            return false;
        }

        Assert.Null(await MovedSite.WhyNotAsync(site.Open(next: false)));
        Assert.NotNull(await MovedSite.WhyNotAsync(site.Open(next: true)));
        Assert.Equal(whole, await site.ContentAsync(next: false));
        return true;
    }

    private static async Task RunAgainAsync(MovedSite site, string whole)
    {
        await site.Move(MovedSite.Both).RunAsync(Cancel);
        Assert.Null(await MovedSite.WhyNotAsync(site.Open(next: true)));
        Assert.Contains($"moved. Set {MovedSite.Both.Instead}.", await MovedSite.WhyNotAsync(site.Open(next: false)), StringComparison.Ordinal);
        Assert.Equal(whole, await site.ContentAsync(next: true));
        Assert.Equal(whole, await site.ContentAsync(next: false)); // nothing is deleted where it was
    }
}
