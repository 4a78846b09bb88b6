using System.Diagnostics;
using Vitrine.Cli;
using Vitrine.Library;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Metadata.Sqlite.Media;
using Vitrine.Tests.Backends;
using static Vitrine.Tests.Contracts.CatalogWorld;

namespace Vitrine.Tests.Metadata;

/// <summary>
/// No question of a page costs more on a hundred thousand items than on a thousand. The cost is steps of SQLite's machine, which do
/// not depend on what else runs here; times are printed as ratios for people.
/// </summary>
public sealed class FlatCostTests(ITestOutputHelper output)
{
    private const int Small = 1_000;
    private const int Large = 100_000;
    private const double Allowed = 1.5;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_question_of_a_page_costs_the_same_on_a_hundred_thousand_items_as_on_a_thousand()
    {
        await using var small = await LibraryAsync(Small);
        await using var large = await LibraryAsync(Large);

        foreach (var (name, question) in Questions())
        {
            var (fewSteps, fewTime) = await MeasureAsync(small, question);
            var (manySteps, manyTime) = await MeasureAsync(large, question);
            output.WriteLine($"{name,-24} {fewSteps,7} steps, {(double)manySteps / fewSteps:F2} x as many; {manyTime / fewTime:F2} x the time");
            Assert.True(manySteps <= fewSteps * Allowed, $"{name}: {fewSteps} steps on {Small} items, {manySteps} on {Large}.");
        }

        Assert.Equal(0, large.Database.Read(Codes.StatusSorts, static (connection, counter) => connection.Counter(counter)));
    }

    private static IEnumerable<(string Name, Func<SqliteWorld, Task> Ask)> Questions()
    {
        foreach (var sort in Enum.GetValues<MediaSort>())
            yield return ($"first page, {sort}", world => world.Media.PageAsync(world.AnnasOwn, sort, null, 100, Cancel));

        yield return ("deep page", async world =>
        {
            var deep = new Cursor(TakenAt.From(world.Time.GetUtcNow().AddYears(-10)).ToString(), Guid.Empty.ToString("N"));
            var page = await world.Media.PageAsync(world.AnnasOwn, MediaSort.TakenNewest, deep, 50, Cancel);
            Assert.Equal(50, page.Items.Count);
        }
        );
        yield return ("a section", async world =>
        {
            var until = TakenAt.From(world.Time.GetUtcNow().AddYears(-1));
            await world.Media.PageBetweenAsync(world.AnnasOwn, TakenAt.From(world.Time.GetUtcNow().AddYears(-15)), until, null, 50, Cancel);
        }
        );
        yield return ("neighbours", async world => await world.Media.NeighboursAsync(world.AnnasOwn, (await MiddleAsync(world)).Id, Cancel));
        yield return ("by id", async world => await world.Media.FindAsync(world.AnnasOwn, (await MiddleAsync(world)).Id, Cancel));
        yield return ("by hash", async world => await world.Media.FindByHashAsync(world.Anna, (await MiddleAsync(world)).Sha256!, Cancel));
        yield return ("upload", world => world.ReceiveAsync(world.NewItem(world.Anna), world.TileWork));
        yield return ("claim", world => world.Jobs.ClaimAsync("tile", TimeSpan.FromHours(1), Cancel));
        yield return ("edit of the date", async world =>
        {
            var edit = new MediaEdit { TakenAt = TakenAt.From(world.Time.GetUtcNow()) };
            Assert.IsType<EditOutcome.Edited>(await world.Media.EditAsync(world.AnnasOwn, (await MiddleAsync(world)).Id, edit, null, Cancel));
        }
        );
        yield return ("trash and restore", async world =>
        {
            var id = (await MiddleAsync(world)).Id;
            await world.Media.PutInTrashAsync(world.AnnasOwn, id, Cancel);
            await world.Media.TrashAsync(world.AnnasOwn, null, 50, Cancel);
            await world.Media.RestoreAsync(world.AnnasOwn, id, Cancel);
        }
        );
        yield return ("purge", async world =>
        {
            var id = (await MiddleAsync(world)).Id;
            await world.Media.BeginPurgeAsync(world.AnnasOwn, id, Cancel);
            await world.Media.PurgingAsync(10, Cancel);
            await world.Media.EndPurgeAsync(id, Cancel);
        }
        );
        yield return ("sidecars due", world => world.Media.SidecarsDueAsync(10, Cancel));
        yield return ("usage", world => world.Uploads.UsageAsync(world.Anna, Cancel));
        yield return ("waiting jobs", world => world.Jobs.WaitingAsync(Cancel));
    }

    /// <summary>The timeline costs days, not items: the same days with a hundred times the items cost the same.</summary>
    [Fact]
    public async Task The_days_of_the_timeline_cost_days_not_items()
    {
        await using var few = await OnTenDaysAsync(100);
        await using var many = await OnTenDaysAsync(10_000);

        var (fewSteps, _) = await MeasureAsync(few, world => world.Media.DaysAsync(world.AnnasOwn, Cancel));
        var (manySteps, _) = await MeasureAsync(many, world => world.Media.DaysAsync(world.AnnasOwn, Cancel));

        Assert.Equal(fewSteps, manySteps);
        Assert.Equal(manySteps, (await MeasureAsync(many, world => world.Media.MonthsAsync(world.AnnasOwn, Cancel))).Steps);
    }

    private static async Task<SqliteWorld> LibraryAsync(int items)
    {
        var world = new SqliteWorld();
        var media = new SyntheticMedia(world.Anna, world.Time);
        for (var done = 0; done < items; done += Small) await FillAsync(world, media.Next(Small));
        return world;
    }

    private static async Task<SqliteWorld> OnTenDaysAsync(int items)
    {
        var world = new SqliteWorld();
        await FillAsync(world, Enumerable.Range(0, items).Select(n => world.NewItem(world.Anna) with { TakenAt = Taken(2020, 1, 1 + (n % 10)) }).ToList());
        return world;
    }

    private static Task FillAsync(SqliteWorld world, IReadOnlyList<MediaItem> items) =>
        world.Database.WriteAsync(connection => items.Count(item => Adoption.Adopt(connection, item, null)), Cancel);

    private static async Task<MediaItem> MiddleAsync(SqliteWorld world)
    {
        var middle = new Cursor(TakenAt.From(world.Time.GetUtcNow().AddYears(-10)).ToString(), Guid.Empty.ToString("N"));
        return (await world.Media.PageAsync(world.AnnasOwn, MediaSort.TakenNewest, middle, 1, Cancel)).Items[0];
    }

    /// <summary>Steps of one asking after a first that prepares statements, and the mean time of some.</summary>
    private static async Task<(long Steps, double Microseconds)> MeasureAsync(SqliteWorld world, Func<SqliteWorld, Task> ask)
    {
        await ask(world);
        var before = await StepsAsync(world);
        await ask(world);
        var steps = await StepsAsync(world) - before;

        const int Times = 10;
        var watch = Stopwatch.StartNew();
        for (var n = 0; n < Times; n++) await ask(world);
        return (steps, watch.Elapsed.TotalMicroseconds / Times);
    }

    /// <summary>Of the writer and of the one reader that a test asking alone ever uses.</summary>
    private static async Task<long> StepsAsync(SqliteWorld world) =>
        world.Database.Read(Codes.StatusSteps, static (connection, counter) => connection.Counter(counter))
        + await world.Database.WriteAsync(connection => connection.Counter(Codes.StatusSteps), Cancel);
}
