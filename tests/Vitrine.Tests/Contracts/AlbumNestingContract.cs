using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Links;
using Vitrine.Library.Publishing;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="IAlbumCatalog"/> keeps of albums in albums.</summary>
public abstract class AlbumNestingContract(CatalogWorld world) : CatalogContract(world)
{
    private IAlbumCatalog Albums => World.Albums;

    [Fact]
    public async Task An_album_lies_in_another_and_in_all_that_one_lies_in()
    {
        var (top, middle, low) = (await MakeAsync(), await MakeAsync(), await MakeAsync());
        Assert.Equal(Nesting.Done, await Albums.NestAsync(low.Id, middle.Id, Cancel));
        Assert.Equal(Nesting.Done, await Albums.NestAsync(middle.Id, top.Id, Cancel));
        Assert.Equal(Nesting.Done, await Albums.NestAsync(middle.Id, top.Id, Cancel));

        Assert.Equal([middle.Id, top.Id], Ids(await Albums.LineAsync(low.Id, Cancel)));
        Assert.Empty(await Albums.LineAsync(top.Id, Cancel));
        Assert.Equal([middle.Id], Ids(await Albums.InsideAsync(top.Id, Cancel)));
        var read = await Albums.FindAsync(middle.Id, Cancel);
        Assert.Equal((top.Id, middle.Version + 1), (read!.Parent, read.Version));

        Assert.Equal(Nesting.Done, await Albums.NestAsync(middle.Id, null, Cancel));
        Assert.Equal([middle.Id], Ids(await Albums.LineAsync(low.Id, Cancel)));
        Assert.Empty(await Albums.InsideAsync(top.Id, Cancel));
        var edited = Assert.IsType<AlbumEditOutcome.Edited>(await Albums.EditAsync(low.Id, new AlbumEdit { Title = "t", Description = "d" }, null, Cancel));
        Assert.Equal(middle.Id, edited.Album.Parent);
    }

    [Fact]
    public async Task An_album_is_put_back_as_it_was_with_its_members()
    {
        var top = await MakeAsync();
        var lost = new Album
        {
            Id = AlbumId.New(World.Time),
            Owner = World.Anna,
            Version = 7,
            Title = "Lost",
            Description = "and found",
            Order = AlbumOrder.TakenNewest,
            Visibility = Visibility.Unlisted,
            ChosenCover = MediaId.New(World.Time),
            Parent = top.Id,
            CreatedAt = World.Time.GetUtcNow().AddDays(-9),
        };
        var members = Enumerable.Range(0, 60).Select(n => new AlbumMember(AccountId.New(World.Time), (AlbumRole)(1 + (n % 4)), lost.CreatedAt.AddHours(n))).ToList();

        Assert.Equal(lost, await Albums.RestoreAsync(lost, members, Cancel));
        Assert.Null(await Albums.RestoreAsync(lost with { Title = "Other" }, [], Cancel));
        Assert.Equal(lost, await Albums.FindAsync(lost.Id, Cancel));
        Assert.Equal(members, await World.Members.OfAlbumAsync(lost.Id, Cancel));
        Assert.Equal(members[9].Role, await World.Members.RoleAsync(lost.Id, members[9].Account, Cancel));
        Assert.Equal([lost.Id], Ids((await World.Members.SharedWithAsync(members[59].Account, null, 9, Cancel)).Items));
        Assert.Equal([lost.Id], Ids(await Albums.InsideAsync(top.Id, Cancel)));
        Assert.Equal(2, (await Albums.OfOwnerAsync(World.Anna, null, 9, Cancel)).Items.Count);
        Assert.DoesNotContain(lost.Id, Ids(await Albums.FilesDueAsync(9, Cancel)));
        Assert.Equal(MemberChange.Changed, await World.Members.SetAsync(lost.Id, World.Bert, AlbumRole.Viewer, Cancel));
        await Albums.DeleteAsync(lost.Id, Cancel);
        Assert.Null(await Albums.RestoreAsync(lost, members, Cancel));
    }

    [Fact]
    public async Task An_album_that_cannot_lie_where_it_lay_lies_on_top_and_its_file_says_so()
    {
        var berts = await World.MakeAlbumAsync(World.Bert);
        foreach (var parent in new[] { AlbumId.New(World.Time), berts.Id })
        {
            var lost = new Album { Id = AlbumId.New(World.Time), Owner = World.Anna, Version = 2, Title = "Lost", Parent = parent, CreatedAt = World.Time.GetUtcNow() };
            Assert.Equal(lost with { Parent = null }, await Albums.RestoreAsync(lost, [], Cancel));
            Assert.Empty(await Albums.LineAsync(lost.Id, Cancel));
            Assert.Contains(lost.Id, Ids(await Albums.FilesDueAsync(9, Cancel)));
        }

        Assert.Empty(await Albums.InsideAsync(berts.Id, Cancel));
    }

    [Fact]
    public async Task What_lies_inside_is_listed_newest_first_with_its_cover()
    {
        var top = await MakeAsync();
        var (one, two) = (await MakeAsync(), await MakeAsync());
        var item = await World.ReceiveAsync(World.Anna);
        await Albums.AddAsync(one.Id, World.AnnasOwn, [item.Id], Cancel);
        foreach (var inside in new[] { one, two }) await Albums.NestAsync(inside.Id, top.Id, Cancel);

        var listed = await Albums.InsideAsync(top.Id, Cancel);
        Assert.Equal([(two.Id, null), (one.Id, item.Id)], listed.Select(album => (album.Id, album.Cover)));
        await Albums.DeleteAsync(two.Id, Cancel);
        Assert.Equal([one.Id], Ids(await Albums.InsideAsync(top.Id, Cancel)));
    }

    [Fact]
    public async Task No_album_lies_in_itself_not_even_when_two_are_moved_at_once()
    {
        var (top, low) = (await MakeAsync(), await MakeAsync());
        Assert.Equal(Nesting.Cycle, await Albums.NestAsync(top.Id, top.Id, Cancel));
        await Albums.NestAsync(low.Id, top.Id, Cancel);
        Assert.Equal(Nesting.Cycle, await Albums.NestAsync(top.Id, low.Id, Cancel));

        for (var n = 0; n < 5; n++)
        {
            var (a, b) = (await MakeAsync(), await MakeAsync());
            var nested = await Task.WhenAll(Albums.NestAsync(a.Id, b.Id, Cancel), Albums.NestAsync(b.Id, a.Id, Cancel));
            Assert.Equal([Nesting.Done, Nesting.Cycle], nested.Order());
        }
    }

    [Fact]
    public async Task Eight_levels_are_the_most_however_they_are_put_together()
    {
        var albums = new List<Album>();
        for (var n = 0; n < 9; n++) albums.Add(await MakeAsync());
        for (var n = 1; n < 8; n++) Assert.Equal(Nesting.Done, await Albums.NestAsync(albums[n].Id, albums[n - 1].Id, Cancel));

        Assert.Equal(Nesting.TooDeep, await Albums.NestAsync(albums[8].Id, albums[7].Id, Cancel));
        Assert.Equal(Nesting.TooDeep, await Albums.NestAsync(albums[0].Id, albums[8].Id, Cancel));
        Assert.Equal(Nesting.Done, await Albums.NestAsync(albums[8].Id, albums[6].Id, Cancel));
        Assert.Equal(7, (await Albums.LineAsync(albums[7].Id, Cancel)).Count);
    }

    [Fact]
    [Trait("trust", "A03")]
    public async Task Nobody_puts_an_album_into_somebody_elses()
    {
        var (annas, berts) = (await MakeAsync(), await World.MakeAlbumAsync(World.Bert));
        var gone = await MakeAsync();
        await Albums.DeleteAsync(gone.Id, Cancel);

        Assert.Equal(Nesting.Absent, await Albums.NestAsync(annas.Id, berts.Id, Cancel));
        Assert.Equal(Nesting.Absent, await Albums.NestAsync(annas.Id, gone.Id, Cancel));
        Assert.Equal(Nesting.Absent, await Albums.NestAsync(gone.Id, annas.Id, Cancel));
        Assert.Equal(Nesting.Absent, await Albums.NestAsync(annas.Id, AlbumId.New(World.Time), Cancel));
        Assert.Null((await Albums.FindAsync(annas.Id, Cancel))!.Parent);
    }

    [Fact]
    public async Task What_lay_in_a_deleted_album_lies_in_none()
    {
        var top = await MakeAsync();
        var inside = new[] { await MakeAsync(), await MakeAsync(), await MakeAsync() };
        foreach (var album in inside) await Albums.NestAsync(album.Id, top.Id, Cancel);

        await Albums.DeleteAsync(top.Id, Cancel);
        Assert.Empty(await Albums.LineAsync(inside[0].Id, Cancel));
        Assert.Empty(await Albums.InsideAsync(top.Id, Cancel));
        while (!await Albums.ClearAsync(top.Id, 2, Cancel))
        {
        }

        foreach (var album in inside) Assert.Null((await Albums.FindAsync(album.Id, Cancel))!.Parent);
    }

    [Fact]
    [Trait("trust", "A07")]
    public async Task A_managers_link_to_an_album_inside_dies_with_their_part_above_or_when_it_is_moved_away()
    {
        await World.PeopleAsync();
        var (top, low) = (await MakeAsync(), await MakeAsync());
        await Albums.NestAsync(low.Id, top.Id, Cancel);
        await World.Members.SetAsync(top.Id, World.Bert, AlbumRole.Manager, Cancel);
        var link = new ShareLink { Id = LinkId.New(World.Time), Owner = World.Bert, TokenHash = "hash", Name = "x", Album = low.Id, CreatedAt = World.Time.GetUtcNow() };
        Assert.True(await World.Links.AddAsync(link, Cancel));
        Assert.NotNull(await World.Links.FindByTokenAsync("hash", Cancel));

        await World.Members.SetAsync(top.Id, World.Bert, AlbumRole.Editor, Cancel);
        Assert.Null(await World.Links.FindByTokenAsync("hash", Cancel));
        await World.Members.SetAsync(top.Id, World.Bert, AlbumRole.Manager, Cancel);
        Assert.NotNull(await World.Links.FindByTokenAsync("hash", Cancel));
        await Albums.NestAsync(low.Id, null, Cancel);
        Assert.Null(await World.Links.FindByTokenAsync("hash", Cancel));
    }

    private Task<Album> MakeAsync() => World.MakeAlbumAsync(World.Anna);

    private static IEnumerable<AlbumId> Ids(IEnumerable<Album> albums) => albums.Select(album => album.Id);
}
