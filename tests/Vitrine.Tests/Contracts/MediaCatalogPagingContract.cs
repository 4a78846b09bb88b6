using Vitrine.Library;
using Vitrine.Library.Access;
using static Vitrine.Tests.Contracts.CatalogWorld;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="IMediaCatalog"/> keeps in its lists: order, ties, steadiness under change, and no trust in cursors.</summary>
public abstract class MediaCatalogPagingContract(CatalogWorld world) : CatalogContract(world)
{
    private IMediaCatalog Media => World.Media;

    public static TheoryData<MediaSort> Sorts => [.. Enum.GetValues<MediaSort>()];

    [Theory]
    [MemberData(nameof(Sorts))]
    public async Task Every_order_pages_through_all_items_once_ties_included(MediaSort sort)
    {
        var items = await MixedLibraryAsync();

        foreach (var limit in new[] { 1, 3, 500 })
        {
            var read = await AllAsync(after => Media.PageAsync(World.AnnasOwn, sort, after, limit, Cancel));
            Assert.Equal(Sorted(items, sort).Select(item => item.Id), read.Select(item => item.Id));
        }
    }

    [Theory]
    [MemberData(nameof(Sorts))]
    public async Task Pages_stay_steady_while_items_come_and_go(MediaSort sort)
    {
        var items = Sorted(await MixedLibraryAsync(), sort);
        var first = await Media.PageAsync(World.AnnasOwn, sort, null, 4, Cancel);

        await World.ReceiveAsync(items[0] with { Id = MediaId.New(World.Time) });
        await Media.PutInTrashAsync(World.AnnasOwn, first.Items[3].Id, Cancel);
        var rest = await AllAsync(after => Media.PageAsync(World.AnnasOwn, sort, after ?? first.Next, 4, Cancel));

        var came = rest.Select(item => item.Id).Except(items.Select(item => item.Id)).Count();
        Assert.Equal(items.Skip(4).Select(item => item.Id), rest.Select(item => item.Id).Intersect(items.Select(item => item.Id)));
        Assert.InRange(came, 0, 1);
    }

    [Fact]
    public async Task The_last_page_has_no_next_even_when_it_is_full()
    {
        for (var n = 0; n < 4; n++) await World.ReceiveAsync(World.Anna);

        var first = await Media.PageAsync(World.AnnasOwn, MediaSort.TakenNewest, null, 2, Cancel);
        var second = await Media.PageAsync(World.AnnasOwn, MediaSort.TakenNewest, first.Next, 2, Cancel);

        Assert.NotNull(first.Next);
        Assert.Equal(2, second.Items.Count);
        Assert.Null(second.Next);
    }

    [Theory]
    [MemberData(nameof(Sorts))]
    [Trait("trust", "I01")]
    public async Task A_cursor_that_nobody_gave_is_never_more_than_a_place_in_the_order(MediaSort sort)
    {
        await MixedLibraryAsync();
        string[] keys = ["' OR 1=1--", "\"", ";DROP TABLE items", "%", "_", "", "\u0000", "9999-12-31T23:59:59.999", "-1", "1e9", "NULL", "99999999999999999999"];

        foreach (var key in keys)
        {
            var page = await Media.PageAsync(World.AnnasOwn, sort, new Cursor(key, Guid.Empty.ToString("N")), 500, Cancel);
            Assert.All(page.Items, item => Assert.Equal(World.Anna, item.Owner));
            await Media.TrashAsync(World.AnnasOwn, new Cursor(key, Guid.Empty.ToString("N")), 500, Cancel);
        }

        Assert.Equal(12, (await Media.PageAsync(World.AnnasOwn, sort, null, 500, Cancel)).Items.Count);
    }

    [Fact]
    [Trait("trust", "I01")]
    public async Task A_cursor_of_another_order_does_not_fit_and_gets_an_empty_page()
    {
        await MixedLibraryAsync();
        var byTaken = (await Media.PageAsync(World.AnnasOwn, MediaSort.TakenNewest, null, 1, Cancel)).Next!;

        Assert.False(SortKey.Fits(MediaSort.LargestFirst, byTaken));
        Assert.Equal(new Page<MediaItem>([], null), await Media.PageAsync(World.AnnasOwn, MediaSort.LargestFirst, byTaken, 5, Cancel) with { Items = [] });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(501)]
    public async Task A_limit_out_of_bounds_is_the_callers_mistake(int limit) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Media.PageAsync(World.AnnasOwn, MediaSort.TakenNewest, null, limit, Cancel));

    [Fact]
    public async Task A_list_of_everybodys_items_is_the_callers_mistake() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Media.PageAsync(Scope.Everything, MediaSort.TakenNewest, null, 1, Cancel));

    [Fact]
    public async Task Names_sort_without_case_and_numbers_by_value()
    {
        string[] names = ["img_10.jpg", "IMG_9.jpg", "Zebra.png", "äpfel.jpg", "apfel.jpg", "img_009b.jpg"];
        foreach (var name in names) await World.ReceiveAsync(World.NewItem(World.Anna, name));

        var page = await Media.PageAsync(World.AnnasOwn, MediaSort.NameAscending, null, 10, Cancel);

        Assert.Equal(["apfel.jpg", "IMG_9.jpg", "img_009b.jpg", "img_10.jpg", "Zebra.png", "äpfel.jpg"], page.Items.Select(item => item.FileName));
    }

    [Fact]
    public async Task A_section_holds_what_was_taken_in_it_newest_first()
    {
        await World.ReceiveAsync(World.Anna, Taken(2020, 4, 30, 23));
        var start = await World.ReceiveAsync(World.NewItem(World.Anna) with { TakenAt = Taken(2020, 5, 1, 0) });
        var tie = await World.ReceiveAsync(World.NewItem(World.Anna) with { TakenAt = Taken(2020, 5, 1, 0) });
        var late = await World.ReceiveAsync(World.Anna, Taken(2020, 5, 31, 23));
        await World.ReceiveAsync(World.NewItem(World.Anna) with { TakenAt = Taken(2020, 6, 1, 0) });
        await World.ReceiveAsync(World.Bert, Taken(2020, 5, 5));

        var read = await AllAsync(after => Media.PageBetweenAsync(World.AnnasOwn, Taken(2020, 5, 1, 0), Taken(2020, 6, 1, 0), after, 1, Cancel));

        Assert.Equal([late.Id, tie.Id, start.Id], read.Select(item => item.Id));
        var beyond = new Cursor(Taken(2030, 1, 1).ToString(), Guid.Empty.ToString("N"));
        Assert.Equal(3, (await Media.PageBetweenAsync(World.AnnasOwn, Taken(2020, 5, 1, 0), Taken(2020, 6, 1, 0), beyond, 10, Cancel)).Items.Count);
    }

    [Fact]
    public async Task Neighbours_are_the_items_before_and_after_ties_included()
    {
        var older = await World.ReceiveAsync(World.Anna, Taken(2020, 1, 1));
        var middle = await World.ReceiveAsync(World.Anna, Taken(2020, 1, 1));
        var newer = await World.ReceiveAsync(World.Anna, Taken(2020, 1, 2));
        var trashed = await World.ReceiveAsync(World.Anna, Taken(2020, 1, 1, 13));
        await Media.PutInTrashAsync(World.AnnasOwn, trashed.Id, Cancel);
        await World.ReceiveAsync(World.Bert, Taken(2020, 1, 1, 13));

        Assert.Equal(new Neighbours(null, middle.Id), await Media.NeighboursAsync(World.AnnasOwn, newer.Id, Cancel));
        Assert.Equal(new Neighbours(newer.Id, older.Id), await Media.NeighboursAsync(World.AnnasOwn, middle.Id, Cancel));
        Assert.Equal(new Neighbours(middle.Id, null), await Media.NeighboursAsync(World.AnnasOwn, older.Id, Cancel));
        Assert.Equal(new Neighbours(newer.Id, middle.Id), await Media.NeighboursAsync(Scope.Everything, trashed.Id, Cancel));
    }

    [Fact]
    public async Task Days_count_live_items_newest_first()
    {
        foreach (var day in new[] { 3, 1, 3, 2, 3 }) await World.ReceiveAsync(World.Anna, Taken(2020, 1, day));
        await World.ReceiveAsync(World.Bert, Taken(2020, 1, 1));

        var days = await World.DaysAsync(World.AnnasOwn);

        Assert.Equal([new DayCount("2020-01-03", 3), new DayCount("2020-01-02", 1), new DayCount("2020-01-01", 1)], days);
    }

    [Fact]
    public async Task The_trash_pages_last_trashed_first_and_the_sweeper_sees_the_oldest_of_everybody()
    {
        var items = new List<MediaItem>();
        for (var n = 0; n < 5; n++)
        {
            items.Add(await World.ReceiveAsync(World.Anna));
            await Media.PutInTrashAsync(World.AnnasOwn, items[n].Id, Cancel);
            if (n != 2) World.Time.Advance(TimeSpan.FromDays(1));
        }

        var berts = await World.ReceiveAsync(World.Bert);
        await Media.PutInTrashAsync(World.BertsOwn, berts.Id, Cancel);

        var read = await AllAsync(after => Media.TrashAsync(World.AnnasOwn, after, 2, Cancel));
        Assert.Equal(Enumerable.Reverse(items).Select(item => item.Id), read.Select(item => item.Id));

        var due = await Media.TrashedBeforeAsync(World.Time.GetUtcNow().AddDays(-3), 10, Cancel);
        Assert.Equal(items.Take(2).Select(item => item.Id), due.Select(item => item.Id));
        Assert.Equal(6, (await Media.TrashedBeforeAsync(World.Time.GetUtcNow().AddDays(1), 10, Cancel)).Count);
        Assert.Single(await Media.TrashedBeforeAsync(World.Time.GetUtcNow().AddDays(1), 1, Cancel));
    }

    [Fact]
    public async Task A_walk_sees_every_item_of_every_owner_once_in_order_of_ids()
    {
        var items = new List<MediaItem>();
        for (var n = 0; n < 7; n++) items.Add(await World.ReceiveAsync(n % 2 == 0 ? World.Anna : World.Bert));
        await Media.PutInTrashAsync(Scope.Everything, items[3].Id, Cancel);
        await Media.BeginPurgeAsync(Scope.Everything, items[5].Id, Cancel);

        var walked = new List<MediaId>();
        Page<MediaItem> page;
        MediaId? after = null;
        do
        {
            page = await Media.WalkAsync(after, 2, Cancel);
            walked.AddRange(page.Items.Select(item => item.Id));
            after = walked[^1];
        }
        while (page.Next is not null);

        Assert.Equal(items.Where((_, n) => n != 5).Select(item => item.Id), walked);
    }

    /// <summary>Twelve of Anna's with ties in every order, and one of Bert's, one trashed.</summary>
    private async Task<List<MediaItem>> MixedLibraryAsync()
    {
        var items = new List<MediaItem>();
        for (var n = 0; n < 12; n++)
        {
            items.Add(await World.ReceiveAsync(World.NewItem(World.Anna, $"{"BabCa"[n % 5]}{n % 3}.jpg") with
            {
                TakenAt = Taken(2000 + (n % 4), 1, 1),
                Bytes = 100 * (n % 3),
                UploadedAt = World.Time.GetUtcNow().AddDays(-(n % 2)),
            }));
        }

        await World.ReceiveAsync(World.Bert);
        var trashed = await World.ReceiveAsync(World.Anna);
        await Media.PutInTrashAsync(World.AnnasOwn, trashed.Id, Cancel);
        return items;
    }

    private static List<MediaItem> Sorted(List<MediaItem> items, MediaSort sort)
    {
        var ascending = items.OrderBy(item => SortKey.Of(item, sort), StringComparer.Ordinal).ThenBy(item => item.Id).ToList();
        if (sort is MediaSort.TakenNewest or MediaSort.UploadedNewest or MediaSort.NameDescending or MediaSort.LargestFirst) ascending.Reverse();
        return ascending;
    }
}
