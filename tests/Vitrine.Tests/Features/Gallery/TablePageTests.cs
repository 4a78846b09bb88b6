namespace Vitrine.Tests.Features.Gallery;

public sealed class TablePageTests
{
    [Theory]
    [InlineData("name", "a.jpg b.jpg c.jpg")]
    [InlineData("-name", "c.jpg b.jpg a.jpg")]
    [InlineData("-size", "c.jpg a.jpg b.jpg")]
    [InlineData("size", "b.jpg a.jpg c.jpg")]
    [InlineData("-taken", "b.jpg c.jpg a.jpg")]
    [InlineData("taken", "a.jpg c.jpg b.jpg")]
    public async Task Rows_stand_in_the_order_that_was_asked(string sort, string expected)
    {
        await using var world = await World.StartAsync();
        await world.PlantAsync(world.Ada, Planting.Bytes(20), "a.jpg", takenAt: "2026-01-01T00:00:00");
        await world.PlantAsync(world.Ada, Planting.Bytes(10), "b.jpg", takenAt: "2026-03-01T00:00:00");
        await world.PlantAsync(world.Ada, Planting.Bytes(30), "c.jpg", takenAt: "2026-02-01T00:00:00");
        using var browser = await world.BrowserOfAsync(world.Ada);

        var page = await browser.PageAsync($"/table?sort={sort}");

        Assert.Equal(expected, string.Join(' ', page.QuerySelectorAll("tbody th a").Select(a => a.TextContent)));
        Assert.Equal(sort.StartsWith('-') ? "descending" : "ascending", page.QuerySelector("th[aria-sort]")!.GetAttribute("aria-sort"));
    }

    [Fact]
    public async Task Pages_follow_each_other_in_the_order_of_the_table()
    {
        await using var world = await World.StartAsync();
        for (var n = 0; n < 120; n++) await world.PlantAsync(world.Ada, Planting.Bytes(4, n), $"IMG_{n}.jpg");
        using var browser = await world.BrowserOfAsync(world.Ada);

        var first = await browser.PageAsync("/table?sort=name");
        var second = await browser.PageAsync(first.QuerySelector("a[rel=next]")!.GetAttribute("href")!);

        var names = first.QuerySelectorAll("tbody th a").Concat(second.QuerySelectorAll("tbody th a")).Select(a => a.TextContent);
        Assert.Equal(Enumerable.Range(0, 120).Select(n => $"IMG_{n}.jpg"), names);
    }
}
