using Vitrine.Library;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="ISiteCatalog"/> keeps.</summary>
public abstract class SiteCatalogContract(CatalogWorld world) : CatalogContract(world)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private ISiteCatalog Site => World.Site;

    [Fact]
    public async Task A_value_is_set_changed_and_removed()
    {
        var large = new string('x', 64 * 1024);

        Assert.Null(await Site.GetAsync("a", Cancel));
        await Site.SetAsync("a", "1", Cancel);
        await Site.SetAsync("a", large, Cancel);
        Assert.Equal(large, await Site.GetAsync("a", Cancel));
        await Site.SetAsync("a", null, Cancel);
        await Site.SetAsync("a", null, Cancel);
        Assert.Null(await Site.GetAsync("a", Cancel));
    }

    [Fact]
    public async Task Of_many_who_add_a_value_all_get_the_one_that_won()
    {
        var values = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Site.GetOrAddAsync(SiteValues.StoreId, $"{n}", Cancel)));

        Assert.Single(values.Distinct());
        Assert.Equal(values[0], await Site.GetAsync(SiteValues.StoreId, Cancel));
    }

    [Fact]
    public async Task Of_many_who_replace_the_same_value_one_wins()
    {
        Assert.False(await Site.ReplaceAsync("a", "not there", "1", Cancel));
        Assert.Null(await Site.GetAsync("a", Cancel));
        Assert.True(await Site.ReplaceAsync("a", null, "1", Cancel));
        Assert.False(await Site.ReplaceAsync("a", null, "2", Cancel));

        var won = await Task.WhenAll(Enumerable.Range(2, 20).Select(async n => (n, Won: await Site.ReplaceAsync("a", "1", $"{n}", Cancel))));
        Assert.Equal($"{Assert.Single(won, each => each.Won).n}", await Site.GetAsync("a", Cancel));
    }

    [Fact]
    public async Task Values_are_listed_by_prefix()
    {
        foreach (var name in new[] { "keys", "keys/a", "keys/\U0001F600", "keyz", "key" }) await Site.SetAsync(name, name, Cancel);

        Assert.Equal(["keys/a", "keys/\U0001F600"], (await Site.ListAsync("keys/", Cancel)).Keys.Order(StringComparer.Ordinal));
        Assert.Empty(await Site.ListAsync("%", Cancel));
    }

    [Fact]
    [Trait("trust", "N05")]
    public async Task A_lease_has_one_holder_and_its_fence_rises_with_each_new_one()
    {
        var first = await Site.LeaseAsync("sweeper", "a", Minute, Cancel);
        Assert.NotNull(first);
        Assert.Equal(first, await Site.LeaseAsync("sweeper", "a", Minute, Cancel));
        Assert.Null(await Site.LeaseAsync("sweeper", "b", Minute, Cancel));
        Assert.NotNull(await Site.LeaseAsync("rebuild", "b", Minute, Cancel));

        World.Time.Advance(Minute);
        var second = await Site.LeaseAsync("sweeper", "b", Minute, Cancel);
        Assert.True(second > first);
        Assert.Null(await Site.LeaseAsync("sweeper", "a", Minute, Cancel));

        await Site.ReleaseAsync("sweeper", "a", Cancel);
        Assert.Null(await Site.LeaseAsync("sweeper", "a", Minute, Cancel));
        await Site.ReleaseAsync("sweeper", "b", Cancel);
        Assert.True(await Site.LeaseAsync("sweeper", "a", Minute, Cancel) > second);
    }

    [Fact]
    [Trait("trust", "N05")]
    public async Task Of_many_who_want_a_lease_one_gets_it()
    {
        var fences = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Site.LeaseAsync("sweeper", $"{n}", Minute, Cancel)));

        Assert.Single(fences, fence => fence is not null);
    }

    [Fact]
    public async Task Events_are_counted_per_bucket_and_window()
    {
        Assert.Equal(0, await Site.PeekAsync("sign-in/anna", Minute, Cancel));
        Assert.Equal(1, await Site.CountAsync("sign-in/anna", Minute, Cancel));
        Assert.Equal(2, await Site.CountAsync("sign-in/anna", Minute, Cancel));
        Assert.Equal(1, await Site.CountAsync("sign-in/bert", Minute, Cancel));
        Assert.Equal(1, await Site.CountAsync("sign-in/anna", TimeSpan.FromHours(1), Cancel));
        Assert.Equal(2, await Site.PeekAsync("sign-in/anna", Minute, Cancel));

        World.Time.Advance(Minute);
        Assert.Equal(0, await Site.PeekAsync("sign-in/anna", Minute, Cancel));
        Assert.Equal(1, await Site.CountAsync("sign-in/anna", Minute, Cancel));
        Assert.Equal(1, await Site.PeekAsync("sign-in/anna", TimeSpan.FromHours(1), Cancel));
    }

    [Fact]
    public async Task No_event_is_lost_when_many_count_at_once()
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Site.CountAsync("b", Minute, Cancel)));

        Assert.Equal(Enumerable.Range(1, 50).Select(n => (long)n), counts.Order());
    }

    [Fact]
    public async Task It_answers_to_ping_and_probe()
    {
        await Site.PingAsync(Cancel);
        await Site.ProbeWriteAsync(Cancel);
        await Site.ProbeWriteAsync(Cancel);
    }
}
