using Vitrine.Library;
using Vitrine.Library.Albums;

namespace Vitrine.Tests.Contracts;

/// <summary>In which order an <see cref="IAlbumCatalog"/> shows what is in an album.</summary>
public abstract class AlbumOrderContract(CatalogWorld world) : CatalogContract(world)
{
    private IAlbumCatalog Albums => World.Albums;

    [Theory]
    [InlineData(4, 0, true, "4 0 1 2 3")]
    [InlineData(0, 4, false, "1 2 3 4 0")]
    [InlineData(3, 1, true, "0 3 1 2 4")]
    [InlineData(1, 2, false, "0 2 1 3 4")]
    public async Task An_item_moves_just_before_or_after_another(int moved, int target, bool before, string expected)
    {
        var (album, items) = await AlbumAsync(5);

        Assert.True(await Albums.MoveAsync(album.Id, items[moved].Id, items[target].Id, before, Cancel));

        Assert.Equal(expected, await OrderAsync(album, items, AlbumOrder.ByHand));
    }

    [Fact]
    public async Task Any_number_of_moves_keeps_a_total_order()
    {
        var (album, items) = await AlbumAsync(12);
        var expected = items.Select(item => item.Id).ToList();
        var chance = new Random(7);
        for (var n = 0; n < 150; n++)
        {
            var (item, target) = (items[chance.Next(12)].Id, items[chance.Next(12)].Id);
            var before = chance.Next(2) == 0;
            Assert.Equal(item != target, await Albums.MoveAsync(album.Id, item, target, before, Cancel));
            if (item == target) continue;
            expected.Remove(item);
            expected.Insert(expected.IndexOf(target) + (before ? 0 : 1), item);
        }

        var shown = await AllAsync(after => Albums.PageAsync(album.Id, AlbumOrder.ByHand, after, 5, Cancel));
        Assert.Equal(expected, shown.Select(item => item.Id));
    }

    [Fact]
    public async Task Nothing_moves_beside_what_is_not_there()
    {
        var (album, items) = await AlbumAsync(2);
        var outside = await World.ReceiveAsync(World.Anna);

        Assert.False(await Albums.MoveAsync(album.Id, items[0].Id, outside.Id, true, Cancel));
        Assert.False(await Albums.MoveAsync(album.Id, outside.Id, items[0].Id, true, Cancel));
        Assert.False(await Albums.MoveAsync(AlbumId.New(World.Time), items[0].Id, items[1].Id, true, Cancel));
    }

    [Fact]
    public async Task Orders_by_date_page_through_all_items_once_ties_included()
    {
        var album = await World.MakeAlbumAsync(World.Anna);
        var items = new List<MediaItem>();
        foreach (var day in new[] { 3, 1, 2, 1, 1, 3, 2 }) items.Add(await World.ReceiveAsync(World.Anna, CatalogWorld.Taken(2020, 1, day)));
        await Albums.AddAsync(album.Id, World.AnnasOwn, [.. items.Select(item => item.Id)], Cancel);

        var oldest = await AllAsync(after => Albums.PageAsync(album.Id, AlbumOrder.TakenOldest, after, 2, Cancel));
        var newest = await AllAsync(after => Albums.PageAsync(album.Id, AlbumOrder.TakenNewest, after, 2, Cancel));

        Assert.Equal(items.OrderBy(item => item.TakenAt).ThenBy(item => item.Id).Select(item => item.Id), oldest.Select(item => item.Id));
        Assert.Equal(oldest.Select(item => item.Id).Reverse(), newest.Select(item => item.Id));
    }

    [Fact]
    public async Task A_changed_date_moves_the_item_in_orders_by_date()
    {
        var (album, items) = await AlbumAsync(3);

        await World.Media.EditAsync(World.AnnasOwn, items[0].Id, new MediaEdit { TakenAt = CatalogWorld.Taken(2031, 1, 1) }, null, Cancel);

        await EventuallyAsync("1 2 0", () => OrderAsync(album, items, AlbumOrder.TakenOldest));
        Assert.Equal("0 1 2", await OrderAsync(album, items, AlbumOrder.ByHand));
    }

    [Fact]
    public async Task A_cursor_of_another_order_gives_nothing()
    {
        var (album, _) = await AlbumAsync(3);
        var byHand = (await Albums.PageAsync(album.Id, AlbumOrder.ByHand, null, 1, Cancel)).Next;
        var byDate = (await Albums.PageAsync(album.Id, AlbumOrder.TakenOldest, null, 1, Cancel)).Next;

        Assert.Empty((await Albums.PageAsync(album.Id, AlbumOrder.TakenOldest, byHand, 10, Cancel)).Items);
        Assert.Empty((await Albums.PageAsync(album.Id, AlbumOrder.ByHand, byDate, 10, Cancel)).Items);
    }

    [Theory]
    [InlineData(AlbumOrder.ByHand)]
    [InlineData(AlbumOrder.TakenOldest)]
    [InlineData(AlbumOrder.TakenNewest)]
    public async Task The_items_beside_one_are_those_of_the_page(AlbumOrder order)
    {
        var (album, _) = await AlbumAsync(4);
        var shown = (await Albums.PageAsync(album.Id, order, null, 10, Cancel)).Items.Select(item => (MediaId?)item.Id).ToList();

        for (var n = 0; n < shown.Count; n++)
        {
            var beside = await Albums.BesideAsync(album.Id, order, shown[n]!.Value, Cancel);
            Assert.Equal(new Beside(shown.ElementAtOrDefault(n - 1), shown.ElementAtOrDefault(n + 1)), beside);
        }

        var outside = await World.ReceiveAsync(World.Anna);
        Assert.Equal(new Beside(null, null), await Albums.BesideAsync(album.Id, order, outside.Id, Cancel));
    }

    private async Task<(Album Album, List<MediaItem> Items)> AlbumAsync(int count)
    {
        var (album, items) = (await World.MakeAlbumAsync(World.Anna), new List<MediaItem>());
        for (var n = 0; n < count; n++) items.Add(await World.ReceiveAsync(World.Anna));
        await Albums.AddAsync(album.Id, World.AnnasOwn, [.. items.Select(item => item.Id)], Cancel);
        return (album, items);
    }

    private async Task<string> OrderAsync(Album album, List<MediaItem> items, AlbumOrder order) => string.Join(
        ' ', (await Albums.PageAsync(album.Id, order, null, 100, Cancel)).Items.Select(shown => items.FindIndex(item => item.Id == shown.Id)));

    /// <summary>The contract lets an order by date lag a few seconds.</summary>
    private static async Task EventuallyAsync(string expected, Func<Task<string>> ask)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(10); DateTime.UtcNow < deadline && await ask() != expected; await Task.Delay(50, Cancel))
        {
        }

        Assert.Equal(expected, await ask());
    }
}
