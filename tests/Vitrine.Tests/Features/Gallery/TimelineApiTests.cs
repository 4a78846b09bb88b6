using System.Net;
using System.Text.Json;

namespace Vitrine.Tests.Features.Gallery;

public class TimelineApiTests
{
    [Fact]
    public async Task Months_hold_their_days_newest_first()
    {
        await using var world = await World.StartAsync();
        foreach (var day in new[] { "2026-05-03", "2026-05-03", "2026-05-01", "2025-12-31" })
            await world.PlantAsync(world.Ada, [1], takenAt: $"{day}T23:59:59.999");
        using var ada = await world.ProgramOfAsync(world.Ada);

        var timeline = await CountedAsync(ada, 4);

        var months = timeline.GetProperty("months").EnumerateArray().ToList();
        Assert.Equal(["2026-05", "2025-12"], months.Select(m => m.GetProperty("month").GetString()));
        Assert.Equal([3, 1], months.Select(m => m.GetProperty("count").GetInt32()));
        Assert.Equal(["3:2", "1:1"], months[0].GetProperty("days").EnumerateArray().Select(d => $"{d.GetProperty("day")}:{d.GetProperty("count")}"));
    }

    [Fact]
    public async Task A_section_is_columns_of_the_same_length()
    {
        await using var world = await World.StartAsync();
        var older = await world.PlantAsync(world.Ada, [1], "b.jpg", takenAt: "2026-05-01T00:00:00.000");
        var newer = await world.PlantAsync(world.Ada, [1], "a.jpg", takenAt: "2026-05-31T23:59:59.999", renditions: ("tile", [1]));
        await world.PlantAsync(world.Ada, [1], takenAt: "2026-06-01T00:00:00.000");
        using var ada = await world.ProgramOfAsync(world.Ada);

        var section = await ada.JsonAsync("/api/v1/timeline/2026-05");

        Assert.Equal([newer.Id.ToString(), older.Id.ToString()], Texts(section, "ids"));
        Assert.Equal(["1.333", "1.333"], Texts(section, "ratios"));
        Assert.Equal(["image", "image"], Texts(section, "kinds"));
        Assert.Equal(["0a6ebd", "0a6ebd"], Texts(section, "colours"));
        Assert.Equal(["1", "0"], Texts(section, "tiles"));
        Assert.Equal(["a.jpg", "b.jpg"], Texts(section, "names"));
        Assert.False(section.TryGetProperty("thumbhashes", out _));
        Assert.Equal([older.Id.ToString()], Texts(await ada.JsonAsync("/api/v1/timeline/2026-05-01"), "ids"));
    }

    [Fact]
    public async Task A_section_that_did_not_change_is_304()
    {
        await using var world = await World.StartAsync();
        await world.PlantAsync(world.Ada, [1]);
        using var ada = await world.ProgramOfAsync(world.Ada);
        using var first = await ada.GetAsync("/api/v1/timeline/2026-05", TestContext.Current.CancellationToken);
        ada.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);

        using var same = await ada.GetAsync("/api/v1/timeline/2026-05", TestContext.Current.CancellationToken);
        await world.PlantAsync(world.Ada, [2]);
        using var other = await ada.GetAsync("/api/v1/timeline/2026-05", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Theory]
    [InlineData("2026")]
    [InlineData("2026-13")]
    [InlineData("..%2f2026-05")]
    [InlineData("2026-05%27")]
    public async Task No_other_text_is_a_section(string section)
    {
        await using var world = await World.StartAsync();
        using var ada = await world.ProgramOfAsync(world.Ada);
        using var answer = await ada.GetAsync($"/api/v1/timeline/{section}", TestContext.Current.CancellationToken);

        Assert.Equal("not_found", await answer.ProblemAsync());
    }

    /// <summary>Counters may lag a few seconds.</summary>
    private static async Task<JsonElement> CountedAsync(HttpClient client, int total)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(30); ; await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            var timeline = await client.JsonAsync("/api/v1/timeline");
            if (timeline.GetProperty("total").GetInt32() == total || DateTime.UtcNow > deadline) return timeline;
        }
    }

    private static IEnumerable<string> Texts(JsonElement section, string column) => section.GetProperty(column).EnumerateArray().Select(value => value.ToString());
}
