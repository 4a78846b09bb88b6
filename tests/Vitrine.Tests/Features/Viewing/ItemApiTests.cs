using System.Net;
using System.Text.Json;
using Vitrine.Library;

namespace Vitrine.Tests.Features.Viewing;

public sealed class ItemApiTests : IAsyncLifetime
{
    private World world = null!;
    private HttpClient ada = null!;
    private HttpClient ben = null!;
    private MediaItem item = null!;

    public async ValueTask InitializeAsync()
    {
        world = await World.StartAsync();
        ada = await world.ProgramOfAsync(world.Ada);
        ben = await world.ProgramOfAsync(world.Ben);
        item = await world.PlantAsync(world.Ada, [1, 2, 3]);
    }

    public async ValueTask DisposeAsync()
    {
        ada.Dispose();
        ben.Dispose();
        await world.DisposeAsync();
    }

    private string Address => $"/api/v1/media/{item.Id}";

    [Fact]
    public async Task What_is_left_out_stays_and_null_clears()
    {
        await EditAsync("""{"title":"Sea","description":"a\r\nb","place":"Faro","tags":["sun","Sun"," sea "],"takenAt":"2024-02-29T08:30"}""");
        var edited = await EditAsync("""{"title":null,"place":""}""");

        Assert.Equal("", edited.GetProperty("title").GetString() ?? "");
        Assert.Equal("", edited.GetProperty("place").GetString() ?? "");
        Assert.Equal("a\nb", edited.GetProperty("description").GetString());
        Assert.Equal(["sun", "sea"], edited.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.Equal("2024-02-29T08:30:00.000", edited.GetProperty("takenAt").GetString());
        Assert.Equal("person", edited.GetProperty("takenFrom").GetString());
        Assert.Equal([item.Id.ToString()], (await ada.JsonAsync("/api/v1/timeline/2024-02-29")).GetProperty("ids").EnumerateArray().Select(id => id.GetString()));
    }

    [Fact]
    [Trait("trust", "A11")]
    public async Task What_is_the_servers_cannot_be_sent()
    {
        var edited = await EditAsync($$"""{"title":"x","id":"{{new string('0', 32)}}","owner":"{{world.Ben.Id}}","bytes":1,"sha256":"00","state":"failed","uploadedAt":"2000-01-01T00:00:00Z","version":99}""");

        Assert.Equal(item.Id.ToString(), edited.GetProperty("id").GetString());
        Assert.Equal(3, edited.GetProperty("bytes").GetInt64());
        Assert.Equal("ready", edited.GetProperty("state").GetString());
        Assert.NotEqual(99, edited.GetProperty("version").GetInt64());
        using var foreign = await ben.GetAsync(Address, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
    }

    [Theory]
    [InlineData("""{"title":5}""", "invalid_field")]
    [InlineData("""{"tags":"sun"}""", "invalid_field")]
    [InlineData("""{"tags":[1]}""", "invalid_field")]
    [InlineData("""{"takenAt":null}""", "invalid_field")]
    [InlineData("""{"takenAt":"yesterday"}""", "invalid_field")]
    [InlineData("""{"takenAt":"1700-01-01T00:00"}""", "invalid_field")]
    [InlineData("""{"takenAt":"2999-01-01T00:00"}""", "invalid_field")]
    [InlineData("""[1]""", "invalid_field")]
    [InlineData("""{"title":""", "invalid_request")]
    [InlineData("", "invalid_request")]
    [InlineData("""{"title":"\ud800"}""", "invalid_request")]
    public async Task A_body_that_makes_no_sense_changes_nothing(string body, string code)
    {
        using var answer = await ada.SendJsonAsync(HttpMethod.Patch, Address, body);

        Assert.Equal(code, await answer.ProblemAsync());
        Assert.Equal(1, (await ada.JsonAsync(Address)).GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task A_text_over_its_limit_is_refused_with_its_figures()
    {
        using var answer = await ada.SendJsonAsync(HttpMethod.Patch, Address, $$"""{"title":"{{new string('x', 201)}}"}""");

        Assert.Contains("200 characters; this has 201", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("invalid_field", await answer.ProblemAsync());
    }

    [Fact]
    [Trait("trust", "R08")]
    public async Task A_change_to_an_old_version_is_refused()
    {
        using var first = await ada.SendJsonAsync(HttpMethod.Patch, Address, """{"title":"one"}""", ifMatch: "\"1\"");
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);

        using var stale = await ada.SendJsonAsync(HttpMethod.Patch, Address, """{"title":"two"}""", ifMatch: "\"1\"");
        using var staleDelete = await ada.SendJsonAsync(HttpMethod.Delete, Address, null, ifMatch: "\"1\"");
        using var absent = await ada.SendJsonAsync(HttpMethod.Patch, $"/api/v1/media/{new string('0', 32)}", """{"title":"x"}""", ifMatch: "*");
        using var foreign = await ben.SendJsonAsync(HttpMethod.Patch, Address, """{"title":"x"}""", ifMatch: "*");

        foreach (var answer in new[] { stale, staleDelete, absent, foreign }) Assert.Equal(HttpStatusCode.PreconditionFailed, answer.StatusCode);
        var now = await ada.JsonAsync(Address);
        Assert.Equal("one", now.GetProperty("title").GetString());
        Assert.Equal(JsonValueKind.Null, now.GetProperty("trashedAt").ValueKind);
        using var current = await ada.SendJsonAsync(HttpMethod.Patch, Address, """{"title":"two"}""", first.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.OK, current.StatusCode);
    }

    [Fact]
    [Trait("trust", "R07")]
    public async Task A_version_that_the_client_holds_is_304()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address) { Headers = { { "If-None-Match", "\"1\"" } } };
        using var answer = await ada.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
    }

    [Fact]
    [Trait("trust", "N01")]
    public async Task Many_changes_at_once_all_happen_in_some_order()
    {
        await Parallel.ForAsync(0, 50, TestContext.Current.CancellationToken, async (i, _) =>
        {
            using var answer = i % 3 == 0
                ? await ada.SendJsonAsync(i % 2 == 0 ? HttpMethod.Put : HttpMethod.Delete, $"{Address}/trash", null)
                : await ada.SendJsonAsync(HttpMethod.Patch, Address, $$"""{"title":"{{i}}"}""");
            Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
        });

        using var deleted = await ada.SendJsonAsync(HttpMethod.Delete, $"{Address}?permanent=true", null);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
    }

    private async Task<JsonElement> EditAsync(string body)
    {
        using var answer = await ada.SendJsonAsync(HttpMethod.Patch, Address, body);
        return await answer.JsonAsync();
    }
}
