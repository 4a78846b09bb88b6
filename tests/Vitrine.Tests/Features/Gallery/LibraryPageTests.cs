using System.Net;
using AngleSharp.Html.Dom;
using Vitrine.Library;
using Vitrine.Library.Access;

namespace Vitrine.Tests.Features.Gallery;

public sealed class LibraryPageTests
{
    [Fact]
    public async Task An_empty_library_invites_to_upload()
    {
        await using var world = await World.StartAsync();
        using var browser = await world.BrowserOfAsync(world.Ada);

        var page = await browser.PageAsync("/");

        Assert.Equal("Your library is ready", page.QuerySelector("h1")!.TextContent);
        Assert.NotNull(page.QuerySelector("main a[href='/upload']"));
    }

    [Fact]
    public async Task Tiles_stand_under_their_months_newest_first()
    {
        await using var world = await World.StartAsync();
        var march = await world.PlantAsync(world.Ada, Planting.Bytes(10, 1), takenAt: "2026-03-09T10:00:00");
        var may = await world.PlantAsync(world.Ada, Planting.Bytes(10, 2), takenAt: "2026-05-03T10:00:00");
        await world.PlantAsync(world.Ben, Planting.Bytes(10, 3));
        using var browser = await world.BrowserOfAsync(world.Ada);

        var page = await browser.PageAsync("/");

        Assert.Equal(["May 2026", "March 2026"], page.QuerySelectorAll("v-timeline h2").Select(h => h.TextContent));
        Assert.Equal([$"/media/{may.Id}", $"/media/{march.Id}"], Links(page));
    }

    [Fact]
    public async Task Pages_lead_to_older_and_back_to_newer_items_without_losing_one()
    {
        await using var world = await World.StartAsync();
        for (var n = 0; n < 170; n++) await world.PlantAsync(world.Ada, Planting.Bytes(4, n), takenAt: $"2026-01-01T00:{n % 60:00}:{n / 60:00}");
        using var browser = await world.BrowserOfAsync(world.Ada);

        var first = await browser.PageAsync("/");
        var second = await browser.PageAsync(Rel(first, "next")!);
        var third = await browser.PageAsync(Rel(second, "next")!);
        var back = await browser.PageAsync(Rel(third, "prev")!);

        Assert.Equal(170, Links(first).Concat(Links(second)).Concat(Links(third)).Distinct().Count());
        Assert.Equal(Links(second), Links(back));
        Assert.Null(Rel(third, "next"));
        using var beyond = await browser.GetAsync(Rel(second, "prev")!);
        Assert.Equal(HttpStatusCode.OK, beyond.StatusCode);
    }

    [Fact]
    public async Task A_month_opens_with_its_newest_item()
    {
        await using var world = await World.StartAsync();
        await world.PlantAsync(world.Ada, Planting.Bytes(10, 1), takenAt: "2026-05-03T10:00:00");
        var march = await world.PlantAsync(world.Ada, Planting.Bytes(10, 2), takenAt: "2026-03-31T23:59:59.999");
        using var browser = await world.BrowserOfAsync(world.Ada);

        Assert.Equal([$"/media/{march.Id}"], Links(await browser.PageAsync("/?month=2026-03")));
    }

    [Fact]
    public async Task All_months_stand_on_a_page_of_their_own_and_none_on_that_of_tiles()
    {
        await using var world = await World.StartAsync();
        for (var n = 0; n < 4; n++) await world.PlantAsync(world.Ada, Planting.Bytes(10, n), takenAt: $"{2024 + (n / 2)}-0{n + 1}-03T10:00:00");
        using var browser = await world.BrowserOfAsync(world.Ada);

        var dates = await browser.PageAsync("/dates");
        var library = await browser.PageAsync("/");

        Assert.Equal(["2025", "2024"], dates.QuerySelectorAll("nav.dates h2").Select(year => year.TextContent));
        Assert.Equal(["/?month=2025-04", "/?month=2025-03", "/?month=2024-02", "/?month=2024-01"], dates.QuerySelectorAll("nav.dates a").Select(month => month.GetAttribute("href")));
        Assert.Equal(["/dates"], library.QuerySelectorAll("#dates a").Select(link => link.GetAttribute("href")));
    }

    [Theory]
    [InlineData("/?month=2026-13")]
    [InlineData("/?month=' OR 1=1--")]
    [InlineData("/?after=nonsense")]
    [InlineData("/?before=%00")]
    [InlineData("/table?sort=color")]
    [InlineData("/table?after=nonsense")]
    [Trait("trust", "I01")]
    public async Task Words_that_are_no_place_in_the_library_are_not_found(string path)
    {
        await using var world = await World.StartAsync();
        using var browser = await world.BrowserOfAsync(world.Ada);

        using var answer = await browser.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/table")]
    [InlineData("/trash")]
    [InlineData("/media/{id}")]
    [Trait("trust", "I02")]
    public async Task Hostile_texts_are_shown_as_text(string path)
    {
        const string Hostile = "\"><img src=x onerror=alert(1)>.jpg";
        await using var world = await World.StartAsync();
        var planted = await world.PlantAsync(world.Ada, Planting.Bytes(10), Hostile);
        var catalog = world.Get<IMediaCatalog>();
        var scope = new Scope.Own(world.Ada.Id);
        await catalog.EditAsync(scope, planted.Id, new MediaEdit { Title = Hostile, Description = Hostile, Place = Hostile, Tags = [Hostile] }, null, TestContext.Current.CancellationToken);
        if (path == "/trash") await catalog.PutInTrashAsync(scope, planted.Id, TestContext.Current.CancellationToken);
        using var browser = await world.BrowserOfAsync(world.Ada);

        var page = await browser.PageAsync(path.Replace("{id}", planted.Id.ToString(), StringComparison.Ordinal));

        Assert.Contains(Hostile, page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(page.All, element => element.HasAttribute("onerror"));
    }

    [Fact]
    public async Task A_tile_says_when_it_is_being_prepared_and_when_there_is_no_preview()
    {
        await using var world = await World.StartAsync();
        var item = await world.PlantAsync(world.Ada, Planting.Bytes(10), "holiday.heic");
        foreach (var state in new[] { MediaState.Received, MediaState.Failed })
            await world.Get<IMediaCatalog>().AdoptAsync(item with { Id = MediaId.New(world.Get<TimeProvider>()), State = state }, null, TestContext.Current.CancellationToken);
        using var browser = await world.BrowserOfAsync(world.Ada);

        var said = (await browser.PageAsync("/")).QuerySelectorAll(".tile .said").Select(s => s.TextContent);

        Assert.Equal(["Being prepared", "No preview"], said.Order());
    }

    private static List<string> Links(IHtmlDocument page) => [.. page.QuerySelectorAll(".tile > a").Select(a => a.GetAttribute("href")!)];

    private static string? Rel(IHtmlDocument page, string rel) => page.QuerySelector($"main a[rel={rel}]")?.GetAttribute("href");
}
