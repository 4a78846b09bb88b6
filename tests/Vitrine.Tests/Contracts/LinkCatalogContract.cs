using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="ILinkCatalog"/> keeps.</summary>
public abstract class LinkCatalogContract(CatalogWorld world) : CatalogContract(world)
{
    private ILinkCatalog Links => World.Links;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await World.PeopleAsync();
    }

    [Fact]
    public async Task A_link_reads_back_as_it_was_made()
    {
        var link = NewLink() with
        {
            Items = [MediaId.New(World.Time), new MediaId(Guid.Parse("0195a000-0000-7000-8000-0000000000ff"))],
            Title = "Šumava",
            PasswordHash = "p",
            ExpiresAt = World.Time.GetUtcNow().AddDays(1),
            MaxOpens = 3,
            CanDownload = true,
            ShowMetadata = true,
            CanView = false,
            Guests = new GuestRules { Reviewed = false, MaxFiles = 5, MaxBytes = 1L << 40, Accepts = AcceptedKinds.Pictures | AcceptedKinds.Audio },
        };
        Assert.True(await Links.AddAsync(link, Cancel));
        Assert.False(await Links.AddAsync(link with { TokenHash = Ids.HashSecret("another") }, Cancel));
        Assert.False(await Links.AddAsync(link with { Id = LinkId.New(World.Time) }, Cancel));

        foreach (var read in new[] { await Links.FindByTokenAsync(link.TokenHash, Cancel), await Links.FindAsync(link.Id, Cancel) })
        {
            Assert.Equal(link.Items, read!.Items);
            Assert.Equal(link, read with { Items = link.Items });
        }

        Assert.Null(await Links.FindByTokenAsync(Ids.HashSecret("guessed"), Cancel));
    }

    [Fact]
    public async Task A_link_without_an_address_gets_one_once_and_its_opens_are_counted_anew()
    {
        var made = NewLink();
        var link = await AddAsync(made with { TokenHash = ShareLink.NoAddress(made.Id), PasswordHash = "", MaxOpens = 2, Opens = 2, LastOpenedAt = World.Time.GetUtcNow() });
        Assert.False((await Links.FindAsync(link.Id, Cancel))!.HasAddress);
        Assert.False(await Links.OpenAsync(link.Id, "somebody", Cancel));

        var given = await Task.WhenAll(Enumerable.Range(0, 5).Select(n => Links.GiveAddressAsync(link.Id, Ids.HashSecret($"new {n}"), n % 2 == 0 ? "p" : null, Cancel)));
        var won = Assert.Single(Enumerable.Range(0, 5), n => given[n]);
        for (var n = 0; n < 5; n++) Assert.Equal(n == won, await Links.FindByTokenAsync(Ids.HashSecret($"new {n}"), Cancel) is not null);
        Assert.Null(await Links.FindByTokenAsync(ShareLink.NoAddress(link.Id), Cancel));
        var now = (await Links.FindAsync(link.Id, Cancel))!;
        Assert.Equal((true, 0, null, won % 2 == 0 ? "p" : null), (now.HasAddress, now.Opens, now.LastOpenedAt, now.PasswordHash));
        Assert.True(await Links.OpenAsync(link.Id, "somebody", Cancel));

        Assert.False(await Links.GiveAddressAsync((await AddAsync(NewLink())).Id, Ids.HashSecret("other"), null, Cancel));
        Assert.True(await Links.RevokeAsync(link.Id, Cancel));
        Assert.False(await Links.GiveAddressAsync(link.Id, Ids.HashSecret("late"), null, Cancel));
    }

    [Fact]
    public async Task The_file_of_a_link_is_due_after_each_change_and_after_its_end()
    {
        var link = await AddAsync(NewLink());
        var made = Assert.Single(await Links.FilesDueAsync(10, Cancel));
        await Links.OpenAsync(link.Id, "somebody", Cancel);
        await Links.FileWrittenAsync(made, Cancel);
        var opened = Assert.Single(await Links.FilesDueAsync(10, Cancel));
        Assert.Equal(link.Id, opened.Link);
        await Links.FileWrittenAsync(opened, Cancel);
        Assert.Empty(await Links.FilesDueAsync(10, Cancel));

        await Links.OpenAsync(link.Id, "somebody", Cancel);
        Assert.Empty(await Links.FilesDueAsync(10, Cancel));
        await Links.RevokeAsync(link.Id, Cancel);
        await Links.FileWrittenAsync(Assert.Single(await Links.FilesDueAsync(10, Cancel)), Cancel);
        Assert.Empty(await Links.FilesDueAsync(10, Cancel));
    }

    [Fact]
    public async Task The_files_of_a_deleted_albums_links_are_due()
    {
        var album = await World.MakeAlbumAsync(World.Anna);
        var links = new[] { await AddAsync(NewLink() with { Album = album.Id }), await AddAsync(NewLink() with { Album = album.Id }) };
        foreach (var due in await Links.FilesDueAsync(10, Cancel)) await Links.FileWrittenAsync(due, Cancel);
        await World.Albums.DeleteAsync(album.Id, Cancel);
        while (!await World.Albums.ClearAsync(album.Id, 5, Cancel))
        {
        }

        Assert.Equal(links.Select(link => link.Id).ToHashSet(), (await Links.FilesDueAsync(10, Cancel)).Select(due => due.Link).ToHashSet());
    }

    [Fact]
    [Trait("trust", "L05")]
    public async Task A_link_ends_at_its_moment_and_at_once_when_it_is_revoked()
    {
        var link = await AddAsync(NewLink() with { ExpiresAt = World.Time.GetUtcNow().AddSeconds(10) });
        World.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.NotNull(await Links.FindByTokenAsync(link.TokenHash, Cancel));
        World.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await Links.FindByTokenAsync(link.TokenHash, Cancel));
        Assert.NotNull(await Links.FindAsync(link.Id, Cancel));

        var revoked = await AddAsync(NewLink());
        Assert.True(await Links.RevokeAsync(revoked.Id, Cancel));
        Assert.False(await Links.RevokeAsync(revoked.Id, Cancel));
        Assert.Null(await Links.FindByTokenAsync(revoked.TokenHash, Cancel));
        Assert.Null(await Links.FindAsync(revoked.Id, Cancel));
    }

    [Fact]
    [Trait("trust", "A07")]
    public async Task A_link_is_dead_with_its_album_its_makers_account_and_its_makers_part()
    {
        var album = await World.MakeAlbumAsync(World.Anna);
        await World.Members.SetAsync(album.Id, World.Bert, AlbumRole.Manager, Cancel);
        var (annas, berts) = (await AddAsync(NewLink() with { Album = album.Id }), await AddAsync(NewLink(World.Bert) with { Album = album.Id }));
        Assert.True(await IsLiveAsync(annas) && await IsLiveAsync(berts));

        await World.Members.SetAsync(album.Id, World.Bert, AlbumRole.Editor, Cancel);
        Assert.Equal((true, false), (await IsLiveAsync(annas), await IsLiveAsync(berts)));
        await World.Members.SetAsync(album.Id, World.Bert, AlbumRole.Manager, Cancel);
        await World.Accounts.ChangeAsync(World.Bert, isAdmin: false, disabled: true, null, Cancel);
        Assert.False(await IsLiveAsync(berts));
        await World.Albums.DeleteAsync(album.Id, Cancel);
        Assert.False(await IsLiveAsync(annas));

        while (!await World.Albums.ClearAsync(album.Id, 1, Cancel))
        {
        }

        Assert.Null(await Links.FindAsync(annas.Id, Cancel));
    }

    [Fact]
    [Trait("trust", "L13")]
    public async Task Of_twenty_visitors_at_once_a_link_for_one_lets_in_one()
    {
        var link = await AddAsync(NewLink() with { MaxOpens = 1 });

        var opened = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Links.OpenAsync(link.Id, $"visitor-{n}", Cancel)));

        Assert.Single(opened, won => won);
        Assert.Equal(1, (await Links.FindAsync(link.Id, Cancel))!.Opens);
        var winner = $"visitor-{Array.IndexOf(opened, true)}";
        Assert.True(await Links.OpenAsync(link.Id, winner, Cancel));
        Assert.True(await Links.HasOpenedAsync(link.Id, winner, Cancel));
        Assert.False(await Links.HasOpenedAsync(link.Id, "visitor-20", Cancel));
        Assert.Equal(1, (await Links.FindAsync(link.Id, Cancel))!.Opens);
    }

    [Fact]
    public async Task Opens_are_counted_and_the_latest_are_kept()
    {
        var (link, other) = (await AddAsync(NewLink()), await AddAsync(NewLink()));
        for (var n = 0; n < 120; n++)
        {
            World.Time.Advance(TimeSpan.FromMinutes(1));
            Assert.True(await Links.OpenAsync(link.Id, $"visitor-{n}", Cancel));
        }

        var last = World.Time.GetUtcNow();
        var counted = await Links.FindAsync(link.Id, Cancel);
        Assert.Equal((120, last), (counted!.Opens, counted.LastOpenedAt));
        Assert.Equal([last, last.AddMinutes(-1), last.AddMinutes(-2)], await Links.OpensAsync(link.Id, 3, Cancel));
        Assert.Empty(await Links.OpensAsync(other.Id, 3, Cancel));
        Assert.False(await Links.OpenAsync(LinkId.New(World.Time), "visitor", Cancel));
    }

    [Fact]
    [Trait("trust", "L10")]
    public async Task Every_link_is_listed_by_its_maker_and_by_what_it_shows()
    {
        var album = await World.MakeAlbumAsync(World.Anna);
        var item = await World.ReceiveAsync(World.Anna);
        var other = MediaId.New(World.Time);
        var toAlbum = await AddAsync(NewLink() with { Album = album.Id });
        var toItem = await AddAsync(NewLink() with { Items = [item.Id] });
        var toSelection = await AddAsync(NewLink() with { Items = [item.Id, other] });
        var expired = await AddAsync(NewLink() with { ExpiresAt = World.Time.GetUtcNow() });
        await AddAsync(NewLink(World.Bert));

        var first = await Links.OfOwnerAsync(World.Anna, null, 3, Cancel);
        var second = await Links.OfOwnerAsync(World.Anna, first.Next, 3, Cancel);

        Assert.Equal([expired.Id, toSelection.Id, toItem.Id, toAlbum.Id], first.Items.Concat(second.Items).Select(link => link.Id));
        Assert.Null(second.Next);
        Assert.Equal([toAlbum.Id], (await Links.OfAlbumAsync(album.Id, 10, Cancel)).Select(link => link.Id));
        Assert.Equal([toItem.Id], (await Links.OfItemAsync(item.Id, 10, Cancel)).Select(link => link.Id));
    }

    [Fact]
    public async Task Through_named_items_just_the_owners_live_ones_are_read()
    {
        var (annas, berts) = (await World.ReceiveAsync(World.Anna), await World.ReceiveAsync(World.Bert));
        var (trashed, outside) = (await World.ReceiveAsync(World.Anna), await World.ReceiveAsync(World.Anna));
        await World.Media.PutInTrashAsync(World.AnnasOwn, trashed.Id, Cancel);
        var scope = (NewLink() with { Items = [annas.Id, berts.Id, trashed.Id] }).Scope;

        Assert.Equal(annas.Id, (await World.Media.FindAsync(scope, annas.Id, Cancel))?.Id);
        Assert.Equal([annas.Id], (await World.Media.FindManyAsync(scope, [berts.Id, trashed.Id, outside.Id, annas.Id], Cancel)).Select(item => item.Id));
        Assert.IsType<EditOutcome.Absent>(await World.Media.EditAsync(scope, annas.Id, new MediaEdit { Title = "mine" }, null, Cancel));
        Assert.Null(await World.Media.PutInTrashAsync(scope, annas.Id, Cancel));
        Assert.Empty((await World.Albums.AddAsync((await World.MakeAlbumAsync(World.Bert)).Id, scope, [annas.Id], Cancel))!.Added);
    }

    private ShareLink NewLink(AccountId? owner = null)
    {
        World.Time.Advance(TimeSpan.FromMilliseconds(1));
        return new ShareLink
        {
            Id = LinkId.New(World.Time),
            Owner = owner ?? World.Anna,
            TokenHash = Ids.HashSecret(Ids.NewToken()),
            Name = "Grandma",
            CreatedAt = World.Time.GetUtcNow(),
        };
    }

    private async Task<ShareLink> AddAsync(ShareLink link)
    {
        Assert.True(await Links.AddAsync(link, Cancel));
        return link;
    }

    private async Task<bool> IsLiveAsync(ShareLink link) => await Links.FindByTokenAsync(link.TokenHash, Cancel) is not null;
}
