using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Moving;
using Vitrine.Storage;

namespace Vitrine.Tests.Library.Moving;

/// <summary>What a move brings over, what it refuses, and what it leaves.</summary>
public sealed class SiteMoveTests : IAsyncLifetime
{
    private static readonly MovePlan Files = MovedSite.Both with { Metadata = null }, Metadata = MovedSite.Both with { Files = null };

    private MovedSite site = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => site = await MovedSite.MakeAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task Files_alone_move_and_a_node_with_the_old_setting_neither_starts_nor_writes()
    {
        var running = site.Open(next: false);
        Assert.Null(await MovedSite.WhyNotAsync(running));
        var report = (await site.Move(Files).RunAsync(Cancel))!;

        Assert.Equal((5, 5, 0), (report.First!.Files, report.First.Copied, report.First.Same)); // two originals, their sidecars, a tile
        Assert.Equal(report.Second!.Files, report.Second.Proved + report.Second.Gone);
        Assert.Null(report.Rows);
        var refused = await Assert.ThrowsAsync<CatalogUnavailableException>(() => running.Get<ISiteCatalog>().SetAsync("a", "b", Cancel));
        Assert.Contains("Set VITRINE_STORAGE__KIND", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"have moved. Set {MovedSite.Next}.", await MovedSite.WhyNotAsync(site.Open(next: false)), StringComparison.Ordinal);
        Assert.Null(await MovedSite.WhyNotAsync(site.Open(next: true, nextMetadata: false)));
    }

    [Fact]
    public async Task Metadata_alone_moves_and_the_files_stay()
    {
        var report = (await site.Move(Metadata).RunAsync(Cancel))!;

        Assert.Equal((null, null), (report.First, report.Second));
        Assert.Equal(2, report.Rows!["items"]);
        Assert.Equal(1, report.Rows["accounts"]);
        Assert.Contains("Set VITRINE_METADATA__SQLITE__PATH=next.db", await MovedSite.WhyNotAsync(site.Open(next: false)), StringComparison.Ordinal);
        var there = site.Open(next: false, nextMetadata: true);
        Assert.Null(await MovedSite.WhyNotAsync(there));
        Assert.True((await there.VerifyAsync()).Report.Items == 2);
    }

    [Fact]
    public async Task A_move_that_was_done_is_done_when_it_is_run_again()
    {
        foreach (var plan in new[] { Files, Metadata, MovedSite.Both })
        {
            await using var other = site.Copy();
            Assert.NotNull(await other.Move(plan).RunAsync(Cancel));
            Assert.Null(await other.Move(plan).RunAsync(Cancel));
        }
    }

    [Fact]
    public async Task What_changes_between_the_walk_and_the_flag_is_brought_over()
    {
        var from = site.Open(next: false);
        var place = MovedSite.PlaceOf(from);
        MediaItem? late = null;
        var hooked = new Hook<ISiteCatalog>(place.Site, async name =>
        {
            if (name != nameof(ISiteCatalog.SetAsync) || late is not null) return;
            var first = (await from.Get<IMediaCatalog>().WalkAsync(null, 1, Cancel)).Items[0];
            late = await from.TakeAsync(Contracts.TestStore.Bytes(7000, 7), "late.jpg");
            await from.Get<IMediaCatalog>().EditAsync(Scope.Everything, first.Id, new MediaEdit { Title = "Late, too" }, null, Cancel);
            await from.Get<SidecarWriter>().WriteDueAsync(Cancel);
            await from.Get<IBlobStore>().DeleteAsync(new BlobKey("renditions/0f/r1/tile.webp"), Cancel);
        });
        var report = (await MovedSite.Move(from, MovedSite.Both, place with { Site = hooked.Part }, MovedSite.PlaceOf(site.Open(next: true))).RunAsync(Cancel))!;

        Assert.Equal(1, report.Second!.Removed);
        Assert.Equal(3, report.Second.Copied); // the original, its sidecar, the changed sidecar
        Assert.Equal(3, report.Rows!["items"]);
        Assert.NotNull(await site.Open(next: true).FindAsync(late!.Id));
        Assert.Equal(await MovedSite.ContentAsync(site.Open(next: false)), await MovedSite.ContentAsync(site.Open(next: true)));
    }

    [Fact]
    public async Task Bytes_that_read_back_otherwise_stop_it_and_the_site_goes_on()
    {
        var (from, to) = (site.Open(next: false), site.Open(next: true));
        var place = MovedSite.PlaceOf(to);
        var lying = new Hook<IBlobStore>(place.Blobs, _ => Task.CompletedTask, Spoil);
        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(
            () => MovedSite.Move(from, MovedSite.Both, MovedSite.PlaceOf(from), place with { Blobs = lying.Part }).RunAsync(Cancel));

        Assert.Contains("reads back", refused.Message, StringComparison.Ordinal);
        Assert.Null(await MovedSite.WhyNotAsync(site.Open(next: false)));

        static object? Spoil(string name, object? answer) => name != nameof(IBlobStore.OpenReadAsync) ? answer : SpoiledAsync((Task<Blob?>)answer!);
        static async Task<Blob?> SpoiledAsync(Task<Blob?> blob) =>
            await blob is { } whole ? new Blob(whole.Info, new MemoryStream(new byte[whole.Info.Length])) : null;
    }

    [Fact]
    public async Task A_metadata_copy_that_lost_a_row_is_found_out()
    {
        var (from, to) = (site.Open(next: false), site.Open(next: true));
        var place = MovedSite.PlaceOf(to);
        var losing = new Hook<ICatalogRows>(place.Rows, _ => Task.CompletedTask, (name, answer) =>
            name == nameof(ICatalogRows.ReadAsync) ? ((IAsyncEnumerable<CatalogRow>)answer!).Where(row => row is not CatalogRow.OfAccount) : answer);
        var refused = await Assert.ThrowsAsync<CatalogUnavailableException>(
            () => MovedSite.Move(from, MovedSite.Both, MovedSite.PlaceOf(from), place with { Rows = losing.Part }).RunAsync(Cancel));

        Assert.Contains("accounts (1 and 0)", refused.Message, StringComparison.Ordinal);
        Assert.Null(await MovedSite.WhyNotAsync(site.Open(next: false)));
        Assert.NotNull(await MovedSite.WhyNotAsync(site.Open(next: true)));
    }

    [Fact]
    public async Task Another_sites_home_is_refused_and_left_as_it_is()
    {
        var theirs = site.Open(next: true);
        await theirs.Get<SiteStart>().CheckAsync(Cancel);
        var storeId = await theirs.Get<IStoreMarker>().ReadAsync(Cancel);

        var files = await Assert.ThrowsAsync<StorageUnavailableException>(() => site.Move(Files).RunAsync(Cancel));
        Assert.Contains("belongs to another site. Set VITRINE_STORAGE__DISK__PATH to an empty one", files.Message, StringComparison.Ordinal);
        var metadata = await Assert.ThrowsAsync<CatalogUnavailableException>(() => site.Move(Metadata).RunAsync(Cancel));
        Assert.Contains("holds a site already", metadata.Message, StringComparison.Ordinal);
        Assert.Equal(storeId, await theirs.Get<IStoreMarker>().ReadAsync(Cancel));
        Assert.Null(await MovedSite.WhyNotAsync(theirs));
        Assert.Null(await MovedSite.WhyNotAsync(site.Open(next: false)));
    }

    [Fact]
    public async Task Files_without_a_marker_and_a_twin_of_the_site_are_no_place_to_move_to()
    {
        var next = site.Open(next: true);
        await next.Get<IStoreMarker>().CreateAsync((await site.Open(next: false).Get<IStoreMarker>().ReadAsync(Cancel))!, Cancel);
        var twin = await Assert.ThrowsAsync<StorageUnavailableException>(() => site.Move(Files).RunAsync(Cancel));
        Assert.Contains("a copy of it that is in use", twin.Message, StringComparison.Ordinal);

        await using var other = await MovedSite.MakeAsync();
        await other.Open(next: true).Get<IStoreMarker>().CreateAsync("x", Cancel);
        await other.Open(next: true).Get<IBlobStore>().WriteAsync(new BlobKey("originals/2026/01/0f/a.jpg"), Contracts.TestStore.Text("x"), "image/jpeg", Cancel);
        File.Delete(other.MarkerOf(next: true));
        var unmarked = await Assert.ThrowsAsync<StorageUnavailableException>(() => other.Move(Files).RunAsync(Cancel));
        Assert.Contains("no marker", unmarked.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_moves_at_once_are_one_and_a_lost_lease_stops_it()
    {
        var from = site.Open(next: false);
        Assert.NotNull(await from.Get<ISiteCatalog>().LeaseAsync(SiteMove.Lease, "another", TimeSpan.FromMinutes(1), Cancel));
        var busy = await Assert.ThrowsAsync<CatalogUnavailableException>(() => site.Move(MovedSite.Both).RunAsync(Cancel));
        Assert.Contains("A move is under way", busy.Message, StringComparison.Ordinal);
        await from.Get<ISiteCatalog>().ReleaseAsync(SiteMove.Lease, "another", Cancel);

        var place = MovedSite.PlaceOf(from);
        var losing = new Hook<ISiteCatalog>(place.Site, async name =>
        {
            if (name != nameof(ISiteCatalog.SetAsync)) return; // the flag is to be set: somebody takes the lease, after this one slept through its end
            from.Time.Advance(TimeSpan.FromSeconds(59));
            await using var other = site.OpenAt(from.Time.GetUtcNow().AddMinutes(2));
            Assert.NotNull(await other.Get<ISiteCatalog>().LeaseAsync(SiteMove.Lease, "another", TimeSpan.FromHours(1), Cancel));
            from.Time.Advance(TimeSpan.FromSeconds(30));
        });
        var move = new SiteMove(place with { Site = losing.Part }, MovedSite.PlaceOf(site.Open(next: true)), MovedSite.Both, from.Time, _ => { }) { Heed = TimeSpan.FromDays(1) };
        var lost = await Assert.ThrowsAsync<CatalogUnavailableException>(() => move.RunAsync(Cancel));
        Assert.Contains("Another move took over", lost.Message, StringComparison.Ordinal);
        Assert.NotNull(await MovedSite.WhyNotAsync(site.Open(next: true)));
    }

    [Fact]
    public async Task It_moves_back_into_its_old_home_which_is_brought_up_to_date()
    {
        await site.Move(MovedSite.Both).RunAsync(Cancel);
        var late = await site.Open(next: true).TakeAsync(Contracts.TestStore.Bytes(9000, 9), "later.jpg");
        var whole = await MovedSite.ContentAsync(site.Open(next: true));
        var (from, to) = (site.Open(next: true), site.Open(next: false));
        await MovedSite.Move(from, new MovePlan("A=old", "B=old"), MovedSite.PlaceOf(from), MovedSite.PlaceOf(to)).RunAsync(Cancel);

        Assert.Null(await MovedSite.WhyNotAsync(site.Open(next: false)));
        Assert.Contains("Set A=old and B=old", await MovedSite.WhyNotAsync(site.Open(next: true)), StringComparison.Ordinal);
        Assert.NotNull(await site.Open(next: false).FindAsync(late.Id));
        Assert.Equal(whole, await MovedSite.ContentAsync(site.Open(next: false)));
    }
}
