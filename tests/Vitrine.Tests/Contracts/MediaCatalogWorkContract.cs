using Vitrine.Jobs;
using Vitrine.Library;
using static Vitrine.Tests.Contracts.CatalogWorld;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="IMediaCatalog"/> keeps when jobs end: fences, facts, renditions, sidecars.</summary>
public abstract class MediaCatalogWorkContract(CatalogWorld world) : CatalogContract(world)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private IMediaCatalog Media => World.Media;

    private NextWork BiggerOnes => new(MediaWork.Renditions, Lanes.Ordinary, World.Time.GetUtcNow());

    [Fact]
    public async Task What_a_job_found_and_made_stands_in_the_row()
    {
        var (item, job) = await World.ReceiveAndClaimAsync(World.Anna);
        var facts = new MediaFacts { CameraMake = "Canon", FNumber = 2.8, Iso = 200, More = new Dictionary<string, string> { ["Artist"] = "A\u00e5" } };

        Assert.True(await Media.MarkReadyAsync(job, new ReadyMedia
        {
            Width = 4000,
            Height = 3000,
            Duration = TimeSpan.FromSeconds(1.5),
            TakenAt = Taken(2015, 7, 8),
            TakenOffsetMinutes = 120,
            TakenFrom = TakenFrom.Exif,
            Latitude = 60.39,
            Longitude = -5.32,
            Thumbhash = [1, 2, 3],
            DominantColour = 0xaabbcc,
            Title = "From the file",
            Description = "Also",
            Tags = ["sea"],
            Facts = facts,
            Recipe = "r1",
            Renditions = [new Rendition("tile", 480, 360, "image/webp", ".webp", 12345)],
        }, null, Cancel));

        var ready = await World.ReadAsync(item.Id);
        Assert.Equivalent(
            item with
            {
                State = MediaState.Ready,
                Version = ready.Version,
                ByPerson = ByPerson.None,
                Width = 4000,
                Height = 3000,
                Duration = TimeSpan.FromSeconds(1.5),
                TakenAt = Taken(2015, 7, 8),
                TakenOffsetMinutes = 120,
                TakenFrom = TakenFrom.Exif,
                Latitude = 60.39,
                Longitude = -5.32,
                Thumbhash = [1, 2, 3],
                DominantColour = 0xaabbcc,
                Title = "From the file",
                Description = "Also",
                Tags = ["sea"],
                Recipe = "r1",
                Renditions = [new Rendition("tile", 480, 360, "image/webp", ".webp", 12345)],
            },
            ready,
            strict: true);
        Assert.True(ready.Version > item.Version);
        Assert.Equivalent(facts, await Media.FindFactsAsync(World.AnnasOwn, item.Id, Cancel), strict: true);
        Assert.Equal([new DayCount("2015-07-08", 1)], await World.DaysAsync(World.AnnasOwn));
    }

    [Fact]
    public async Task What_a_person_set_wins_over_the_file_also_when_set_to_nothing()
    {
        var item = await World.ReceiveAsync(World.NewItem(World.Anna) with { Title = "at upload" }, World.TileWork);
        await Media.EditAsync(World.AnnasOwn, item.Id, new MediaEdit { Description = "", Tags = [], TakenAt = Taken(1999, 9, 9) }, null, Cancel);
        var job = await World.Jobs.ClaimAsync(Lanes.Tile, Lease, Cancel);

        await Media.MarkReadyAsync(
            job!,
            new ReadyMedia { Title = "file", Description = "file", Tags = ["file"], TakenAt = Taken(2015, 1, 1), TakenFrom = TakenFrom.Exif, Width = 5 },
            null,
            Cancel);

        var ready = await World.ReadAsync(item.Id);
        Assert.Equal("at upload", ready.Title);
        Assert.Null(ready.Description);
        Assert.Empty(ready.Tags);
        Assert.Equal(Taken(1999, 9, 9), ready.TakenAt);
        Assert.Equal(TakenFrom.Person, ready.TakenFrom);
        Assert.Equal(5, ready.Width);
    }

    [Fact]
    public async Task What_a_job_did_not_find_leaves_the_row()
    {
        var (item, job) = await World.ReceiveAndClaimAsync(World.Anna);
        await Media.MarkReadyAsync(job, new ReadyMedia { Width = 1, Title = "t", Facts = new MediaFacts { Iso = 1 } }, BiggerOnes, Cancel);
        var next = await World.Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel);

        await Media.MarkReadyAsync(next!, new ReadyMedia(), null, Cancel);

        var ready = await World.ReadAsync(item.Id);
        Assert.Equal((1, "t"), (ready.Width, ready.Title));
        Assert.Equal(1, (await Media.FindFactsAsync(World.AnnasOwn, item.Id, Cancel))!.Iso);
    }

    [Fact]
    public async Task The_same_recipe_adds_renditions_by_name_and_another_replaces_them()
    {
        var (item, job) = await World.ReceiveAndClaimAsync(World.Anna);
        await Media.MarkReadyAsync(job, Made("r1", "tile"), BiggerOnes, Cancel);
        Assert.Equal(["tile"], await RenditionsAsync(item.Id));

        var second = await World.Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel);
        await Media.MarkReadyAsync(second!, Made("r1", "screen", "tile"), null, Cancel);
        Assert.Equal(["screen", "tile"], await RenditionsAsync(item.Id));

        await Media.RequeueAsync(World.AnnasOwn, item.Id, World.TileWork, Cancel);
        var third = await World.Jobs.ClaimAsync(Lanes.Tile, Lease, Cancel);
        await Media.MarkReadyAsync(third!, Made("r2", "tile"), null, Cancel);
        Assert.Equal(["tile"], await RenditionsAsync(item.Id));
        Assert.Equal("r2", (await World.ReadAsync(item.Id)).Recipe);
    }

    [Fact]
    public async Task A_worker_that_outlived_its_lease_is_superseded_by_the_next()
    {
        var (item, first) = await World.ReceiveAndClaimAsync(World.Anna);
        World.Time.Advance(TimeSpan.FromMinutes(2));
        var second = await World.Jobs.ClaimAsync(Lanes.Tile, Lease, Cancel);

        Assert.True(second!.Fence > first.Fence);
        Assert.False(await Media.MarkReadyAsync(first, new ReadyMedia { Width = 1 }, BiggerOnes, Cancel));
        Assert.False(await Media.MarkFailedAsync(first, ProblemCode.Damaged, Cancel));
        Assert.Equal(MediaState.Received, (await World.ReadAsync(item.Id)).State);

        Assert.True(await Media.MarkReadyAsync(second, new ReadyMedia { Width = 2 }, null, Cancel));
        Assert.Equal(2, (await World.ReadAsync(item.Id)).Width);
        Assert.False(await Media.MarkReadyAsync(first, new ReadyMedia { Width = 1 }, null, Cancel));
    }

    [Fact]
    [Trait("trust", "B02")]
    public async Task Ending_a_job_again_after_a_lost_answer_is_the_same_success_and_changes_nothing()
    {
        var (item, job) = await World.ReceiveAndClaimAsync(World.Anna);
        Assert.True(await Media.MarkReadyAsync(job, Made("r1", "tile"), BiggerOnes, Cancel));
        var version = (await World.ReadAsync(item.Id)).Version;

        Assert.True(await Media.MarkReadyAsync(job, Made("r1", "tile"), BiggerOnes, Cancel));
        var next = await World.Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel);
        Assert.True(await Media.MarkReadyAsync(job, Made("r1", "tile"), BiggerOnes, Cancel));

        Assert.Equal(version, (await World.ReadAsync(item.Id)).Version);
        Assert.Null(await World.Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel));
        Assert.True(await World.Jobs.RenewAsync(next!, Lease, Cancel));
    }

    [Fact]
    public async Task The_next_work_is_made_in_the_same_write()
    {
        var (item, job) = await World.ReceiveAndClaimAsync(World.Anna);

        await Media.MarkReadyAsync(job, new ReadyMedia(), BiggerOnes with { Due = World.Time.GetUtcNow().AddMinutes(5) }, Cancel);

        Assert.Null(await World.Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel));
        World.Time.Advance(TimeSpan.FromMinutes(5));
        var next = await World.Jobs.ClaimAsync(Lanes.Ordinary, Lease, Cancel);
        Assert.Equal((item.Id.Value, MediaWork.Renditions, 1), (next!.Id, next.Kind, next.Attempt));
        Assert.True(next.Fence > job.Fence);
    }

    [Fact]
    public async Task A_failed_item_says_why_and_can_be_queued_again()
    {
        var (item, job) = await World.ReceiveAndClaimAsync(World.Anna);
        Assert.False(await Media.RequeueAsync(World.AnnasOwn, item.Id, World.TileWork, Cancel));

        Assert.True(await Media.MarkFailedAsync(job, ProblemCode.Damaged, Cancel));
        Assert.True(await Media.MarkFailedAsync(job, ProblemCode.Damaged, Cancel));

        var failed = await World.ReadAsync(item.Id);
        Assert.Equal((MediaState.Failed, ProblemCode.Damaged), (failed.State, failed.Problem));
        Assert.Single((await Media.PageAsync(World.AnnasOwn, MediaSort.TakenNewest, null, 5, Cancel)).Items);
        Assert.Null(await World.Jobs.ClaimAsync(Lanes.Tile, Lease, Cancel));
        Assert.Equal(item.Id, Assert.Single(await Media.FailedAsync(10, Cancel)).Id);

        Assert.True(await Media.RequeueAsync(World.AnnasOwn, item.Id, World.TileWork, Cancel));
        Assert.Empty(await Media.FailedAsync(10, Cancel));
        Assert.False(await Media.RequeueAsync(World.AnnasOwn, item.Id, World.TileWork, Cancel));
        Assert.Equal(MediaState.Received, (await World.ReadAsync(item.Id)).State);
        var again = await World.Jobs.ClaimAsync(Lanes.Tile, Lease, Cancel);
        Assert.Equal(1, again!.Attempt);
        Assert.True(again.Fence > job.Fence);
        Assert.True(await Media.MarkReadyAsync(again, new ReadyMedia { Problem = ProblemCode.PreviewFollows }, null, Cancel));
        var ready = await World.ReadAsync(item.Id);
        Assert.Equal((MediaState.Ready, ProblemCode.PreviewFollows), (ready.State, ready.Problem));
    }

    [Fact]
    public async Task Queueing_a_ready_item_again_keeps_it_ready_meanwhile()
    {
        var (item, job) = await World.ReceiveAndClaimAsync(World.Anna);
        await Media.MarkReadyAsync(job, Made("r1", "tile"), null, Cancel);

        Assert.True(await Media.RequeueAsync(World.AnnasOwn, item.Id, World.TileWork, Cancel));

        Assert.Equal(MediaState.Ready, (await World.ReadAsync(item.Id)).State);
        Assert.Equal(["tile"], await RenditionsAsync(item.Id));
    }

    [Fact]
    public async Task A_trashed_items_work_still_ends()
    {
        var (item, job) = await World.ReceiveAndClaimAsync(World.Anna);
        await Media.PutInTrashAsync(World.AnnasOwn, item.Id, Cancel);

        Assert.True(await Media.MarkReadyAsync(job, new ReadyMedia { TakenAt = Taken(2011, 1, 1) }, null, Cancel));

        Assert.Empty(await World.DaysAsync(World.AnnasOwn));
        await Media.RestoreAsync(World.AnnasOwn, item.Id, Cancel);
        Assert.Equal([new DayCount("2011-01-01", 1)], await World.DaysAsync(World.AnnasOwn));
    }

    [Fact]
    public async Task A_sidecar_is_due_from_the_first_change_of_what_it_says_until_that_version_is_written()
    {
        var (one, job) = await World.ReceiveAndClaimAsync(World.Anna);
        var two = await World.ReceiveAsync(World.Anna);
        Assert.Empty(await Media.SidecarsDueAsync(10, Cancel));

        await Media.MarkReadyAsync(job, Made("r1", "tile"), null, Cancel);
        Assert.Empty(await Media.SidecarsDueAsync(10, Cancel));

        await Media.EditAsync(World.AnnasOwn, two.Id, new MediaEdit { Title = "a" }, null, Cancel);
        World.Time.Advance(TimeSpan.FromSeconds(1));
        await Media.PutInTrashAsync(World.AnnasOwn, one.Id, Cancel);
        var stale = (await World.ReadAsync(two.Id)).Version;
        World.Time.Advance(TimeSpan.FromSeconds(1));
        await Media.EditAsync(World.AnnasOwn, two.Id, new MediaEdit { Title = "b" }, null, Cancel);

        Assert.Equal([two.Id, one.Id], (await Media.SidecarsDueAsync(10, Cancel)).Select(item => item.Id));
        Assert.Single(await Media.SidecarsDueAsync(1, Cancel));

        await Media.SidecarWrittenAsync(two.Id, stale, Cancel);
        Assert.Equal(2, (await Media.SidecarsDueAsync(10, Cancel)).Count);
        await Media.SidecarWrittenAsync(two.Id, stale + 1, Cancel);
        Assert.Equal([one.Id], (await Media.SidecarsDueAsync(10, Cancel)).Select(item => item.Id));
    }

    private static ReadyMedia Made(string recipe, params string[] names) => new()
    {
        Recipe = recipe,
        Renditions = [.. names.Select(name => new Rendition(name, 10, 10, "image/webp", ".webp", 1))],
    };

    private async Task<IEnumerable<string>> RenditionsAsync(MediaId id) => (await World.ReadAsync(id)).Renditions.Select(r => r.Name).Order();
}
