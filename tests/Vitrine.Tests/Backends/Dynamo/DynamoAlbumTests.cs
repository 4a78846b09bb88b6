using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;

namespace Vitrine.Tests.Backends.Dynamo;

/// <summary>What albums list follows an item's change in transactions of its own: what holds while they fail, and after.</summary>
public sealed class DynamoAlbumTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("trust", "A03")]
    public async Task An_album_that_was_not_told_of_the_trash_shows_nothing_of_it_and_is_told_later()
    {
        await using var world = new DynamoWorld();
        var (album, item) = await AlbumOfOneAsync(world);

        BreakAllButTheFirst(world);
        Assert.NotNull(await world.Media.PutInTrashAsync(world.AnnasOwn, item, Cancel));
        world.Made.Mend();

        Assert.Empty((await world.Albums.PageAsync(album, AlbumOrder.ByHand, null, 10, Cancel)).Items);
        Assert.Null(await world.Media.FindAsync(new Scope.InAlbum(album), item, Cancel));
        Assert.Equal(1, (await world.Albums.FindAsync(album, Cancel))!.Items);
        await world.SettleAsync();
        Assert.Equal(0, (await world.Albums.FindAsync(album, Cancel))!.Items);
        Assert.NotNull(await world.Media.RestoreAsync(world.AnnasOwn, item, Cancel));
        Assert.Equal(1, (await world.Albums.FindAsync(album, Cancel))!.Items);
    }

    [Fact]
    public async Task A_purged_item_is_forgotten_only_when_its_albums_were_told()
    {
        await using var world = new DynamoWorld();
        var (album, item) = await AlbumOfOneAsync(world);

        BreakAllButTheFirst(world);
        Assert.True(await world.Media.BeginPurgeAsync(world.AnnasOwn, item, Cancel));
        world.Made.Mend();
        await world.Media.EndPurgeAsync(item, Cancel);
        await world.SettleAsync();
        await world.SettleAsync();

        Assert.Equal(0, (await world.Albums.FindAsync(album, Cancel))!.Items);
        Assert.Equal(0, (await world.UsageAsync(world.Anna)).Used);
        Assert.True(await world.Albums.DeleteAsync(album, Cancel));
        Assert.True(await world.Albums.ClearAsync(album, 1, Cancel));
    }

    private static async Task<(AlbumId Album, MediaId Item)> AlbumOfOneAsync(DynamoWorld world)
    {
        await world.StartAsync();
        var (album, item) = (await world.MakeAlbumAsync(world.Anna), await world.ReceiveAsync(world.Anna));
        Assert.Single((await world.Albums.AddAsync(album.Id, world.AnnasOwn, [item.Id], Cancel))!.Added);
        return (album.Id, item.Id);
    }

    private static void BreakAllButTheFirst(DynamoWorld world)
    {
        var writes = 0;
        world.Made.Break(operation => operation == "TransactWriteItems" && Interlocked.Increment(ref writes) > 1 ? Fault.Throttled : Fault.None);
    }
}
