using Vitrine.Imaging;
using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="IMediaCatalog"/> keeps of originals that came unread: nobody but their owner has them before a job says what they are.</summary>
public abstract class MediaCatalogReadingContract(CatalogWorld world) : CatalogContract(world)
{
    private static readonly ReadOriginal Png = new(new string('a', 64), 0x8000_0001, MediaKind.Image, "image/png", Repeats: false);

    private IMediaCatalog Media => World.Media;

    [Fact]
    public async Task What_was_read_stands_in_the_row_and_the_next_work_is_made()
    {
        var (item, job) = await ReceiveUnreadAsync();
        Assert.Null(await Media.FindByHashAsync(World.Anna, Png.Sha256, Cancel));

        Assert.True(await Media.MarkReadAsync(job, Png, World.TileWork, Cancel));

        var read = await World.ReadAsync(item.Id);
        Assert.Equivalent(
            item with { Version = read.Version, Sha256 = Png.Sha256, Crc32 = Png.Crc32, Kind = Png.Kind, ContentType = Png.ContentType, ByPerson = ByPerson.None }, read, strict: true);
        Assert.True(read.Version > item.Version);
        Assert.Equal(item.Id, (await Media.FindByHashAsync(World.Anna, Png.Sha256, Cancel))?.Id);
        Assert.Null(await Media.FindByHashAsync(World.Bert, Png.Sha256, Cancel));
        Assert.Equal([item.Id], (await Media.SidecarsDueAsync(10, Cancel)).Select(due => due.Id));
        var next = await World.Jobs.ClaimAsync(Lanes.Tile, TimeSpan.FromMinutes(1), Cancel);
        Assert.True(next!.Fence > job.Fence);
        Assert.Equal("image/png", Assert.Single((await Media.PageAsync(World.AnnasOwn, MediaSort.TakenNewest, null, 5, Cancel)).Items).ContentType);
    }

    [Fact]
    public async Task What_repeats_another_goes_to_the_trash_and_can_come_back()
    {
        var kept = await World.ReceiveAsync(World.Anna);
        var (item, job) = await ReceiveUnreadAsync();

        Assert.True(await Media.MarkReadAsync(job, Png with { Sha256 = kept.Sha256!, Repeats = true }, null, Cancel));

        var repeated = await World.ReadAsync(item.Id);
        Assert.Equal((MediaState.Failed, ProblemCode.Duplicate), (repeated.State, repeated.Problem));
        Assert.Equal(World.Time.GetUtcNow(), repeated.TrashedAt);
        Assert.Equal([kept.Id], (await Media.PageAsync(World.AnnasOwn, MediaSort.TakenNewest, null, 5, Cancel)).Items.Select(i => i.Id));
        Assert.Empty(await Media.FailedAsync(5, Cancel));
        Assert.Equal([item.Id], (await Media.TrashAsync(World.AnnasOwn, null, 5, Cancel)).Items.Select(i => i.Id));
        Assert.Equal(1, Assert.Single(await World.DaysAsync(World.AnnasOwn)).Count);
        Assert.Equal(2000, (await World.UsageAsync(World.Anna)).Used);
        Assert.Equal(kept.Id, (await Media.FindByHashAsync(World.Anna, kept.Sha256!, Cancel))?.Id);

        await Media.RestoreAsync(World.AnnasOwn, item.Id, Cancel);
        Assert.True(await Media.RequeueAsync(World.AnnasOwn, item.Id, World.TileWork, Cancel));
        Assert.Equal((MediaState.Received, null), ((await World.ReadAsync(item.Id)).State, (await World.ReadAsync(item.Id)).Problem));
    }

    [Fact]
    [Trait("trust", "B02")]
    public async Task Saying_it_again_after_a_lost_answer_changes_nothing_and_a_late_worker_is_superseded()
    {
        var (item, first) = await ReceiveUnreadAsync();
        World.Time.Advance(TimeSpan.FromMinutes(2));
        var second = await World.Jobs.ClaimAsync(Lanes.Tile, TimeSpan.FromMinutes(1), Cancel);
        Assert.False(await Media.MarkReadAsync(first, Png, World.TileWork, Cancel));
        Assert.False((await World.ReadAsync(item.Id)).IsRead);

        Assert.True(await Media.MarkReadAsync(second!, Png, World.TileWork, Cancel));
        var version = (await World.ReadAsync(item.Id)).Version;
        Assert.True(await Media.MarkReadAsync(second!, Png, World.TileWork, Cancel));
        Assert.Equal(version, (await World.ReadAsync(item.Id)).Version);

        await Media.BeginPurgeAsync(World.AnnasOwn, item.Id, Cancel);
        Assert.False(await Media.MarkReadAsync(first, Png, World.TileWork, Cancel));
    }

    [Fact]
    [Trait("trust", "A03")]
    public async Task Nobody_else_is_shown_what_was_not_read()
    {
        var album = await World.MakeAlbumAsync(World.Anna);
        var (item, job) = await ReceiveUnreadAsync();
        Scope[] others = [new Scope.InAlbum(album.Id), new Scope.Named(World.Anna, [item.Id])];
        Assert.Equal([item.Id], (await World.Albums.AddAsync(album.Id, World.AnnasOwn, [item.Id], Cancel))!.Absent);
        Assert.False(await World.Albums.PlaceAsync(item.Id, new Placement(album.Id, Position.Between(null, null)!), Cancel));
        foreach (var scope in others)
        {
            Assert.Null(await Media.FindAsync(scope, item.Id, Cancel));
            Assert.Empty(await Media.FindManyAsync(scope, [item.Id], Cancel));
        }

        Assert.NotNull(await Media.FindAsync(World.AnnasOwn, item.Id, Cancel));
        await Media.MarkReadAsync(job, Png, World.TileWork, Cancel);

        Assert.Equal([item.Id], (await World.Albums.AddAsync(album.Id, World.AnnasOwn, [item.Id], Cancel))!.Added);
        foreach (var scope in others) Assert.NotNull(await Media.FindAsync(scope, item.Id, Cancel));
    }

    private async Task<(MediaItem Item, Job Job)> ReceiveUnreadAsync()
    {
        var unread = World.NewItem(World.Anna, "film.png") with { Kind = MediaKind.Other, ContentType = "application/octet-stream", Sha256 = null, Crc32 = null };
        await World.ReceiveAsync(unread, World.TileWork);
        var job = await World.Jobs.ClaimAsync(Lanes.Tile, TimeSpan.FromMinutes(1), Cancel);
        return (unread, job!);
    }
}
