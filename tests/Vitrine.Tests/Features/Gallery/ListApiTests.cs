using System.Net;
using System.Text.Json;
using Vitrine.Library;

namespace Vitrine.Tests.Features.Gallery;

public sealed class ListApiTests : IAsyncLifetime
{
    private World world = null!;
    private HttpClient ada = null!;
    private List<MediaItem> items = null!;

    public async ValueTask InitializeAsync()
    {
        world = await World.StartAsync();
        ada = await world.ProgramOfAsync(world.Ada);
        items = [];
        for (var i = 0; i < 7; i++)
            items.Add(await world.PlantAsync(world.Ada, Planting.Bytes(100 + (i * 37 % 11), i), $"{(char)('a' + (i * 3 % 7))}.jpg", takenAt: $"2026-0{1 + (i % 3)}-0{1 + i}T10:00:00.000"));
        await world.PlantAsync(world.Ben, [1, 2, 3], "bens.jpg");
    }

    public async ValueTask DisposeAsync()
    {
        ada.Dispose();
        await world.DisposeAsync();
    }

    [Fact]
    public async Task An_item_has_the_fields_that_clients_rely_on()
    {
        var tiled = await world.PlantAsync(world.Ada, [1], "täst.jpg", renditions: ("tile", [1, 2]));
        var item = (await ada.JsonAsync($"/api/v1/media?ids={tiled.Id}")).GetProperty("items")[0];

        var names = item.EnumerateObject().Select(p => p.Name).ToHashSet();
        Assert.Superset(
            "id fileName title description place latitude longitude tags kind contentType bytes sha256 width height duration takenAt uploadedAt state problem thumbhash original renditions".Split(' ').ToHashSet(),
            names);
        Assert.Equal("täst.jpg", item.GetProperty("fileName").GetString());
        Assert.Equal("image", item.GetProperty("kind").GetString());
        Assert.Equal("ready", item.GetProperty("state").GetString());
        Assert.Equal("2026-05-03T14:20:00.000", item.GetProperty("takenAt").GetString());
        Assert.Equal($"/media/{tiled.Id}/original", item.GetProperty("original").GetProperty("url").GetString());
        var tile = Assert.Single(item.GetProperty("renditions").EnumerateArray());
        Assert.Equal(["name", "url", "width", "height", "contentType", "bytes"], tile.EnumerateObject().Select(p => p.Name));
        using var bytes = await ada.GetAsync(tile.GetProperty("url").GetString(), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, bytes.StatusCode);
    }

    [Theory]
    [InlineData("-taken")]
    [InlineData("taken")]
    [InlineData("-uploaded")]
    [InlineData("uploaded")]
    [InlineData("name")]
    [InlineData("-name")]
    [InlineData("-size")]
    [InlineData("size")]
    public async Task Pages_hold_each_item_once_in_order(string sort)
    {
        var found = new List<string>();
        string? next = null;
        do
        {
            var page = await ada.JsonAsync($"/api/v1/media?limit=3&sort={sort}&cursor={next}");
            Assert.InRange(page.GetProperty("items").GetArrayLength(), 1, 3);
            found.AddRange(page.Ids());
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);

        Assert.Equal(Sorted(sort).Select(item => item.Id.ToString()), found);
    }

    [Fact]
    public async Task Ids_are_answered_in_the_order_asked_without_those_of_others()
    {
        var bens = (await world.PlantAsync(world.Ben, [9], "b.jpg")).Id;
        var page = await ada.JsonAsync($"/api/v1/media?ids={items[4].Id},{bens},nonsense,{items[1].Id}");

        Assert.Equal([items[4].Id.ToString(), items[1].Id.ToString()], page.Ids());
        Assert.Equal(JsonValueKind.Null, page.GetProperty("next").ValueKind);
    }

    [Theory]
    [Trait("trust", "I01")]
    [InlineData("limit=0", "invalid_request")]
    [InlineData("limit=501", "invalid_request")]
    [InlineData("limit=x", "invalid_request")]
    [InlineData("limit=99999999999999999999", "invalid_request")]
    [InlineData("sort=owner", "invalid_request")]
    [InlineData("sort=' OR 1=1--", "invalid_request")]
    [InlineData("cursor=' OR 1=1--", "invalid_cursor")]
    [InlineData("cursor=%00", "invalid_cursor")]
    [InlineData("cursor=AAAA", "invalid_cursor")]
    public async Task A_question_that_makes_no_sense_is_told_so(string query, string code)
    {
        using var answer = await ada.GetAsync($"/api/v1/media?{query}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(code, await answer.ProblemAsync());
    }

    [Fact]
    public async Task At_most_a_hundred_ids_are_answered()
    {
        using var answer = await ada.GetAsync($"/api/v1/media?ids={string.Join(',', Enumerable.Repeat(new string('0', 32), 101))}", TestContext.Current.CancellationToken);

        Assert.Equal("invalid_request", await answer.ProblemAsync());
    }

    [Fact]
    [Trait("trust", "A06")]
    public async Task Each_sees_only_their_own_in_lists_and_counts()
    {
        using var ben = await world.ProgramOfAsync(world.Ben);

        Assert.Equal(7, (await ada.JsonAsync("/api/v1/media")).Ids().Length);
        Assert.Single((await ben.JsonAsync("/api/v1/media")).Ids());
        Assert.Empty((await ben.JsonAsync("/api/v1/timeline/2026-01")).GetProperty("ids").EnumerateArray());
        Assert.Empty((await ben.JsonAsync("/api/v1/trash")).Ids());
        Assert.Empty((await ben.JsonAsync($"/api/v1/media?ids={items[0].Id}")).Ids());
    }

    private IEnumerable<MediaItem> Sorted(string sort) => sort switch
    {
        "-taken" => items.OrderByDescending(i => i.TakenAt).ThenByDescending(i => i.Id),
        "taken" => items.OrderBy(i => i.TakenAt).ThenBy(i => i.Id),
        "-uploaded" => items.OrderByDescending(i => i.UploadedAt.ToUnixTimeMilliseconds()).ThenByDescending(i => i.Id),
        "uploaded" => items.OrderBy(i => i.UploadedAt.ToUnixTimeMilliseconds()).ThenBy(i => i.Id),
        "name" => items.OrderBy(i => i.FileName, StringComparer.Ordinal),
        "-name" => items.OrderByDescending(i => i.FileName, StringComparer.Ordinal),
        "-size" => items.OrderByDescending(i => i.Bytes),
        _ => items.OrderBy(i => i.Bytes),
    };
}
