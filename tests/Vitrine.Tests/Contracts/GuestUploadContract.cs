using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;

namespace Vitrine.Tests.Contracts;

/// <summary>What every backend keeps of uploads that guests send, of what they take of their link, and of the album that an upload names.</summary>
public abstract class GuestUploadContract(CatalogWorld world) : GuestContract(world)
{
    [Fact]
    public async Task An_upload_that_names_an_album_and_a_guest_reads_back_as_it_was_said()
    {
        var link = await LinkAsync(new GuestRules { Accepts = AcceptedKinds.Pictures | AcceptedKinds.Videos });
        var upload = UploadOf(link, Zoe);

        Assert.Equal(BeginOutcome.Begun, await World.Uploads.BeginAsync(upload, CatalogWorld.NoLimits, Cancel));

        Assert.Equivalent(upload, await World.Uploads.FindAsync(World.AnnasOwn, upload.Id, Cancel), strict: true);
        Assert.Equal([upload.Id], (await Guests.UnderWayAsync(link.Id, 10, Cancel)).Select(found => found.Id));
        Assert.Equal(new GuestFile(upload.Id, 1000, IsUnderWay: true, Item: null), Assert.Single(await FilesAsync(link, Zoe)));
    }

    [Fact]
    [Trait("trust", "U15")]
    public async Task Twenty_guests_at_once_get_five_files_into_a_link_for_five()
    {
        var link = await LinkAsync(new GuestRules { MaxFiles = 5 });

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(guest =>
            World.Uploads.BeginAsync(UploadOf(link, $"visitor-{guest}"), CatalogWorld.NoLimits, Cancel)));

        Assert.Equal(5, outcomes.Count(outcome => outcome == BeginOutcome.Begun));
        Assert.Equal(15, outcomes.Count(outcome => outcome == BeginOutcome.LinkFilesFull));
        Assert.Equal((5, 5000), await TakenAsync(link));
        Assert.Equal(5000, (await World.UsageAsync(World.Anna)).Reserved);
    }

    [Fact]
    [Trait("trust", "U15")]
    public async Task The_bytes_of_a_link_hold_to_the_byte()
    {
        var link = await LinkAsync(new GuestRules { MaxBytes = 1500 });

        Assert.Equal(BeginOutcome.Begun, await BeginAsync(UploadOf(link, Zoe, 1000)));
        Assert.Equal(BeginOutcome.LinkBytesFull, await BeginAsync(UploadOf(link, Yan, 501)));
        Assert.Equal(BeginOutcome.Begun, await BeginAsync(UploadOf(link, Yan, 500)));

        Assert.Equal((2, 1500), await TakenAsync(link));
        Assert.Equal(1500, (await World.UsageAsync(World.Anna)).Reserved);
    }

    [Fact]
    public async Task Beginning_twice_takes_one_place_and_giving_up_twice_gives_one_back()
    {
        var link = await LinkAsync(new GuestRules { MaxFiles = 1 });
        var upload = UploadOf(link, Zoe);
        Assert.Equal(BeginOutcome.Begun, await BeginAsync(upload));
        Assert.Equal(BeginOutcome.Begun, await BeginAsync(upload));
        Assert.Equal((1, 1000), await TakenAsync(link));

        Assert.True(await World.Uploads.AbandonAsync(World.AnnasOwn, upload.Id, Cancel));
        Assert.False(await World.Uploads.AbandonAsync(World.AnnasOwn, upload.Id, Cancel));

        Assert.Equal((0, 0), await TakenAsync(link));
        Assert.Empty(await FilesAsync(link, Zoe));
        Assert.Equal(new Usage(0, 0, 0), await World.UsageAsync(World.Anna));
        Assert.Equal(BeginOutcome.Begun, await BeginAsync(UploadOf(link, Yan)));
    }

    [Fact]
    public async Task A_full_quota_takes_no_place_in_the_link()
    {
        var link = await LinkAsync(new GuestRules { MaxFiles = 1 });

        Assert.Equal(BeginOutcome.QuotaExceeded, await World.Uploads.BeginAsync(UploadOf(link, Zoe), new UploadLimits(999, 200), Cancel));

        Assert.Equal((0, 0), await TakenAsync(link));
        Assert.Empty(await FilesAsync(link, Zoe));
    }

    [Fact]
    public async Task An_upload_of_unknown_length_grows_under_what_the_link_takes()
    {
        var link = await LinkAsync(new GuestRules { MaxBytes = 128 });
        var upload = UploadOf(link, Zoe, length: null);
        await BeginAsync(upload);
        var fence = (await World.Uploads.TakeOverAsync(World.AnnasOwn, upload.Id, Cancel))!.Value;

        Assert.Equal(BeginOutcome.Begun, await World.Uploads.GrowAsync(upload.Id, fence, 128, CatalogWorld.NoLimits, Cancel));
        Assert.Equal(BeginOutcome.LinkBytesFull, await World.Uploads.GrowAsync(upload.Id, fence, 129, CatalogWorld.NoLimits, Cancel));
        Assert.Equal(BeginOutcome.Begun, await World.Uploads.SetLengthAsync(upload.Id, fence, 70, CatalogWorld.NoLimits, Cancel));

        Assert.Equal((1, 70), await TakenAsync(link));
    }

    [Fact]
    public async Task A_link_that_takes_nothing_or_is_gone_takes_nothing()
    {
        var (deaf, gone) = (await LinkAsync(rules: null), await LinkAsync(new GuestRules()));
        Assert.True(await World.Links.RevokeAsync(gone.Id, Cancel));

        foreach (var link in new[] { deaf, gone })
            Assert.Equal(BeginOutcome.LinkGone, await BeginAsync(UploadOf(link with { Guests = new GuestRules() }, Zoe)));
        Assert.Equal(new Usage(0, 0, 0), await World.UsageAsync(World.Anna));
    }

    [Fact]
    public async Task A_revoked_link_names_what_is_under_way_and_what_was_received_stays()
    {
        var link = await LinkAsync(new GuestRules());
        var waits = await AddAsync(link, Zoe);
        var begun = UploadOf(link, Zoe);
        await BeginAsync(begun);

        Assert.True(await World.Links.RevokeAsync(link.Id, Cancel));

        Assert.Equal([begun.Id], (await Guests.UnderWayAsync(link.Id, 10, Cancel)).Select(found => found.Id));
        Assert.True(await World.Uploads.AbandonAsync(Scope.Everything, begun.Id, Cancel));
        Assert.Empty(await Guests.UnderWayAsync(link.Id, 10, Cancel));
        Assert.Equal([waits.Id], (await WaitingAsync(link)).Select(item => item.Id));
        Assert.Null(await World.Media.FindAsync(new Scope.Given(link.Id, Zoe), waits.Id, Cancel));
        Assert.Equal(new Usage(1000, 0, 0), await World.UsageAsync(World.Anna));
    }

    [Fact]
    public async Task A_guests_upload_whose_album_went_is_not_received()
    {
        var link = await LinkAsync(new GuestRules());
        var item = World.NewItem(World.Anna) with { WaitsIn = link.Album };
        await BeginAsync(UploadOf(link, Zoe, id: item.Id));
        var fence = (await World.Uploads.TakeOverAsync(Scope.Everything, item.Id, Cancel))!.Value;
        await World.Albums.DeleteAsync(link.Album!.Value, Cancel);

        Assert.False(await World.Uploads.ReceiveAsync(item, fence, null, link.Album, Cancel));
        Assert.True(await World.Uploads.AbandonAsync(Scope.Everything, item.Id, Cancel));
    }

    [Theory]
    [InlineData(AlbumRole.Owner, true)]
    [InlineData(AlbumRole.Contributor, true)]
    [InlineData(AlbumRole.Viewer, false)]
    [InlineData(null, false)]
    public async Task An_upload_joins_the_album_it_names_where_its_owner_may_add_to_it(AlbumRole? role, bool joins)
    {
        var album = await World.MakeAlbumAsync(role == AlbumRole.Owner ? World.Bert : World.Anna);
        if (role is { } given and not AlbumRole.Owner) await World.Members.SetAsync(album.Id, World.Bert, given, Cancel);

        var item = World.NewItem(World.Bert);
        await World.ReceiveAsync(item, World.NewUpload(World.Bert, item.Bytes, item.Id) with { Album = album.Id }, World.TileWork);

        Assert.NotNull(await World.Media.FindAsync(World.BertsOwn, item.Id, Cancel));
        Assert.Equal(joins ? [item.Id] : [], (await World.Albums.PageAsync(album.Id, AlbumOrder.ByHand, null, 10, Cancel)).Items.Select(shown => shown.Id));
        Assert.Equal(joins ? 1 : 0, (await World.Albums.FindAsync(album.Id, Cancel))!.Items);
        Assert.Equal(joins, (await World.Media.SidecarsDueAsync(10, Cancel)).Any(due => due.Id == item.Id && due.Version > item.Version));
    }
}
