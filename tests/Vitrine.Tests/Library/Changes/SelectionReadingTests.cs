using Vitrine.Library;
using Vitrine.Library.Access;

namespace Vitrine.Tests.Library.Changes;

/// <summary>The count by counters is the count by looking at each.</summary>
public sealed class SelectionReadingTests
{
    [Fact]
    public async Task A_count_by_days_is_what_a_walk_finds()
    {
        await using var site = await SiteParts.CreateAsync();
        var cancel = TestContext.Current.CancellationToken;
        var catalog = site.Get<IMediaCatalog>();
        var reading = site.Get<SelectionReading>();
        var scope = new Scope.Own(site.Owner.Id);
        var items = await Planting.PlantManyAsync(catalog, site.Time, site.Owner, 400);
        site.Time.Advance(TimeSpan.FromSeconds(1));
        var asOf = MediaId.New(site.Time);
        site.Time.Advance(TimeSpan.FromSeconds(1));
        await Planting.PlantManyAsync(catalog, site.Time, site.Owner, 7);
        await catalog.PutInTrashAsync(scope, items[30].Id, cancel);
        var dice = new Random(1);

        for (var round = 0; round < 200; round++)
        {
            var selection = new Selection
            {
                Ids = [.. Some(dice.Next(5))],
                Stretches = Stretch.Apart(Enumerable.Range(0, dice.Next(1, 4)).Select(_ => Between(dice))),
                Except = Some(dice.Next(5)).ToHashSet(),
                AsOf = dice.Next(3) == 0 ? null : asOf,
            };
            // Named items that are in the trash already are meant too, by both.
            Assert.Equal((await reading.FindAsync(scope, selection, 1_000, cancel))!.Count, await reading.CountAsync(scope, selection, cancel));
        }

        IEnumerable<MediaId> Some(int count) => Enumerable.Range(0, count).Select(_ => items[dice.Next(items.Count)].Id);

        Stretch Between(Random random)
        {
            var (one, other) = (TimelinePlace.Of(items[random.Next(items.Count)]), TimelinePlace.Of(items[random.Next(items.Count)]));
            return random.Next(8) == 0 ? Stretch.Whole : one < other ? new Stretch(one, other) : new Stretch(other, one);
        }
    }
}
