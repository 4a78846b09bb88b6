using Vitrine.Library;
using Vitrine.Library.Publishing;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Tests.Backends;
using Vitrine.Tests.Backends.Dynamo;
using Vitrine.Tests.Contracts;

namespace Vitrine.Tests.Metadata;

/// <summary>A page of public things costs the same however many there are: steps of SQLite's machine, read units of DynamoDB.</summary>
public sealed class PublicationCostTests(ITestOutputHelper output)
{
    private const int Small = 60;
    private const int Large = 900;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_SQLite_a_page_of_public_things_costs_the_same_however_many_there_are()
    {
        await using var world = new SqliteWorld();
        await AssertFlatAsync(world, () => Task.FromResult((double)world.Database.Read(Codes.StatusSteps, static (connection, counter) => connection.Counter(counter))), 1.5);
        Assert.Equal(0, world.Database.Read(Codes.StatusSorts, static (connection, counter) => connection.Counter(counter)));
    }

    [Fact]
    public async Task On_DynamoDB_a_page_of_public_things_costs_the_same_however_many_there_are()
    {
        await using var world = new DynamoWorld();
        await world.StartAsync();
        await AssertFlatAsync(world, () => Task.FromResult(world.Table.Consumption.Total.Reads), 1.2);
    }

    private async Task AssertFlatAsync(CatalogWorld world, Func<Task<double>> cost, double allowed)
    {
        await world.PeopleAsync();
        await FillAsync(world, Small);
        var few = await MeasureAsync(world, cost);
        await FillAsync(world, Large - Small);
        var many = await MeasureAsync(world, cost);
        foreach (var (question, before) in few)
        {
            output.WriteLine($"{question,-24} {before,8:0.#} with {Small}, {many[question],8:0.#} with {Large}");
            Assert.True(many[question] <= before * allowed, $"{question}: {before} with {Small} public things, {many[question]} with {Large}.");
        }
    }

    private static async Task<Dictionary<string, double>> MeasureAsync(CatalogWorld world, Func<Task<double>> cost)
    {
        var publications = world.Publications;
        var one = (await publications.PublicAsync(null, null, 1, Cancel)).Items[0];
        var deep = (await publications.PublicAsync(null, null, 30, Cancel)).Next;
        var costs = new Dictionary<string, double>();
        foreach (var (question, ask) in new (string, Func<Task>)[]
        {
            ("the site's first page", () => publications.PublicAsync(null, null, 24, Cancel)),
            ("a page deeper", () => publications.PublicAsync(null, deep, 24, Cancel)),
            ("somebody's first page", () => publications.PublicAsync(world.Anna, null, 24, Cancel)),
            ("all of somebody", () => publications.OfOwnerAsync(world.Anna, null, 24, Cancel)),
            ("by its address", () => publications.FindAsync(Ids.HashSecret(one.Address), Cancel)),
        })
        {
            await ask();
            var before = await cost();
            await ask();
            costs[question] = await cost() - before;
        }

        return costs;
    }

    private static async Task FillAsync(CatalogWorld world, int count)
    {
        for (var n = 0; n < count; n++)
        {
            var item = world.NewItem(world.Anna);
            Assert.True(await world.Media.AdoptAsync(item, null, Cancel));
            var wanted = new Publication { Owner = world.Anna, Address = Ids.NewToken(), Item = item.Id, Visibility = Visibility.Public, Since = world.Time.GetUtcNow() };
            Assert.NotNull(await world.Publications.PublishAsync(wanted, Cancel));
        }
    }
}
