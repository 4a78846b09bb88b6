using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="IAlbumCatalog"/> keeps: albums, and which items are in them.</summary>
public abstract class AlbumCatalogContract(CatalogWorld world) : CatalogContract(world)
{
    private IAlbumCatalog Albums => World.Albums;

    [Fact]
    public async Task An_album_reads_back_as_it_was_made()
    {
        var album = new Album
        {
            Id = AlbumId.New(World.Time),
            Owner = World.Anna,
            Version = 1,
            Title = "Šumava 🌲",
            Description = "Two\nlines",
            Order = AlbumOrder.TakenNewest,
            CreatedAt = World.Time.GetUtcNow(),
        };

        Assert.True(await Albums.MakeAsync(album, Cancel));
        Assert.False(await Albums.MakeAsync(album with { Title = "another" }, Cancel));

        Assert.Equal(album, await Albums.FindAsync(album.Id, Cancel));
        Assert.Null(await Albums.FindAsync(AlbumId.New(World.Time), Cancel));
    }

    [Fact]
    public async Task The_albums_of_an_owner_page_newest_first()
    {
        var made = new List<Album>();
        for (var n = 0; n < 5; n++) made.Add(await World.MakeAlbumAsync(World.Anna, $"album {n}"));
        await World.MakeAlbumAsync(World.Bert);
        await Albums.DeleteAsync(made[2].Id, Cancel);

        var first = await Albums.OfOwnerAsync(World.Anna, null, 3, Cancel);
        Assert.True(Cursor.TryParse(first.Next!.ToString(), out var after));
        var second = await Albums.OfOwnerAsync(World.Anna, after, 3, Cancel);

        Assert.Equal(["album 4", "album 3", "album 1", "album 0"], first.Items.Concat(second.Items).Select(album => album.Title));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task An_edit_changes_what_it_names_and_one_that_changes_nothing_is_done_already()
    {
        var album = await World.MakeAlbumAsync(World.Anna);

        var edited = Assert.IsType<AlbumEditOutcome.Edited>(
            await Albums.EditAsync(album.Id, new AlbumEdit { Title = "Winter", Description = "cold" }, album.Version, Cancel)).Album;
        Assert.Equal(("Winter", "cold", album.Order, album.Version + 1), (edited.Title, edited.Description, edited.Order, edited.Version));

        Assert.Equal(edited, Assert.IsType<AlbumEditOutcome.Edited>(await Albums.EditAsync(album.Id, new AlbumEdit { Title = "Winter" }, 1, Cancel)).Album);
        Assert.Equal(edited, Assert.IsType<AlbumEditOutcome.Stale>(await Albums.EditAsync(album.Id, new AlbumEdit { Title = "Spring" }, 1, Cancel)).Current);
        Assert.Null(Assert.IsType<AlbumEditOutcome.Edited>(await Albums.EditAsync(album.Id, new AlbumEdit { Description = "" }, null, Cancel)).Album.Description);
        Assert.IsType<AlbumEditOutcome.Absent>(await Albums.EditAsync(AlbumId.New(World.Time), new AlbumEdit { Title = "x" }, null, Cancel));
    }

    [Fact]
    public async Task Adding_is_idempotent_and_keeps_the_order_given()
    {
        var album = await World.MakeAlbumAsync(World.Anna);
        var items = await ItemsAsync(5);

        var first = await Albums.AddAsync(album.Id, World.AnnasOwn, [items[3], items[1]], Cancel);
        var again = await Albums.AddAsync(album.Id, World.AnnasOwn, [items[1], items[0], items[3]], Cancel);

        Assert.Equal([items[3], items[1]], first!.Added);
        Assert.Equal([items[0]], again!.Added);
        Assert.Equal([items[1], items[3]], again.Inside);
        Assert.Equal([items[3], items[1], items[0]], await ShownAsync(album.Id));
        Assert.Equal(3, (await Albums.FindAsync(album.Id, Cancel))!.Items);
        Assert.Null(await Albums.AddAsync(AlbumId.New(World.Time), World.AnnasOwn, [items[0]], Cancel));
    }

    [Fact]
    [Trait("trust", "A03")]
    public async Task What_the_one_who_adds_may_not_see_is_absent()
    {
        var album = await World.MakeAlbumAsync(World.Bert);
        var (annas, berts) = (await World.ReceiveAsync(World.Anna), await World.ReceiveAsync(World.Bert));
        var trashed = await World.ReceiveAsync(World.Bert);
        await World.Media.PutInTrashAsync(World.BertsOwn, trashed.Id, Cancel);

        var added = await Albums.AddAsync(album.Id, World.BertsOwn, [annas.Id, berts.Id, trashed.Id, MediaId.New(World.Time)], Cancel);

        Assert.Equal([berts.Id], added!.Added);
        Assert.Equal(3, added.Absent.Count);
        Assert.Equal([berts.Id], await ShownAsync(album.Id));
        Assert.Null(await World.Media.FindAsync(new Scope.InAlbum(album.Id), annas.Id, Cancel));
    }

    [Fact]
    public async Task Taking_out_is_not_deleting()
    {
        var (album, items) = await AlbumOfAsync(2);

        Assert.True(await Albums.RemoveAsync(album.Id, items[0], Cancel));
        Assert.False(await Albums.RemoveAsync(album.Id, items[0], Cancel));

        Assert.Equal([items[1]], await ShownAsync(album.Id));
        Assert.NotNull(await World.Media.FindAsync(World.AnnasOwn, items[0], Cancel));
        Assert.Equal(1, (await Albums.FindAsync(album.Id, Cancel))!.Items);
    }

    [Fact]
    public async Task Through_an_album_just_what_it_shows_is_read_and_nothing_is_changed()
    {
        var (album, items) = await AlbumOfAsync(2);
        var outside = await World.ReceiveAsync(World.Anna);
        var scope = new Scope.InAlbum(album.Id);

        Assert.Equal(items[0], (await World.Media.FindAsync(scope, items[0], Cancel))?.Id);
        Assert.Equal([items[1]], (await World.Media.FindManyAsync(scope, [outside.Id, items[1]], Cancel)).Select(item => item.Id));
        Assert.Null(await World.Media.FindAsync(scope, outside.Id, Cancel));
        Assert.IsType<EditOutcome.Absent>(await World.Media.EditAsync(scope, items[0], new MediaEdit { Title = "mine" }, null, Cancel));
        Assert.Null(await World.Media.PutInTrashAsync(scope, items[0], Cancel));
        Assert.False(await World.Media.BeginPurgeAsync(scope, items[0], Cancel));

        await Albums.RemoveAsync(album.Id, items[0], Cancel);
        Assert.Null(await World.Media.FindAsync(scope, items[0], Cancel));
        await Albums.DeleteAsync(album.Id, Cancel);
        Assert.Null(await World.Media.FindAsync(scope, items[1], Cancel));
    }

    [Fact]
    public async Task A_trashed_item_leaves_its_albums_and_comes_back_where_it_was()
    {
        var (album, items) = await AlbumOfAsync(3);

        await World.Media.PutInTrashAsync(World.AnnasOwn, items[1], Cancel);
        Assert.Equal([items[0], items[2]], await ShownAsync(album.Id));
        Assert.Equal(2, (await Albums.FindAsync(album.Id, Cancel))!.Items);
        Assert.Null(await World.Media.FindAsync(new Scope.InAlbum(album.Id), items[1], Cancel));

        await World.Media.RestoreAsync(World.AnnasOwn, items[1], Cancel);
        Assert.Equal(items, await ShownAsync(album.Id));
        Assert.Equal(3, (await Albums.FindAsync(album.Id, Cancel))!.Items);
    }

    [Fact]
    public async Task A_purged_item_is_in_no_album()
    {
        var (album, items) = await AlbumOfAsync(2);
        await Albums.EditAsync(album.Id, new AlbumEdit { Cover = items[1] }, null, Cancel);

        await World.Media.BeginPurgeAsync(World.AnnasOwn, items[1], Cancel);
        Assert.Equal([items[0]], await ShownAsync(album.Id));
        await World.Media.EndPurgeAsync(items[1], Cancel);

        var after = await Albums.FindAsync(album.Id, Cancel);
        Assert.Equal((1, items[0]), (after!.Items, after.Cover));
        Assert.Empty(await Albums.PlacementsAsync(items[1], Cancel));
    }

    [Fact]
    public async Task The_cover_is_the_chosen_item_while_it_is_shown_and_else_the_first()
    {
        var (album, items) = await AlbumOfAsync(3);
        Assert.Equal(items[0], (await Albums.FindAsync(album.Id, Cancel))!.Cover);
        Assert.Null((await World.MakeAlbumAsync(World.Anna)).Cover);

        var edited = await Albums.EditAsync(album.Id, new AlbumEdit { Cover = items[2] }, null, Cancel);
        Assert.Equal(items[2], Assert.IsType<AlbumEditOutcome.Edited>(edited).Album.Cover);
        Assert.Equal(items[2], (await Albums.OfOwnerAsync(World.Anna, null, 10, Cancel)).Items.Single(a => a.Id == album.Id).Cover);

        await Albums.RemoveAsync(album.Id, items[2], Cancel);
        Assert.Equal(items[0], (await Albums.FindAsync(album.Id, Cancel))!.Cover);
        var outside = await World.ReceiveAsync(World.Anna);
        Assert.IsType<AlbumEditOutcome.CoverIsElsewhere>(await Albums.EditAsync(album.Id, new AlbumEdit { Cover = outside.Id }, null, Cancel));
    }

    [Fact]
    public async Task A_deleted_album_is_absent_at_once_and_goes_in_bounded_steps()
    {
        var (album, items) = await AlbumOfAsync(5);
        var kept = await World.MakeAlbumAsync(World.Anna);
        await Albums.AddAsync(kept.Id, World.AnnasOwn, items, Cancel);
        await World.Members.SetAsync(album.Id, World.Bert, AlbumRole.Viewer, Cancel);

        Assert.True(await Albums.DeleteAsync(album.Id, Cancel));
        Assert.False(await Albums.DeleteAsync(album.Id, Cancel));

        Assert.Null(await Albums.FindAsync(album.Id, Cancel));
        Assert.Empty(await ShownAsync(album.Id));
        Assert.Equal([kept.Id], (await Albums.PlacementsAsync(items[0], Cancel)).Select(at => at.Album));
        Assert.Null(await World.Members.RoleAsync(album.Id, World.Bert, Cancel));
        Assert.Equal([album.Id], await Albums.DeletedAsync(10, Cancel));
        Assert.False(await Albums.MakeAsync(album, Cancel));
        Assert.False(await Albums.ClearAsync(album.Id, 3, Cancel));
        Assert.True(await Albums.ClearAsync(album.Id, 3, Cancel));
        Assert.True(await Albums.ClearAsync(album.Id, 3, Cancel));
        Assert.Empty(await Albums.DeletedAsync(10, Cancel));
        Assert.Equal(items, await ShownAsync(kept.Id));
        Assert.False(await Albums.ClearAsync(kept.Id, 3, Cancel) && await Albums.FindAsync(kept.Id, Cancel) is null);
    }

    [Fact]
    public async Task An_item_is_in_a_bounded_number_of_albums()
    {
        var item = await World.ReceiveAsync(World.Anna);
        for (var n = 0; n < IAlbumCatalog.MostAlbumsOfItem; n++)
            Assert.Single((await Albums.AddAsync((await World.MakeAlbumAsync(World.Anna)).Id, World.AnnasOwn, [item.Id], Cancel))!.Added);

        var oneMore = await Albums.AddAsync((await World.MakeAlbumAsync(World.Anna)).Id, World.AnnasOwn, [item.Id], Cancel);

        Assert.Equal([item.Id], oneMore!.Refused);
        Assert.Equal(IAlbumCatalog.MostAlbumsOfItem, (await Albums.PlacementsAsync(item.Id, Cancel)).Count);
    }

    [Fact]
    public async Task What_changes_about_an_items_albums_makes_its_sidecar_due_and_its_version_rise()
    {
        var (album, items) = await AlbumOfAsync(2);
        var version = (await World.ReadAsync(items[0])).Version;
        await WrittenAsync(items[0]);

        await Albums.MoveAsync(album.Id, items[0], items[1], before: false, Cancel);
        Assert.Contains(await World.Media.SidecarsDueAsync(10, Cancel), due => due.Id == items[0] && due.Version > version);
        await WrittenAsync(items[0]);
        await Albums.RemoveAsync(album.Id, items[0], Cancel);

        Assert.Contains(await World.Media.SidecarsDueAsync(10, Cancel), due => due.Id == items[0]);
    }

    [Fact]
    public async Task The_file_of_an_album_is_due_after_each_change_of_it_or_its_members()
    {
        var album = await World.MakeAlbumAsync(World.Anna);
        var due = Assert.Single(await Albums.FilesDueAsync(10, Cancel));
        await Albums.EditAsync(album.Id, new AlbumEdit { Title = "newer" }, null, Cancel);
        await Albums.FileWrittenAsync(album.Id, due.Version, Cancel);

        due = Assert.Single(await Albums.FilesDueAsync(10, Cancel));
        Assert.Equal("newer", due.Title);
        await Albums.FileWrittenAsync(album.Id, due.Version, Cancel);
        Assert.Empty(await Albums.FilesDueAsync(10, Cancel));

        await World.Members.SetAsync(album.Id, World.Bert, AlbumRole.Editor, Cancel);
        Assert.Single(await Albums.FilesDueAsync(10, Cancel));
    }

    [Fact]
    public async Task An_item_is_put_back_where_its_sidecar_says()
    {
        var (album, items) = await AlbumOfAsync(3);
        var was = Assert.Single(await Albums.PlacementsAsync(items[1], Cancel));
        await Albums.RemoveAsync(album.Id, items[1], Cancel);

        Assert.True(await Albums.PlaceAsync(items[1], was, Cancel));
        Assert.False(await Albums.PlaceAsync(items[1], was, Cancel));
        Assert.False(await Albums.PlaceAsync(items[1], was with { Album = AlbumId.New(World.Time) }, Cancel));

        Assert.Equal(items, await ShownAsync(album.Id));
    }

    private async Task<(Album Album, List<MediaId> Items)> AlbumOfAsync(int count)
    {
        var (album, items) = (await World.MakeAlbumAsync(World.Anna), await ItemsAsync(count));
        Assert.Equal(items, (await Albums.AddAsync(album.Id, World.AnnasOwn, items, Cancel))!.Added);
        return (album, items);
    }

    private async Task<List<MediaId>> ItemsAsync(int count)
    {
        var items = new List<MediaId>();
        for (var n = 0; n < count; n++) items.Add((await World.ReceiveAsync(World.Anna)).Id);
        return items;
    }

    private async Task<List<MediaId>> ShownAsync(AlbumId album) =>
        [.. (await AllAsync(after => Albums.PageAsync(album, AlbumOrder.ByHand, after, 2, Cancel))).Select(item => item.Id)];

    private async Task WrittenAsync(MediaId id) => await World.Media.SidecarWrittenAsync(id, (await World.ReadAsync(id)).Version, Cancel);
}
