using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="IGuestCatalog"/> keeps of what waits for a yes.</summary>
public abstract class GuestCatalogContract(CatalogWorld world) : GuestContract(world)
{
    [Fact]
    public async Task What_waits_is_in_no_list_of_its_owner_and_in_no_album()
    {
        var link = await LinkAsync(new GuestRules());
        var item = await AddAsync(link, Zoe);

        foreach (var scope in new[] { World.AnnasOwn, World.BertsOwn, new Scope.InAlbum(link.Album!.Value), new Scope.Named(World.Anna, [item.Id]) })
        {
            Assert.Null(await World.Media.FindAsync(scope, item.Id, Cancel));
            Assert.Empty(await World.Media.FindManyAsync(scope, [item.Id], Cancel));
        }

        Assert.Empty((await World.Media.PageAsync(World.AnnasOwn, MediaSort.TakenNewest, null, 10, Cancel)).Items);
        Assert.Empty((await World.Media.TrashAsync(World.AnnasOwn, null, 10, Cancel)).Items);
        Assert.Empty(await World.DaysAsync(World.AnnasOwn));
        Assert.Empty((await World.Albums.PageAsync(link.Album.Value, AlbumOrder.ByHand, null, 10, Cancel)).Items);
        Assert.Null(await World.Media.FindByHashAsync(World.Anna, item.Sha256!, Cancel));
        Assert.Null(await World.Media.PutInTrashAsync(World.AnnasOwn, item.Id, Cancel));
        Assert.False(await World.Media.BeginPurgeAsync(World.AnnasOwn, item.Id, Cancel));
        Assert.IsType<EditOutcome.Absent>(await World.Media.EditAsync(World.AnnasOwn, item.Id, new MediaEdit { Title = "mine" }, null, Cancel));
        Assert.Equal([item.Id], (await World.Albums.AddAsync(link.Album.Value, World.AnnasOwn, [item.Id], Cancel))!.Absent);
        Assert.Equal([item.Id], (await World.Media.WalkAsync(null, 10, Cancel)).Items.Select(walked => walked.Id));
        Assert.Equal(new Usage(1000, 0, 0), await World.UsageAsync(World.Anna));
    }

    [Fact]
    public async Task What_waits_is_seen_by_who_added_it_and_by_who_decides()
    {
        var link = await LinkAsync(new GuestRules());
        var other = await LinkAsync(new GuestRules());
        var item = await AddAsync(link, Zoe);

        foreach (var scope in new Scope[] { new Scope.Given(link.Id, Zoe), new Scope.Waiting(link.Album!.Value) })
            Assert.Equal("Zoë", (await World.Media.FindAsync(scope, item.Id, Cancel))?.GuestName);
        foreach (var scope in new Scope[] { new Scope.Given(link.Id, Yan), new Scope.Given(other.Id, Zoe), new Scope.Waiting(other.Album!.Value) })
            Assert.Null(await World.Media.FindAsync(scope, item.Id, Cancel));
        Assert.Empty(await FilesAsync(link, Yan));
        Assert.Equal(item.Id, Assert.Single(await FilesAsync(link, Zoe)).Item?.Id);
    }

    [Fact]
    public async Task What_waits_comes_page_by_page_and_is_counted_per_album()
    {
        var (link, other) = (await LinkAsync(new GuestRules()), await LinkAsync(new GuestRules()));
        var items = new List<MediaItem>();
        for (var n = 0; n < 5; n++) items.Add(await AddAsync(link, Zoe));
        var elsewhere = await AddAsync(other, Yan);

        Assert.Equal(items.Select(item => item.Id), (await AllAsync(after => Guests.WaitingAsync(link.Album!.Value, after, 2, Cancel))).Select(item => item.Id));
        Assert.Equivalent(
            new[] { new WaitingCount(link.Album!.Value, 5), new WaitingCount(other.Album!.Value, 1) }, await Guests.WaitingForAsync(World.Anna, Cancel));
        Assert.Empty(await Guests.WaitingForAsync(World.Bert, Cancel));

        Assert.NotNull(await Guests.RejectAsync(other.Album.Value, elsewhere.Id, Cancel));
        Assert.Equal([new WaitingCount(link.Album.Value, 5)], await Guests.WaitingForAsync(World.Anna, Cancel));
    }

    [Fact]
    public async Task What_is_approved_joins_library_and_album_once()
    {
        var link = await LinkAsync(new GuestRules());
        var (first, second) = (await AddAsync(link, Zoe), await AddAsync(link, Yan));

        Assert.Null(await Guests.ApproveAsync((await World.MakeAlbumAsync(World.Anna)).Id, second.Id, Cancel));
        var decided = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Guests.ApproveAsync(link.Album!.Value, second.Id, Cancel)));
        Assert.NotNull(await Guests.ApproveAsync(link.Album!.Value, first.Id, Cancel));

        Assert.Single(decided, item => item is not null);
        Assert.Equal([second.Id, first.Id], (await World.Albums.PageAsync(link.Album.Value, AlbumOrder.ByHand, null, 10, Cancel)).Items.Select(item => item.Id));
        Assert.Equal(2, (await World.Albums.FindAsync(link.Album.Value, Cancel))!.Items);
        Assert.Equal("Zoë", (await World.Media.FindAsync(World.AnnasOwn, first.Id, Cancel))?.GuestName);
        Assert.Equal(2, Assert.Single(await World.DaysAsync(World.AnnasOwn)).Count);
        Assert.Equal(new Usage(2000, 0, 2), await World.UsageAsync(World.Anna));
        Assert.Empty(await WaitingAsync(link));
        Assert.Contains(first.Id, (await World.Media.SidecarsDueAsync(10, Cancel)).Select(item => item.Id));
        Assert.NotNull(await World.Media.FindAsync(new Scope.Given(link.Id, Zoe), first.Id, Cancel));
        Assert.Null(await Guests.RejectAsync(link.Album.Value, first.Id, Cancel));
    }

    [Fact]
    public async Task What_waited_when_the_catalog_was_lost_waits_again()
    {
        var link = await LinkAsync(new GuestRules());
        var item = World.NewItem(World.Anna) with { GuestName = "Zoë", WaitsIn = link.Album };

        Assert.True(await World.Media.AdoptAsync(item, null, Cancel));

        Assert.Equal("Zoë", Assert.Single(await WaitingAsync(link)).GuestName);
        Assert.Null(await World.Media.FindAsync(World.AnnasOwn, item.Id, Cancel));
        Assert.NotNull(await Guests.ApproveAsync(link.Album!.Value, item.Id, Cancel));
    }

    [Fact]
    public async Task What_is_rejected_lies_in_the_trash_and_comes_back_into_the_library_alone()
    {
        var link = await LinkAsync(new GuestRules { MaxFiles = 1 });
        var item = await AddAsync(link, Zoe);

        Assert.NotNull(await Guests.RejectAsync(link.Album!.Value, item.Id, Cancel));
        Assert.Null(await Guests.ApproveAsync(link.Album.Value, item.Id, Cancel));

        Assert.Equal([item.Id], (await World.Media.TrashAsync(World.AnnasOwn, null, 10, Cancel)).Items.Select(trashed => trashed.Id));
        Assert.Equal(BeginOutcome.LinkFilesFull, await BeginAsync(UploadOf(link, Zoe)));
        Assert.NotNull(await World.Media.RestoreAsync(World.AnnasOwn, item.Id, Cancel));
        Assert.Empty((await World.Albums.PageAsync(link.Album.Value, AlbumOrder.ByHand, null, 10, Cancel)).Items);
    }

    [Fact]
    public async Task A_guest_takes_back_what_waits_for_ever_and_what_is_live_into_the_trash()
    {
        var link = await LinkAsync(new GuestRules { MaxFiles = 2 });
        var (waits, live) = (await AddAsync(link, Zoe), await AddAsync(link, Zoe));
        await Guests.ApproveAsync(link.Album!.Value, live.Id, Cancel);

        Assert.Equal(Withdrawal.Absent, await Guests.WithdrawAsync(link.Id, Yan, waits.Id, Cancel));
        Assert.Equal(Withdrawal.Purging, await Guests.WithdrawAsync(link.Id, Zoe, waits.Id, Cancel));
        Assert.Equal(Withdrawal.Absent, await Guests.WithdrawAsync(link.Id, Zoe, waits.Id, Cancel));
        Assert.Equal(Withdrawal.InTrash, await Guests.WithdrawAsync(link.Id, Zoe, live.Id, Cancel));
        Assert.Equal(Withdrawal.Absent, await Guests.WithdrawAsync(link.Id, Zoe, live.Id, Cancel));

        Assert.Equal([waits.Id], (await World.Media.PurgingAsync(10, Cancel)).Select(item => item.Id));
        Assert.Equal([live.Id], (await World.Media.TrashAsync(World.AnnasOwn, null, 10, Cancel)).Items.Select(item => item.Id));
        Assert.Equal((1, 1000), await TakenAsync(link));
        Assert.Equal(live.Id, Assert.Single(await FilesAsync(link, Zoe)).Id);
        Assert.Empty(await Guests.WaitingForAsync(World.Anna, Cancel));
    }

    [Fact]
    public async Task Without_review_what_guests_add_is_in_the_album_at_once()
    {
        var link = await LinkAsync(new GuestRules { Reviewed = false });

        var item = await AddAsync(link, Zoe);

        Assert.Equal([item.Id], (await World.Albums.PageAsync(link.Album!.Value, AlbumOrder.ByHand, null, 10, Cancel)).Items.Select(shown => shown.Id));
        Assert.NotNull(await World.Media.FindAsync(World.AnnasOwn, item.Id, Cancel));
        Assert.Empty(await Guests.WaitingForAsync(World.Anna, Cancel));
    }

    [Fact]
    public async Task What_waits_in_a_deleted_album_goes_to_the_trash_with_it()
    {
        var link = await LinkAsync(new GuestRules());
        var items = new[] { await AddAsync(link, Zoe), await AddAsync(link, Yan) };

        Assert.True(await World.Albums.DeleteAsync(link.Album!.Value, Cancel));
        Assert.Null(await Guests.ApproveAsync(link.Album.Value, items[0].Id, Cancel));
        for (var step = 0; !await World.Albums.ClearAsync(link.Album.Value, 1, Cancel); step++) Assert.True(step < 20);

        Assert.Equivalent(items.Select(item => item.Id), (await World.Media.TrashAsync(World.AnnasOwn, null, 10, Cancel)).Items.Select(item => item.Id));
        Assert.Empty(await Guests.WaitingForAsync(World.Anna, Cancel));
    }
}
