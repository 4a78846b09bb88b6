using System.Net;
using System.Text.Json;
using Vitrine.Library;
using Vitrine.Library.Access;

namespace Vitrine.Tests.Features.Trash;

/// <summary>More items than one request changes (RULES 16).</summary>
public sealed class ManyItemsTests : IAsyncLifetime
{
    private const int Items = 1_234;
    private const string Everything = """{"action":"trash","ranges":[{}]""";

    private World world = null!;
    private HttpClient ada = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        world = await World.StartAsync();
        ada = await world.ProgramOfAsync(world.Ada);
    }

    public async ValueTask DisposeAsync()
    {
        ada.Dispose();
        await world.DisposeAsync();
    }

    [Fact]
    public async Task A_whole_library_is_counted_confirmed_moved_and_brought_back()
    {
        await world.PlantManyAsync(world.Ada, Items);

        var counted = await SelectAsync(Everything + "}");
        Assert.Equal((Items, 0, JsonValueKind.Null), (counted.GetProperty("count").GetInt32(), counted.GetProperty("done").GetInt32(), counted.GetProperty("change").ValueKind));
        var agreed = $"{Everything},\"asOf\":\"{counted.GetProperty("asOf").GetString()}\",\"confirm\":";
        Assert.Equal(JsonValueKind.Null, (await SelectAsync(agreed + "1235}")).GetProperty("change").ValueKind);
        Assert.Equal(Items, await LiveAsync());

        var moved = await EndAsync((await SelectAsync(agreed + Items + "}")).GetProperty("change"));
        Assert.Equal(("done", Items, 0), Result(moved));
        Assert.Equal("1,234 items moved to the trash.", moved.GetProperty("text").GetString());
        Assert.Equal(0, await LiveAsync());

        using var undo = await ada.SendJsonAsync(HttpMethod.Post, $"/api/v1/changes/{Name(moved)}/undo", null);
        Assert.Equal(HttpStatusCode.Accepted, undo.StatusCode);
        var restored = await EndAsync(await undo.JsonAsync());
        Assert.Equal(("done", Items, 0), Result(restored));
        Assert.Equal(Items, await LiveAsync());
        using var again = await ada.SendJsonAsync(HttpMethod.Post, $"/api/v1/changes/{Name(moved)}/undo", null);
        Assert.Equal(Name(restored), Name(await again.JsonAsync()));
        Assert.Equal([Name(restored), Name(moved)], (await ada.JsonAsync("/api/v1/changes")).Ids());
    }

    [Fact]
    [Trait("trust", "A03")]
    public async Task What_came_later_what_is_excepted_and_what_is_somebody_elses_stays()
    {
        var items = await world.PlantManyAsync(world.Ada, Items);
        await world.PlantManyAsync(world.Ben, 3);
        var counted = await SelectAsync($$"""{{Everything}},"except":["{{items[7].Id}}","{{items[700].Id}}"]}""");
        var asOf = counted.GetProperty("asOf").GetString();
        var later = await world.PlantManyAsync(world.Ada, 2);
        Assert.Equal(Items - 2, counted.GetProperty("count").GetInt32());

        var started = await SelectAsync($$"""{{Everything}},"except":["{{items[7].Id}}","{{items[700].Id}}"],"asOf":"{{asOf}}","confirm":{{Items - 2}}}""");
        var moved = await EndAsync(started.GetProperty("change"));

        Assert.Equal(("done", Items - 2, 0), Result(moved));
        Assert.Equal(
            new[] { items[7], items[700], later[0], later[1] }.Select(item => item.Id.ToString()).Order(),
            (await ada.JsonAsync("/api/v1/media")).Ids().Order());
        using var ben = await world.ProgramOfAsync(world.Ben);
        Assert.Equal(3, (await ben.JsonAsync("/api/v1/media")).Ids().Length);
        foreach (var (method, rest) in new[] { (HttpMethod.Get, ""), (HttpMethod.Delete, ""), (HttpMethod.Post, "/undo") })
        {
            using var answer = await ben.SendJsonAsync(method, $"/api/v1/changes/{Name(moved)}{rest}", null);
            Assert.Equal("not_found", await answer.ProblemAsync());
        }
    }

    [Fact]
    public async Task A_range_ends_where_it_was_said_to()
    {
        var items = await world.PlantManyAsync(world.Ada, Items);
        var body = $$"""{"action":"trash","ranges":[{"from":"{{TimelinePlace.Of(items[900])}}","to":"{{TimelinePlace.Of(items[100])}}"},{"from":"{{TimelinePlace.Of(items[200])}}","to":"{{TimelinePlace.Of(items[50])}}"}]""";
        Assert.Equal(851, (await SelectAsync(body + "}")).GetProperty("count").GetInt32());

        var moved = await EndAsync((await SelectAsync(body + ",\"confirm\":851}")).GetProperty("change"));

        Assert.Equal(("done", 851, 0), Result(moved));
        var left = items.Where((_, n) => n is < 50 or > 900).Select(item => item.Id.ToString());
        Assert.Equal(left, (await ada.JsonAsync("/api/v1/media?limit=500")).Ids());
    }

    [Fact]
    public async Task Without_script_a_question_a_page_that_tells_and_an_undo()
    {
        await world.PlantManyAsync(world.Ada, Items);
        using var browser = await world.BrowserOfAsync(world.Ada);
        Assert.Contains("Move all 1,234 items to the trash?", (await browser.PageAsync("/trash/all")).Body!.TextContent, StringComparison.Ordinal);

        using var started = await browser.SubmitAsync("/trash/all", "/trash/all");
        var path = started.Headers.Location!.ToString();
        var ended = await SaysAsync(browser, path, "1,234 items moved to the trash.");
        Assert.Contains("1,234 items moved to the trash.", (await browser.PageAsync("/")).QuerySelector("v-change")!.TextContent, StringComparison.Ordinal);

        using var undone = await browser.SubmitAsync(Browser.FormOf(ended, path + "/undo"));
        await SaysAsync(browser, undone.Headers.Location!.ToString(), "1,234 items restored.");
        Assert.Equal(Items, await LiveAsync());
    }

    private static async Task<AngleSharp.Html.Dom.IHtmlDocument> SaysAsync(Browser browser, string path, string sentence)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < deadline; await Task.Delay(50, Cancel))
        {
            var page = await browser.PageAsync(path);
            if (page.QuerySelector("v-change .text")!.TextContent == sentence) return page;
        }

        throw new TimeoutException($"The page never said: {sentence}");
    }

    private async Task<JsonElement> EndAsync(JsonElement change)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < deadline; await Task.Delay(50, Cancel))
        {
            var now = await ada.JsonAsync($"/api/v1/changes/{Name(change)}");
            if (now.GetProperty("state").GetString() != "under_way") return now;
        }

        throw new TimeoutException("The change did not end in time.");
    }

    private async Task<JsonElement> SelectAsync(string body)
    {
        using var answer = await ada.SendJsonAsync(HttpMethod.Post, "/api/v1/media/selection", body);
        return await answer.JsonAsync();
    }

    private async Task<long> LiveAsync() => (await world.Get<IMediaCatalog>().DaysAsync(new Scope.Own(world.Ada.Id), Cancel)).Sum(day => day.Count);

    private static string Name(JsonElement change) => change.GetProperty("id").GetString()!;

    private static (string? State, int Done, int Skipped) Result(JsonElement change) =>
        (change.GetProperty("state").GetString(), change.GetProperty("done").GetInt32(), change.GetProperty("skipped").GetInt32());
}
