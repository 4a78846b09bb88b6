using Vitrine.Library;
using Vitrine.Library.Albums;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="IAlbumMembers"/> keeps.</summary>
public abstract class AlbumMembersContract(CatalogWorld world) : CatalogContract(world)
{
    private IAlbumMembers Members => World.Members;

    [Fact]
    public async Task A_member_has_the_role_that_was_given_last_until_it_is_taken()
    {
        var album = await World.MakeAlbumAsync(World.Anna);
        Assert.Null(await Members.RoleAsync(album.Id, World.Bert, Cancel));

        Assert.Equal(MemberChange.Changed, await Members.SetAsync(album.Id, World.Bert, AlbumRole.Viewer, Cancel));
        Assert.Equal(MemberChange.Changed, await Members.SetAsync(album.Id, World.Bert, AlbumRole.Manager, Cancel));
        Assert.Equal(AlbumRole.Manager, await Members.RoleAsync(album.Id, World.Bert, Cancel));
        var member = Assert.Single(await Members.OfAlbumAsync(album.Id, Cancel));
        Assert.Equal(new AlbumMember(World.Bert, AlbumRole.Manager, World.Time.GetUtcNow()), member);

        Assert.True(await Members.RemoveAsync(album.Id, World.Bert, Cancel));
        Assert.False(await Members.RemoveAsync(album.Id, World.Bert, Cancel));
        Assert.Null(await Members.RoleAsync(album.Id, World.Bert, Cancel));
        Assert.Empty(await Members.OfAlbumAsync(album.Id, Cancel));
    }

    [Fact]
    public async Task Owners_are_no_members_and_absent_albums_have_none()
    {
        var album = await World.MakeAlbumAsync(World.Anna);

        Assert.Equal(MemberChange.Absent, await Members.SetAsync(album.Id, World.Anna, AlbumRole.Viewer, Cancel));
        Assert.Equal(MemberChange.Absent, await Members.SetAsync(AlbumId.New(World.Time), World.Bert, AlbumRole.Viewer, Cancel));
        Assert.False(await Members.RemoveAsync(AlbumId.New(World.Time), World.Bert, Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Members.SetAsync(album.Id, World.Bert, AlbumRole.Owner, Cancel));
    }

    [Fact]
    public async Task What_is_shared_with_somebody_pages_newest_first()
    {
        var albums = new List<Album>();
        for (var n = 0; n < 4; n++) albums.Add(await World.MakeAlbumAsync(World.Anna, $"album {n}"));
        foreach (var album in albums) await Members.SetAsync(album.Id, World.Bert, AlbumRole.Viewer, Cancel);
        await World.MakeAlbumAsync(World.Anna, "not shared");
        await World.MakeAlbumAsync(World.Bert, "Bert's own");
        await World.Albums.DeleteAsync(albums[1].Id, Cancel);

        var first = await Members.SharedWithAsync(World.Bert, null, 2, Cancel);
        var second = await Members.SharedWithAsync(World.Bert, first.Next, 2, Cancel);

        Assert.Equal(["album 3", "album 2", "album 0"], first.Items.Concat(second.Items).Select(album => album.Title));
        Assert.Null(second.Next);
        Assert.Empty((await Members.SharedWithAsync(World.Anna, null, 10, Cancel)).Items);
    }

    [Fact]
    public async Task An_album_has_a_bounded_number_of_members()
    {
        var album = await World.MakeAlbumAsync(World.Anna);
        for (var n = 0; n < IAlbumMembers.MostMembers; n++)
            Assert.Equal(MemberChange.Changed, await Members.SetAsync(album.Id, AccountId.New(World.Time), AlbumRole.Viewer, Cancel));

        Assert.Equal(MemberChange.TooMany, await Members.SetAsync(album.Id, World.Bert, AlbumRole.Viewer, Cancel));

        var known = (await Members.OfAlbumAsync(album.Id, Cancel))[0].Account;
        Assert.Equal(MemberChange.Changed, await Members.SetAsync(album.Id, known, AlbumRole.Editor, Cancel));
    }
}
