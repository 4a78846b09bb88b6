using System.Globalization;
using Vitrine.Imaging;
using Vitrine.Imaging.Sandbox;

namespace Vitrine.Tests.Imaging.Sandbox;

public sealed class PoolTests
{
    /// <summary>The budget, and what two children's code and shared libraries count for.</summary>
    private const long Allowed = (256 + 64) * 1024L * 1024;

    [Fact]
    [Trait("trust", "C08")]
    public async Task All_children_together_stay_within_the_budget()
    {
        await using var pool = new Pool(new ImagingOptions { Workers = 2 });
        string[] heavy = ["jpeg/craft_beer_24mp.jpg", "webp/wood_16mp.webp", "avif/orientation6.avif", "jpeg/dragonfly_13mp.jpg", "png/calla_9mp.png", "avif/alpha_plum.avif"];
        var most = 0L;

        var making = Task.WhenAll(heavy.Select(file => pool.TileAsync(Corpus.PathOf(file), specs: [new("tile2x", 960, "webp", 75), new("screen", 1920, "jpeg", 82)])));
        while (!making.IsCompleted)
        {
            most = Math.Max(most, ChildrenMemory());
            await Task.WhenAny(making, Task.Delay(5, TestContext.Current.CancellationToken));
        }

        Assert.All(await making, outcome => Assert.IsType<PictureOutcome.Made>(outcome));
        Assert.InRange(most, 1, Allowed);

        // Other tests' pools run beside this one: only children whose folder is ours are counted.
        long ChildrenMemory() => Directory.EnumerateDirectories("/proc").Where(p => Reads(p, pool.Folder)).Sum(Proportional);
    }

    [Fact]
    public async Task Who_is_urgent_goes_first_and_a_big_one_is_not_starved()
    {
        var gate = new Gate(10);
        var token = TestContext.Current.CancellationToken;
        var held = await gate.EnterAsync(6, false, token);
        var big = gate.EnterAsync(10, false, token);
        var small = gate.EnterAsync(1, false, token);
        var urgent = await gate.EnterAsync(4, true, token);

        Assert.False(big.IsCompleted || small.IsCompleted);
        held.Dispose();
        Assert.False(big.IsCompleted || small.IsCompleted);
        urgent.Dispose();
        (await big).Dispose();
        (await small).Dispose();
        using var all = await gate.EnterAsync(10, false, token);
    }

    [Fact]
    public async Task Who_gives_up_waiting_holds_nobody_up()
    {
        var gate = new Gate(10);
        using var held = await gate.EnterAsync(6, false, TestContext.Current.CancellationToken);
        using var cancel = new CancellationTokenSource();
        var big = gate.EnterAsync(10, false, cancel.Token);
        var small = gate.EnterAsync(1, false, TestContext.Current.CancellationToken);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => big);
        (await small).Dispose();
    }

    private static bool Reads(string process, string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Contains(folder, StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>PSS in bytes (proc(5)): shared pages count by their share.</summary>
    private static long Proportional(string process)
    {
        try
        {
            var line = File.ReadLines(Path.Combine(process, "smaps_rollup")).FirstOrDefault(l => l.StartsWith("Pss:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
