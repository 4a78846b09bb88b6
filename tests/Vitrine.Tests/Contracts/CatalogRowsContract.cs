using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Guests;
using Vitrine.Library.Moving;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="ICatalogRows"/> does: the whole catalog out, and into another of its kind.</summary>
public abstract class CatalogRowsContract(CatalogWorld world, CatalogWorld other) : CatalogContract(world)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await other.StartAsync();
        await new FullCatalog(World).FillAsync();
        other.Time.SetUtcNow(World.Time.GetUtcNow());
    }

    protected override async ValueTask CloseAsync()
    {
        await other.DisposeAsync();
        await base.CloseAsync();
    }

    [Fact]
    public async Task What_was_carried_reads_and_shows_the_same()
    {
        await CopyAsync();

        var (before, after) = (await DigestAsync(World), await DigestAsync(other));
        Assert.Empty(before.DifferencesTo(after));
        Assert.Equal(15, before.Counts.Count);
        Assert.Equal(await CatalogView.OfAsync(World), await CatalogView.OfAsync(other));
    }

    [Fact]
    public async Task A_copy_that_was_cut_off_is_written_again_and_is_whole_once()
    {
        await other.Rows.WriteAsync(RowsOf(World).Take(9), Cancel);
        await CopyAsync();
        await CopyAsync();

        Assert.Empty((await DigestAsync(World)).DifferencesTo(await DigestAsync(other)));
        Assert.Equal(await CatalogView.OfAsync(World), await CatalogView.OfAsync(other));
    }

    [Fact]
    public async Task A_cleared_catalog_holds_nothing_but_the_standing()
    {
        await World.Site.SetAsync(SiteValues.Standing, new Standing { CopyOf = "the-store" }.ToJson(), Cancel);
        await World.Rows.ClearAsync(Cancel);

        Assert.Empty((await DigestAsync(World)).Counts);
        Assert.False(await World.Accounts.AnyAsync(Cancel));
        Assert.Empty((await World.Media.PageAsync(World.AnnasOwn, MediaSort.NameAscending, null, 10, Cancel)).Items);
        Assert.Equal("the-store", (await Standing.ReadAsync(World.Site, Cancel)).CopyOf);
    }

    [Fact]
    public async Task What_is_forgotten_by_itself_before_the_moment_is_left_out()
    {
        var before = await DigestAsync(World);
        var later = await CatalogDigest.OfAsync(RowsOf(World, World.Time.GetUtcNow().AddDays(8)), Cancel);

        Assert.Equal(before.Counts["items"], later.Counts["items"]);
        Assert.Equal(before.Counts["jobs"] - 1, later.Counts["jobs"]);
        Assert.False(later.Counts.ContainsKey("ended uploads"));
        Assert.False(later.Counts.ContainsKey("one-time links"));
        var muchLater = await CatalogDigest.OfAsync(RowsOf(World, World.Time.GetUtcNow().AddDays(366)), Cancel);
        Assert.False(muchLater.Counts.ContainsKey("entries of the audit log"));
    }

    /// <summary>The upload stays behind, so nobody would ever give it back.</summary>
    [Fact]
    public async Task The_place_of_what_a_guest_is_sending_is_free_again()
    {
        var link = (await World.Links.OfOwnerAsync(World.Anna, null, 100, Cancel)).Items.Single(link => link.Guests is not null);
        var sending = World.NewUpload(World.Anna, 700) with
        {
            Album = link.Album,
            Guest = new GuestUpload(link.Id, "visitor-zoe", "Zoë", true, AcceptedKinds.Anything),
        };
        Assert.Equal(BeginOutcome.Begun, await World.Uploads.BeginAsync(sending, CatalogWorld.NoLimits, Cancel));
        await CopyAsync();

        Assert.Equal((3, 2700), await TakenAsync(World));
        Assert.Equal((2, 2000), await TakenAsync(other));
        Assert.DoesNotContain(sending.Id, (await other.Guests.OfGuestAsync(link.Id, "visitor-zoe", null, 10, Cancel)).Items.Select(file => file.Id));
        Assert.Empty((await DigestAsync(World)).DifferencesTo(await DigestAsync(other)));

        async Task<(long, long)> TakenAsync(CatalogWorld of) => (await of.Links.FindAsync(link.Id, Cancel))!.Guests is { } rules ? (rules.Files, rules.Bytes) : default;
    }

    [Fact]
    public async Task The_copy_goes_on_as_the_original_would()
    {
        await CopyAsync();
        var page = await other.Media.PageAsync(World.AnnasOwn, MediaSort.TakenNewest, null, 10, Cancel);
        foreach (var item in page.Items)
        {
            Assert.NotNull(await other.Media.PutInTrashAsync(World.AnnasOwn, item.Id, Cancel));
            Assert.True(await other.Media.BeginPurgeAsync(World.AnnasOwn, item.Id, Cancel));
        }

        foreach (var count in await other.Guests.WaitingForAsync(World.Anna, Cancel))
        {
            foreach (var item in (await other.Guests.WaitingAsync(count.Album, null, 10, Cancel)).Items)
                Assert.NotNull(await other.Guests.RejectAsync(count.Album, item.Id, Cancel));
        }

        Assert.Empty(await other.Guests.WaitingForAsync(World.Anna, Cancel));
        foreach (var item in await other.Media.PurgingAsync(10, Cancel)) await other.Media.EndPurgeAsync(item.Id, Cancel);
        foreach (var item in (await other.Media.TrashAsync(World.AnnasOwn, null, 10, Cancel)).Items)
        {
            await other.Media.BeginPurgeAsync(World.AnnasOwn, item.Id, Cancel);
            await other.Media.EndPurgeAsync(item.Id, Cancel);
        }

        Assert.Equal(new Usage(0, 0, 0), await other.UsageAsync(World.Anna));
        Assert.Empty(await other.DaysAsync(World.AnnasOwn));
        Assert.False(await other.Accounts.AddFirstAsync(new Account { Id = AccountId.New(World.Time), Name = "Eve", PasswordHash = "h", IsAdmin = true, CreatedAt = World.Time.GetUtcNow() }, Cancel));
        Assert.Equal(AccountChange.LastAdmin, await other.Accounts.ChangeAsync(World.Anna, isAdmin: false, disabled: false, null, Cancel));
        Assert.Equal(BeginOutcome.QuotaExceeded, await other.Uploads.BeginAsync(World.NewUpload(World.Bert), new UploadLimits(3500, 10), Cancel));
    }

    private Task CopyAsync() => other.Rows.WriteAsync(RowsOf(World), Cancel);

    private static Task<CatalogDigest> DigestAsync(CatalogWorld of) => CatalogDigest.OfAsync(RowsOf(of), Cancel);

    private static IAsyncEnumerable<CatalogRow> RowsOf(CatalogWorld of, DateTimeOffset? livesBeyond = null) =>
        of.Rows.ReadAsync(CatalogPart.Frame, livesBeyond ?? of.Time.GetUtcNow(), Cancel)
            .Concat(of.Rows.ReadAsync(CatalogPart.Things, livesBeyond ?? of.Time.GetUtcNow(), Cancel));
}
