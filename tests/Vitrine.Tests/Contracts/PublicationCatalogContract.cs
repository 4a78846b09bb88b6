using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Publishing;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="IPublicationCatalog"/> keeps.</summary>
public abstract class PublicationCatalogContract(CatalogWorld world) : CatalogContract(world)
{
    private IPublicationCatalog Publications => World.Publications;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await World.PeopleAsync();
    }

    [Fact]
    public async Task What_is_published_reads_back_by_its_address_and_by_what_it_shows_which_says_so_too()
    {
        var (album, item) = (await World.MakeAlbumAsync(World.Anna), await World.ReceiveAsync(World.Anna));
        var ofAlbum = await PublishAsync(New(album.Id) with { CanDownload = true, ShowMetadata = true });
        var ofItem = await PublishAsync(New(item.Id) with { Visibility = Visibility.Unlisted });

        Assert.Equal(ofAlbum, await FindAsync(ofAlbum));
        Assert.Equal(ofItem, await FindAsync(ofItem));
        Assert.Equal((ofAlbum, ofItem), (await Publications.OfAsync(album.Id, Cancel), await Publications.OfAsync(item.Id, Cancel)));
        Assert.Equal(Visibility.Public, (await World.Albums.FindAsync(album.Id, Cancel))!.Visibility);
        Assert.Equal(Visibility.Unlisted, (await World.ReadAsync(item.Id)).Visibility);
        Assert.Equal(Visibility.Unlisted, (await World.Media.PageAsync(World.AnnasOwn, MediaSort.TakenNewest, null, 9, Cancel)).Items[0].Visibility);
        Assert.Null(await Publications.FindAsync(Ids.HashSecret("guessed"), Cancel));
        Assert.Null(await Publications.FindAsync(ofItem.Address, Cancel));
    }

    [Fact]
    public async Task A_change_keeps_the_address_and_moves_it_in_the_lists()
    {
        var item = await World.ReceiveAsync(World.Anna);
        var first = await PublishAsync(New(item.Id));
        World.Time.Advance(TimeSpan.FromMinutes(1));

        var changed = await PublishAsync(New(item.Id) with { CanDownload = true });
        Assert.Equal(first with { CanDownload = true }, changed);
        var hidden = await PublishAsync(New(item.Id) with { Visibility = Visibility.Unlisted });
        Assert.Equal((first.Address, World.Time.GetUtcNow()), (hidden.Address, hidden.Since));
        Assert.Equal(hidden, await FindAsync(first));
        Assert.Empty((await Publications.PublicAsync(null, null, 9, Cancel)).Items);
        Assert.Empty((await Publications.PublicAsync(World.Anna, null, 9, Cancel)).Items);
        Assert.Equal([hidden], (await Publications.OfOwnerAsync(World.Anna, null, 9, Cancel)).Items);

        var shown = await PublishAsync(New(item.Id));
        Assert.Equal([shown], (await Publications.PublicAsync(null, null, 9, Cancel)).Items);
        Assert.Equal([shown], (await Publications.OfOwnerAsync(World.Anna, null, 9, Cancel)).Items);
    }

    [Fact]
    public async Task One_is_put_back_only_where_its_album_or_item_notes_just_that()
    {
        var (item, trashed) = (World.NewItem(World.Anna) with { Visibility = Visibility.Public }, World.NewItem(World.Anna) with { Visibility = Visibility.Unlisted, TrashedAt = World.Time.GetUtcNow() });
        foreach (var adopted in new[] { item, trashed }) Assert.True(await World.Media.AdoptAsync(adopted, null, Cancel));
        var (shown, hidden) = (New(item.Id) with { CanDownload = true }, New(trashed.Id) with { Visibility = Visibility.Unlisted });
        var plain = New((await World.ReceiveAsync(World.Anna)).Id);
        foreach (var refused in new[] { plain, shown with { Owner = World.Bert }, shown with { Visibility = Visibility.Unlisted }, New(MediaId.New(World.Time)), New(AlbumId.New(World.Time)) })
            Assert.False(await Publications.RestoreAsync(refused, Cancel));

        var version = (await World.ReadAsync(item.Id)).Version;
        foreach (var publication in new[] { shown, hidden })
        {
            Assert.True(await Publications.RestoreAsync(publication, Cancel));
            Assert.False(await Publications.RestoreAsync(publication, Cancel));
            Assert.Equal(publication, await Publications.OfAsync(publication.Item!.Value, Cancel));
        }

        Assert.Equal(version, (await World.ReadAsync(item.Id)).Version);
        Assert.Equal(shown, await FindAsync(shown));
        Assert.Null(await FindAsync(hidden));
        await World.Media.RestoreAsync(World.AnnasOwn, trashed.Id, Cancel);
        Assert.Equal(hidden, await FindAsync(hidden));
        Assert.True(await Publications.EndAsync(shown, Cancel));
        Assert.False(await Publications.RestoreAsync(shown, Cancel));
    }

    /// <summary>The file that lies beside the original, or that of the album, says how it is shown.</summary>
    [Fact]
    public async Task Each_change_of_how_something_is_shown_makes_its_file_due()
    {
        var (album, item) = (await World.MakeAlbumAsync(World.Anna), await World.ReceiveAsync(World.Anna));
        foreach (var change in new Func<Publication, Publication>[] { of => of, of => of with { CanDownload = true }, of => of with { Visibility = Visibility.Unlisted } })
        {
            await NotedAsync();
            await PublishAsync(change(New(album.Id)));
            await PublishAsync(change(New(item.Id)));
            Assert.Single(await World.Albums.FilesDueAsync(9, Cancel));
            Assert.Single(await World.Media.SidecarsDueAsync(9, Cancel));
        }

        await NotedAsync();
        await Publications.EndAsync((await Publications.OfAsync(album.Id, Cancel))!, Cancel);
        await Publications.EndAsync((await Publications.OfAsync(item.Id, Cancel))!, Cancel);
        Assert.Single(await World.Albums.FilesDueAsync(9, Cancel));
        Assert.Single(await World.Media.SidecarsDueAsync(9, Cancel));

        async Task NotedAsync()
        {
            foreach (var due in await World.Albums.FilesDueAsync(9, Cancel)) await World.Albums.FileWrittenAsync(due.Id, due.Version, Cancel);
            foreach (var due in await World.Media.SidecarsDueAsync(9, Cancel)) await World.Media.SidecarWrittenAsync(due.Id, due.Version, Cancel);
        }
    }

    [Fact]
    [Trait("trust", "A07")]
    public async Task What_is_private_again_is_gone_at_once_and_comes_back_under_another_address()
    {
        var (album, item) = (await World.MakeAlbumAsync(World.Anna), await World.ReceiveAsync(World.Anna));
        var published = new[] { await PublishAsync(New(album.Id)), await PublishAsync(New(item.Id)) };
        foreach (var publication in published)
        {
            Assert.True(await Publications.EndAsync(publication, Cancel));
            Assert.False(await Publications.EndAsync(publication, Cancel));
            Assert.Null(await FindAsync(publication));
        }

        Assert.Empty((await Publications.PublicAsync(null, null, 9, Cancel)).Items);
        Assert.Empty((await Publications.OfOwnerAsync(World.Anna, null, 9, Cancel)).Items);
        Assert.Equal((Visibility.Private, Visibility.Private), ((await World.Albums.FindAsync(album.Id, Cancel))!.Visibility, (await World.ReadAsync(item.Id)).Visibility));
        var again = await PublishAsync(New(item.Id));
        Assert.NotEqual(published[1].Address, again.Address);
        Assert.Null(await FindAsync(published[1]));
    }

    [Fact]
    [Trait("trust", "A03")]
    public async Task Nobody_publishes_what_is_not_theirs_or_not_there()
    {
        var (album, item, trashed) = (await World.MakeAlbumAsync(World.Anna), await World.ReceiveAsync(World.Anna), await World.ReceiveAsync(World.Anna));
        await World.Media.PutInTrashAsync(World.AnnasOwn, trashed.Id, Cancel);

        foreach (var wanted in new[] { New(album.Id) with { Owner = World.Bert }, New(item.Id) with { Owner = World.Bert }, New(trashed.Id), New(MediaId.New(World.Time)), New(AlbumId.New(World.Time)) })
        {
            Assert.Null(await Publications.PublishAsync(wanted, Cancel));
            Assert.Null(await FindAsync(wanted));
        }

        var published = await PublishAsync(New(item.Id));
        Assert.Null(await Publications.PublishAsync(New(item.Id) with { Owner = World.Bert, CanDownload = true }, Cancel));
        Assert.False(await Publications.EndAsync(published with { Owner = World.Bert }, Cancel));
        Assert.Equal(published, await FindAsync(published));
        Assert.Empty((await Publications.OfOwnerAsync(World.Bert, null, 9, Cancel)).Items);
    }

    [Fact]
    public async Task It_is_absent_while_its_thing_is_in_the_trash_or_its_owner_disabled_and_goes_with_them()
    {
        var (album, item) = (await World.MakeAlbumAsync(World.Bert), await World.ReceiveAsync(World.Bert));
        var (ofAlbum, ofItem) = (await PublishAsync(New(album.Id) with { Owner = World.Bert }), await PublishAsync(New(item.Id) with { Owner = World.Bert }));

        await World.Media.PutInTrashAsync(World.BertsOwn, item.Id, Cancel);
        Assert.Equal((ofAlbum, null), (await FindAsync(ofAlbum), await FindAsync(ofItem)));
        Assert.Equal([ofAlbum], (await Publications.PublicAsync(World.Bert, null, 9, Cancel)).Items);
        await World.Media.RestoreAsync(World.BertsOwn, item.Id, Cancel);
        Assert.Equal(ofItem, await FindAsync(ofItem));

        await World.Accounts.ChangeAsync(World.Bert, isAdmin: false, disabled: true, null, Cancel);
        Assert.Equal((null, null), (await FindAsync(ofAlbum), await FindAsync(ofItem)));
        Assert.Empty((await Publications.PublicAsync(null, null, 9, Cancel)).Items);
        await World.Accounts.ChangeAsync(World.Bert, isAdmin: false, disabled: false, null, Cancel);

        await World.Albums.DeleteAsync(album.Id, Cancel);
        Assert.Null(await FindAsync(ofAlbum));
        Assert.True(await World.Albums.ClearAsync(album.Id, 9, Cancel));
        await World.Media.BeginPurgeAsync(World.BertsOwn, item.Id, Cancel);
        Assert.Null(await FindAsync(ofItem));
        await World.Media.EndPurgeAsync(item.Id, Cancel);
        Assert.Empty((await Publications.OfOwnerAsync(World.Bert, null, 9, Cancel)).Items);
        Assert.Null(await Publications.OfAsync(item.Id, Cancel));
        Assert.Null(await Publications.OfAsync(album.Id, Cancel));
    }

    [Fact]
    public async Task Lists_page_through_all_once_newest_first_ties_included()
    {
        var published = new List<Publication>();
        for (var n = 0; n < 13; n++)
        {
            var owner = n % 3 == 0 ? World.Bert : World.Anna;
            var wanted = New((await World.ReceiveAsync(owner)).Id) with { Owner = owner, Since = World.Time.GetUtcNow().AddMinutes(n / 4) };
            published.Add(await PublishAsync(wanted));
        }

        var newestFirst = published.OrderByDescending(one => one.Since).ThenByDescending(one => one.Thing.ToString("N"), StringComparer.Ordinal).ToList();
        Assert.Equal(newestFirst, await AllAsync(after => Publications.PublicAsync(null, after, 3, Cancel)));
        Assert.Equal(newestFirst.Where(one => one.Owner == World.Bert), await AllAsync(after => Publications.PublicAsync(World.Bert, after, 2, Cancel)));
        Assert.Equal(newestFirst.Where(one => one.Owner == World.Anna), await AllAsync(after => Publications.OfOwnerAsync(World.Anna, after, 4, Cancel)));
        Assert.Empty((await Publications.PublicAsync(null, new Cursor("no moment", published[0].Thing.ToString("N")), 9, Cancel)).Items);
    }

    private Publication New(MediaId item) => New() with { Item = item };

    private Publication New(AlbumId album) => New() with { Album = album };

    private Publication New() =>
        new() { Owner = World.Anna, Address = Ids.NewToken(), Visibility = Visibility.Public, Since = World.Time.GetUtcNow() };

    private async Task<Publication> PublishAsync(Publication wanted)
    {
        var published = await Publications.PublishAsync(wanted, Cancel);
        Assert.NotNull(published);
        return published;
    }

    private Task<Publication?> FindAsync(Publication publication) => Publications.FindAsync(Ids.HashSecret(publication.Address), Cancel);
}
