using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Library.Access;
using static Vitrine.Tests.Contracts.CatalogWorld;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="IMediaCatalog"/> keeps when people look, edit, trash and delete.</summary>
public abstract class MediaCatalogContract(CatalogWorld world) : CatalogContract(world)
{
    private IMediaCatalog Media => World.Media;

    [Fact]
    public async Task An_item_reads_back_as_it_was_kept()
    {
        var item = World.NewItem(World.Anna, "Ærlig \u202e \ud83d\ude00 talt.jpg") with
        {
            Title = "Title",
            Description = new string('d', 5000),
            Place = "Bergen",
            Tags = [.. Enumerable.Range(0, 64).Select(n => $"tag \"{n}\"\n")],
            TakenAt = Taken(1826, 1, 1),
            TakenOffsetMinutes = -210,
            TakenFrom = TakenFrom.FileTime,
            ByPerson = ByPerson.Title | ByPerson.Tags,
            Bytes = long.MaxValue / 4,
        };

        await World.ReceiveAsync(item);

        Assert.Equivalent(item, await Media.FindAsync(World.AnnasOwn, item.Id, Cancel), strict: true);
    }

    [Fact]
    public async Task Another_owners_item_is_absent_in_every_member()
    {
        var (item, job) = await World.ReceiveAndClaimAsync(World.Anna);
        await Media.MarkReadyAsync(job, new ReadyMedia { Facts = new MediaFacts { Iso = 100 } }, null, Cancel);
        var before = await World.ReadAsync(item.Id);

        foreach (var scope in new[] { World.BertsOwn, Scope.None })
        {
            Assert.Null(await Media.FindAsync(scope, item.Id, Cancel));
            Assert.Empty(await Media.FindManyAsync(scope, [item.Id], Cancel));
            Assert.Null(await Media.FindFactsAsync(scope, item.Id, Cancel));
            Assert.Equal(new Neighbours(null, null), await Media.NeighboursAsync(scope, item.Id, Cancel));
            foreach (var sort in Enum.GetValues<MediaSort>()) Assert.Empty((await Media.PageAsync(scope, sort, null, 10, Cancel)).Items);
            Assert.Empty((await Media.PageBetweenAsync(scope, Taken(1900, 1, 1), Taken(2100, 1, 1), null, 10, Cancel)).Items);
            Assert.Empty(await World.DaysAsync(scope));
            Assert.IsType<EditOutcome.Absent>(await Media.EditAsync(scope, item.Id, new MediaEdit { Title = "mine" }, null, Cancel));
            Assert.Null(await Media.PutInTrashAsync(scope, item.Id, Cancel));
            Assert.Null(await Media.RestoreAsync(scope, item.Id, Cancel));
            Assert.False(await Media.RequeueAsync(scope, item.Id, World.TileWork, Cancel));
            Assert.False(await Media.BeginPurgeAsync(scope, item.Id, Cancel));
            Assert.Empty((await Media.TrashAsync(scope, null, 10, Cancel)).Items);
        }

        await Media.PutInTrashAsync(World.AnnasOwn, item.Id, Cancel);
        Assert.Null(await Media.FindAsync(World.BertsOwn, item.Id, Cancel));
        Assert.Null(await Media.RestoreAsync(World.BertsOwn, item.Id, Cancel));
        Assert.Empty((await Media.TrashAsync(World.BertsOwn, null, 10, Cancel)).Items);
        Assert.Null(await Media.FindByHashAsync(World.Bert, item.Sha256!, Cancel));
        Assert.Equal(before.Version + 1, (await World.ReadAsync(item.Id)).Version);
    }

    [Fact]
    public async Task An_unknown_id_is_absent_in_every_member()
    {
        var id = MediaId.New(World.Time);

        Assert.Null(await Media.FindAsync(Scope.Everything, id, Cancel));
        Assert.Empty(await Media.FindManyAsync(Scope.Everything, [id], Cancel));
        Assert.Null(await Media.FindFactsAsync(Scope.Everything, id, Cancel));
        Assert.IsType<EditOutcome.Absent>(await Media.EditAsync(Scope.Everything, id, new MediaEdit(), null, Cancel));
        Assert.Null(await Media.PutInTrashAsync(Scope.Everything, id, Cancel));
        Assert.Null(await Media.RestoreAsync(Scope.Everything, id, Cancel));
        Assert.False(await Media.BeginPurgeAsync(Scope.Everything, id, Cancel));
        await Media.EndPurgeAsync(id, Cancel);
        await Media.SidecarWrittenAsync(id, 1, Cancel);
        Assert.False(await Media.MarkReadyAsync(new Job(id.Value, "tile", Lanes.Tile, World.Anna.Value, 1, 1, null), new ReadyMedia(), null, Cancel));
    }

    [Fact]
    public async Task Many_are_found_in_the_order_asked_and_absent_ones_left_out()
    {
        var one = await World.ReceiveAsync(World.Anna);
        var others = await World.ReceiveAsync(World.Bert);
        var two = await World.ReceiveAsync(World.Anna);

        var found = await Media.FindManyAsync(World.AnnasOwn, [two.Id, others.Id, MediaId.New(World.Time), one.Id], Cancel);

        Assert.Equal([two.Id, one.Id], found.Select(item => item.Id));
    }

    [Fact]
    public async Task The_same_bytes_are_found_for_their_owner_while_live_and_not_failed()
    {
        var hash = new string('a', 64);
        var first = await World.ReceiveAsync(World.NewItem(World.Anna) with { Sha256 = hash });
        var second = await World.ReceiveAsync(World.NewItem(World.Anna) with { Sha256 = hash }, World.TileWork);

        Assert.Equal(first.Id, (await Media.FindByHashAsync(World.Anna, hash, Cancel))?.Id);
        Assert.Null(await Media.FindByHashAsync(World.Bert, hash, Cancel));

        await Media.PutInTrashAsync(World.AnnasOwn, first.Id, Cancel);
        Assert.Equal(second.Id, (await Media.FindByHashAsync(World.Anna, hash, Cancel))?.Id);

        var job = await World.Jobs.ClaimAsync(Lanes.Tile, TimeSpan.FromMinutes(1), Cancel);
        Assert.True(await Media.MarkFailedAsync(job!, ProblemCode.Damaged, Cancel));
        Assert.Null(await Media.FindByHashAsync(World.Anna, hash, Cancel));

        await Media.RestoreAsync(World.AnnasOwn, first.Id, Cancel);
        Assert.Equal(first.Id, (await Media.FindByHashAsync(World.Anna, hash, Cancel))?.Id);
    }

    [Fact]
    public async Task An_edit_changes_what_it_names_and_an_empty_text_clears()
    {
        var item = await World.ReceiveAsync(World.NewItem(World.Anna) with { Title = "old", Place = "here", Tags = ["a"] });

        var edited = Assert.IsType<EditOutcome.Edited>(await Media.EditAsync(
            World.AnnasOwn, item.Id, new MediaEdit { Title = "", Description = "said", Tags = [] }, item.Version, Cancel)).Item;

        Assert.Null(edited.Title);
        Assert.Equal("said", edited.Description);
        Assert.Equal("here", edited.Place);
        Assert.Empty(edited.Tags);
        Assert.True(edited.Version > item.Version);
        Assert.Equivalent(edited, await World.ReadAsync(item.Id), strict: true);
    }

    [Fact]
    public async Task An_edit_of_an_old_version_is_stale_unless_it_is_done_already()
    {
        var item = await World.ReceiveAsync(World.Anna);
        var edit = new MediaEdit { Title = "mine" };
        var mine = Assert.IsType<EditOutcome.Edited>(await Media.EditAsync(World.AnnasOwn, item.Id, edit, item.Version, Cancel)).Item;

        var repeated = Assert.IsType<EditOutcome.Edited>(await Media.EditAsync(World.AnnasOwn, item.Id, edit, item.Version, Cancel)).Item;
        var stale = Assert.IsType<EditOutcome.Stale>(
            await Media.EditAsync(World.AnnasOwn, item.Id, new MediaEdit { Title = "theirs" }, item.Version, Cancel));

        Assert.Equal(mine.Version, repeated.Version);
        Assert.Equal("mine", stale.Current.Title);
        Assert.Equal("mine", (await World.ReadAsync(item.Id)).Title);
    }

    [Fact]
    public async Task A_new_taken_date_moves_the_item_in_timeline_and_counters_at_once()
    {
        var stays = await World.ReceiveAsync(World.Anna, Taken(2020, 5, 5));
        var moves = await World.ReceiveAsync(World.Anna, Taken(2021, 6, 6));

        await Media.EditAsync(World.AnnasOwn, moves.Id, new MediaEdit { TakenAt = Taken(2019, 4, 4) }, null, Cancel);

        Assert.Equal([new DayCount("2020-05-05", 1), new DayCount("2019-04-04", 1)], await World.DaysAsync(World.AnnasOwn));
        var page = await Media.PageAsync(World.AnnasOwn, MediaSort.TakenNewest, null, 10, Cancel);
        Assert.Equal([stays.Id, moves.Id], page.Items.Select(item => item.Id));
        Assert.Equal(TakenFrom.Person, page.Items[1].TakenFrom);
    }

    [Fact]
    public async Task Trash_and_restore_move_an_item_between_the_lists_and_repeat_harmlessly()
    {
        var item = await World.ReceiveAsync(World.Anna, Taken(2020, 5, 5));

        var trashed = await Media.PutInTrashAsync(World.AnnasOwn, item.Id, Cancel);
        World.Time.Advance(TimeSpan.FromHours(1));
        var again = await Media.PutInTrashAsync(World.AnnasOwn, item.Id, Cancel);

        Assert.Equal(trashed!.TrashedAt, again!.TrashedAt);
        Assert.Equal(trashed.Version, again.Version);
        Assert.Empty((await Media.PageAsync(World.AnnasOwn, MediaSort.TakenNewest, null, 10, Cancel)).Items);
        Assert.Empty(await World.DaysAsync(World.AnnasOwn));
        Assert.Equal(item.Id, Assert.Single((await Media.TrashAsync(World.AnnasOwn, null, 10, Cancel)).Items).Id);
        Assert.NotNull((await Media.FindAsync(World.AnnasOwn, item.Id, Cancel))!.TrashedAt);
        Assert.Equal(new Usage(1000, 0, 0), await World.UsageAsync(World.Anna));

        var restored = await Media.RestoreAsync(World.AnnasOwn, item.Id, Cancel);
        await Media.RestoreAsync(World.AnnasOwn, item.Id, Cancel);

        Assert.Null(restored!.TrashedAt);
        Assert.Single((await Media.PageAsync(World.AnnasOwn, MediaSort.TakenNewest, null, 10, Cancel)).Items);
        Assert.Equal([new DayCount("2020-05-05", 1)], await World.DaysAsync(World.AnnasOwn));
        Assert.Empty((await Media.TrashAsync(World.AnnasOwn, null, 10, Cancel)).Items);
        Assert.Equal(new Usage(1000, 0, 1), await World.UsageAsync(World.Anna));
    }

    [Fact]
    public async Task A_trashed_item_can_be_edited_and_comes_back_where_it_belongs_now()
    {
        var item = await World.ReceiveAsync(World.Anna, Taken(2020, 5, 5));
        await Media.PutInTrashAsync(World.AnnasOwn, item.Id, Cancel);

        await Media.EditAsync(World.AnnasOwn, item.Id, new MediaEdit { TakenAt = Taken(2022, 2, 2) }, null, Cancel);

        Assert.Empty(await World.DaysAsync(World.AnnasOwn));
        await Media.RestoreAsync(World.AnnasOwn, item.Id, Cancel);
        Assert.Equal([new DayCount("2022-02-02", 1)], await World.DaysAsync(World.AnnasOwn));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_purge_makes_an_item_absent_at_once_and_gives_back_its_quota_at_its_end(bool fromTrash)
    {
        var (item, job) = await World.ReceiveAndClaimAsync(World.Anna);
        if (fromTrash) await Media.PutInTrashAsync(World.AnnasOwn, item.Id, Cancel);

        Assert.True(await Media.BeginPurgeAsync(World.AnnasOwn, item.Id, Cancel));

        Assert.Null(await Media.FindAsync(Scope.Everything, item.Id, Cancel));
        Assert.False(await Media.BeginPurgeAsync(World.AnnasOwn, item.Id, Cancel));
        Assert.Null(await Media.RestoreAsync(World.AnnasOwn, item.Id, Cancel));
        Assert.False(await Media.MarkReadyAsync(job, new ReadyMedia(), null, Cancel));
        Assert.False(await Media.MarkFailedAsync(job, ProblemCode.Damaged, Cancel));
        Assert.False(await World.Jobs.RenewAsync(job, TimeSpan.FromMinutes(1), Cancel));
        Assert.Empty((await Media.PageAsync(World.AnnasOwn, MediaSort.TakenNewest, null, 10, Cancel)).Items);
        Assert.Empty((await Media.TrashAsync(World.AnnasOwn, null, 10, Cancel)).Items);
        Assert.Empty(await World.DaysAsync(World.AnnasOwn));
        Assert.Empty((await Media.WalkAsync(null, 10, Cancel)).Items);
        Assert.Empty(await Media.SidecarsDueAsync(10, Cancel));
        Assert.Null(await Media.FindByHashAsync(World.Anna, item.Sha256!, Cancel));
        Assert.Equal(new Usage(1000, 0, 0), await World.UsageAsync(World.Anna));
        Assert.Equal(item.Id, Assert.Single(await Media.PurgingAsync(10, Cancel)).Id);
        Assert.False(await Media.AdoptAsync(item, null, Cancel));

        await Media.EndPurgeAsync(item.Id, Cancel);
        await Media.EndPurgeAsync(item.Id, Cancel);

        Assert.Empty(await Media.PurgingAsync(10, Cancel));
        Assert.Equal(new Usage(0, 0, 0), await World.UsageAsync(World.Anna));
    }

    [Fact]
    public async Task Ending_a_purge_that_never_began_leaves_the_item()
    {
        var item = await World.ReceiveAsync(World.Anna);

        await Media.EndPurgeAsync(item.Id, Cancel);

        Assert.NotNull(await Media.FindAsync(World.AnnasOwn, item.Id, Cancel));
    }

    [Fact]
    public async Task Adopting_inserts_only_what_the_catalog_lacks_and_counts_it()
    {
        var item = World.NewItem(World.Anna) with { State = MediaState.Ready, Version = 7, Synthetic = true, TakenAt = Taken(2001, 2, 3) };
        var trashed = World.NewItem(World.Anna) with { TrashedAt = World.Time.GetUtcNow() };
        var underWay = World.NewUpload(World.Anna, 5);
        await World.Uploads.BeginAsync(underWay, NoLimits, Cancel);

        Assert.True(await Media.AdoptAsync(item, World.TileWork, Cancel));
        Assert.False(await Media.AdoptAsync(item with { Title = "other" }, World.TileWork, Cancel));
        Assert.True(await Media.AdoptAsync(trashed, null, Cancel));
        Assert.False(await Media.AdoptAsync(World.NewItem(World.Anna) with { Id = underWay.Id }, null, Cancel));

        Assert.Equivalent(item with { ByPerson = ByPerson.None }, await World.ReadAsync(item.Id), strict: true);
        Assert.Equal([new DayCount("2001-02-03", 1)], await World.DaysAsync(World.AnnasOwn));
        Assert.Equal(trashed.Id, Assert.Single((await Media.TrashAsync(World.AnnasOwn, null, 10, Cancel)).Items).Id);
        Assert.Equal(new Usage(2000, 5, 1), await World.UsageAsync(World.Anna));
        Assert.Equal(item.Id.Value, (await World.Jobs.ClaimAsync(Lanes.Tile, TimeSpan.FromMinutes(1), Cancel))?.Id);
    }

    [Fact]
    [Trait("trust", "N01")]
    public async Task Fifty_at_once_on_one_item_end_as_if_one_after_the_other()
    {
        var item = await World.ReceiveAsync(World.Anna, Taken(2020, 1, 1));

        await Task.WhenAll(Enumerable.Range(0, 50).Select(n => (Task)((n % 4) switch
        {
            0 => Media.EditAsync(World.AnnasOwn, item.Id, new MediaEdit { TakenAt = Taken(2000 + n, 1, 1), Title = $"{n}" }, null, Cancel),
            1 => Media.PutInTrashAsync(World.AnnasOwn, item.Id, Cancel),
            2 => Media.RestoreAsync(World.AnnasOwn, item.Id, Cancel),
            _ => Media.FindAsync(World.AnnasOwn, item.Id, Cancel),
        })));

        await Media.RestoreAsync(World.AnnasOwn, item.Id, Cancel);
        var end = await World.ReadAsync(item.Id);
        Assert.Equal(end.TakenAt.Wall.Year, 2000 + int.Parse(end.Title!, null));
        Assert.Equal([new DayCount(end.TakenAt.ToString()[..10], 1)], await World.DaysAsync(World.AnnasOwn));
        Assert.Equal(new Usage(1000, 0, 1), await World.UsageAsync(World.Anna));
    }

    [Fact]
    [Trait("trust", "N01")]
    public async Task Fifty_edits_of_one_version_have_one_winner()
    {
        var item = await World.ReceiveAsync(World.Anna);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(n =>
            Media.EditAsync(World.AnnasOwn, item.Id, new MediaEdit { Title = $"{n}" }, item.Version, Cancel)));

        Assert.Single(outcomes.OfType<EditOutcome.Edited>());
        Assert.Equal(49, outcomes.OfType<EditOutcome.Stale>().Count());
    }
}
