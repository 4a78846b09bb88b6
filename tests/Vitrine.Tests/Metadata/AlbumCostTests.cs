using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Metadata.Sqlite.Albums;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Metadata.Sqlite.Media;
using Vitrine.Tests.Backends;

namespace Vitrine.Tests.Metadata;

/// <summary>No question about an album costs more with fifty thousand items in it than with five hundred, in steps of SQLite's machine.</summary>
public sealed class AlbumCostTests(ITestOutputHelper output)
{
    private const int Small = 500;
    private const int Large = 50_000;
    private const double Allowed = 1.5;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_question_about_an_album_costs_the_same_however_much_is_in_it()
    {
        await using var small = new SqliteWorld();
        await using var large = new SqliteWorld();
        var (few, many) = (await FillAsync(small, Small), await FillAsync(large, Large));

        foreach (var (name, question) in Questions())
        {
            var (fewSteps, manySteps) = (await StepsAsync(small, few, question), await StepsAsync(large, many, question));
            output.WriteLine($"{name,-20} {fewSteps,7} steps, {(double)manySteps / fewSteps:F2} x as many");
            Assert.True(manySteps <= fewSteps * Allowed, $"{name}: {fewSteps} steps with {Small} items, {manySteps} with {Large}.");
        }

        Assert.Equal(0, large.Database.Read(Codes.StatusSorts, static (connection, counter) => connection.Counter(counter)));
    }

    private static IEnumerable<(string Name, Func<SqliteWorld, Filled, Task> Ask)> Questions()
    {
        foreach (var order in Enum.GetValues<AlbumOrder>())
        {
            yield return ($"first page, {order}", (world, filled) => world.Albums.PageAsync(filled.Album, order, null, 100, Cancel));
            yield return ($"beside, {order}", (world, filled) => world.Albums.BesideAsync(filled.Album, order, filled.Middle, Cancel));
        }

        yield return ("deep page", (world, filled) => world.Albums.PageAsync(filled.Album, AlbumOrder.ByHand, filled.Deep, 100, Cancel));
        yield return ("album", (world, filled) => world.Albums.FindAsync(filled.Album, Cancel));
        yield return ("item through it", (world, filled) => world.Media.FindAsync(new Scope.InAlbum(filled.Album), filled.Middle, Cancel));
        yield return ("role", (world, filled) => world.Members.RoleAsync(filled.Album, world.Bert, Cancel));
        yield return ("move", (world, filled) => world.Albums.MoveAsync(filled.Album, filled.Middle, filled.Last, true, Cancel));
        yield return ("take out and add", async (world, filled) =>
        {
            Assert.True(await world.Albums.RemoveAsync(filled.Album, filled.Last, Cancel));
            Assert.Single((await world.Albums.AddAsync(filled.Album, world.AnnasOwn, [filled.Last], Cancel))!.Added);
        }
        );
    }

    private sealed record Filled(AlbumId Album, MediaId Middle, MediaId Last, Cursor Deep);

    private static async Task<Filled> FillAsync(SqliteWorld world, int count)
    {
        var album = await world.MakeAlbumAsync(world.Anna);
        var items = Enumerable.Range(0, count).Select(_ => world.NewItem(world.Anna)).ToList();
        var deep = "";
        await world.Database.WriteAsync(
            connection =>
            {
                var pk = AlbumRows.Find(connection, album.Id)!.Pk;
                string? position = null;
                foreach (var item in items)
                {
                    Adoption.Adopt(connection, item, null);
                    position = Position.Between(position, null)!;
                    if (item == items[count / 3]) deep = position;
                    Placements.Add(connection, pk, Rows.Find(connection, item.Id)!, position);
                }
            },
            Cancel);
        return new Filled(album.Id, items[count / 2].Id, items[^1].Id, new Cursor(deep, items[count / 3].Id.ToString()));
    }

    /// <summary>Of one asking after a first that prepares statements.</summary>
    private static async Task<long> StepsAsync(SqliteWorld world, Filled filled, Func<SqliteWorld, Filled, Task> ask)
    {
        await ask(world, filled);
        var before = await CountAsync(world);
        await ask(world, filled);
        return await CountAsync(world) - before;
    }

    private static async Task<long> CountAsync(SqliteWorld world) =>
        world.Database.Read(Codes.StatusSteps, static (connection, counter) => connection.Counter(counter))
        + await world.Database.WriteAsync(connection => connection.Counter(Codes.StatusSteps), Cancel);
}
