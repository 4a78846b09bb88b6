using System.Net;
using Vitrine.Library;

namespace Vitrine.Tests.Features.Trash;

public sealed class TrashApiTests : IAsyncLifetime
{
    private World world = null!;
    private HttpClient ada = null!;

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
    public async Task A_deleted_item_comes_back_as_it_was()
    {
        var item = await world.PlantAsync(world.Ada, [1, 2, 3]);

        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(HttpMethod.Delete, item.Id));
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(HttpMethod.Delete, item.Id));
        Assert.Empty((await ada.JsonAsync("/api/v1/media")).Ids());
        Assert.Equal([item.Id.ToString()], (await ada.JsonAsync("/api/v1/trash")).Ids());

        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(HttpMethod.Delete, item.Id, "/trash"));
        Assert.Equal([item.Id.ToString()], (await ada.JsonAsync("/api/v1/media")).Ids());
        Assert.Empty((await ada.JsonAsync("/api/v1/trash")).Ids());
        Assert.Equal([1, 2, 3], await ada.GetByteArrayAsync($"/media/{item.Id}/original", TestContext.Current.CancellationToken));
    }

    [Fact]
    [Trait("trust", "M02")]
    public async Task What_is_deleted_for_ever_leaves_no_file()
    {
        var item = await world.PlantAsync(world.Ada, [1, 2, 3], renditions: ("tile", [1]));
        using var tile = await ada.GetAsync($"/media/{item.Id}/tile", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, tile.StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(HttpMethod.Delete, item.Id, "?permanent=true"));

        Assert.DoesNotContain(
            Directory.EnumerateFileSystemEntries(Path.Combine(world.Data, "media"), "*", SearchOption.AllDirectories),
            path => path.Contains(item.Id.ToString(), StringComparison.Ordinal));
        foreach (var path in new[] { $"/media/{item.Id}/original", $"/media/{item.Id}/tile", $"/api/v1/media/{item.Id}" })
        {
            using var gone = await ada.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(HttpMethod.Delete, item.Id));
    }

    [Fact]
    [Trait("trust", "A02")]
    public async Task Nobody_deletes_or_restores_what_is_not_theirs()
    {
        var item = await world.PlantAsync(world.Ben, [1]);

        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(HttpMethod.Delete, item.Id));
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(HttpMethod.Delete, item.Id, "?permanent=true"));
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(HttpMethod.Put, item.Id, "/trash"));
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(HttpMethod.Delete, item.Id, "/trash"));
        using var ben = await world.ProgramOfAsync(world.Ben);
        Assert.Equal([item.Id.ToString()], (await ben.JsonAsync("/api/v1/media")).Ids());
    }

    [Fact]
    [Trait("trust", "A03")]
    public async Task A_selection_is_counted_then_confirmed_then_done()
    {
        var items = new List<MediaItem>();
        for (var i = 1; i <= 5; i++) items.Add(await world.PlantAsync(world.Ada, [1], takenAt: $"2026-05-0{i}T00:00:00.000"));
        var bens = await world.PlantAsync(world.Ben, [1], takenAt: "2026-05-03T00:00:00.000");
        var newer = await world.PlantAsync(world.Ada, [1], takenAt: "2026-05-03T00:00:00.000");
        var body = $$"""
            {"action":"trash","ids":["{{bens.Id}}"],"ranges":[{"from":"{{Place(items[3])}}","to":"{{Place(items[0])}}"}],
             "except":["{{items[1].Id}}"],"asOf":"{{items[4].Id}}"
            """;

        Assert.Equal((3, 0), await SelectAsync(body + "}"));
        Assert.Equal((3, 0), await SelectAsync(body + ",\"confirm\":4}"));
        Assert.Equal((3, 3), await SelectAsync(body + ",\"confirm\":3}"));

        Assert.Equal(
            new[] { items[4], newer, items[1] }.Select(item => item.Id.ToString()),
            (await ada.JsonAsync("/api/v1/media")).Ids());
        using var ben = await world.ProgramOfAsync(world.Ben);
        Assert.Single((await ben.JsonAsync("/api/v1/media")).Ids());
    }

    [Fact]
    public async Task Everything_can_be_restored_and_deleted_by_ids()
    {
        var ids = new List<string>();
        for (var i = 0; i < 3; i++) ids.Add((await world.PlantAsync(world.Ada, [1])).Id.ToString());
        var list = $"[{string.Join(',', ids.Select(id => $"\"{id}\""))}]";

        Assert.Equal((3, 3), await SelectAsync("""{"action":"trash","ranges":[{}],"confirm":3}"""));
        Assert.Equal((3, 3), await SelectAsync($$"""{"action":"restore","ids":{{list}},"confirm":3}"""));
        Assert.Equal(3, (await ada.JsonAsync("/api/v1/media")).Ids().Length);
        Assert.Equal((3, 3), await SelectAsync($$"""{"action":"delete","ids":{{list}},"confirm":3}"""));
        Assert.Empty((await ada.JsonAsync("/api/v1/trash")).Ids());
    }

    [Theory]
    [InlineData("""{"action":"burn","ids":[]}""")]
    [InlineData("""{"action":"trash","ids":["x"]}""")]
    [InlineData("""{"action":"trash","ranges":[{"from":"x"}]}""")]
    [InlineData("""{"action":"delete","ranges":[{}]}""")]
    [InlineData("""{"action":"trash","asOf":"x"}""")]
    [InlineData("""{"action":0}""")]
    [InlineData("""nonsense""")]
    public async Task A_selection_that_makes_no_sense_changes_nothing(string body)
    {
        await world.PlantAsync(world.Ada, [1]);
        using var answer = await ada.SendJsonAsync(HttpMethod.Post, "/api/v1/media/selection", body);

        Assert.Equal("invalid_request", await answer.ProblemAsync());
        Assert.Single((await ada.JsonAsync("/api/v1/media")).Ids());
    }

    private static string Place(MediaItem item) => $"{item.TakenAt}#{item.Id}";

    private async Task<(int Count, int Done)> SelectAsync(string body)
    {
        using var answer = await ada.SendJsonAsync(HttpMethod.Post, "/api/v1/media/selection", body);
        var json = await answer.JsonAsync();
        return (json.GetProperty("count").GetInt32(), json.GetProperty("done").GetInt32());
    }

    private async Task<HttpStatusCode> SendAsync(HttpMethod method, MediaId id, string rest = "")
    {
        using var answer = await ada.SendJsonAsync(method, $"/api/v1/media/{id}{rest}", null);
        return answer.StatusCode;
    }
}
