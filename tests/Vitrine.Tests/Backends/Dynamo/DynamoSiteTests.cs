using System.Net;
using System.Text;
using Vitrine.Library;
using Vitrine.Library.Access;

namespace Vitrine.Tests.Backends.Dynamo;

/// <summary>The whole site with its metadata in DynamoDB and its files on disk, on one node and on two.</summary>
public sealed class DynamoSiteTests : IAsyncLifetime
{
    private TestTable table = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => table = await TestTable.CreateAsync();

    public ValueTask DisposeAsync() => table?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task A_picture_lives_from_its_upload_to_its_purge()
    {
        await using var world = await World.StartAsync(table.Settings, replace: table.Use);
        using var browser = world.Browser();
        using var signedIn = await browser.SubmitAsync("/login", "/login", ("name", "Ada"), ("password", World.Password));
        Assert.Equal("/", signedIn.Headers.Location?.ToString());
        using var program = await world.ProgramOfAsync(world.Ada);

        var id = await World.UploadAsync(program, Pictures.Png(640, 480, 1), "sea.png");
        Assert.Equal(MediaState.Ready, (await world.SettledAsync(id)).State);
        Assert.NotNull((await browser.PageAsync("/")).QuerySelector($"a[href='/media/{id}']"));
        using var tile = await browser.GetAsync($"/media/{id}/tile");
        Assert.Equal(HttpStatusCode.OK, tile.StatusCode);
        Assert.Equal("image/webp", tile.Content.Headers.ContentType?.MediaType);

        using var edit = new StringContent("""{"title":"The sea","takenAt":"2019-08-01T10:00"}""", Encoding.UTF8, "application/merge-patch+json");
        using var edited = await program.PatchAsync($"/api/v1/media/{id}", edit, Cancel);
        Assert.Equal(HttpStatusCode.OK, edited.StatusCode);
        Assert.Equal([id.ToString()], (await program.JsonAsync("/api/v1/timeline/2019-08-01")).GetProperty("ids").EnumerateArray().Select(text => text.GetString()));
        await UntilAsync(async () => (await world.Get<IMediaCatalog>().DaysAsync(new Scope.Own(world.Ada.Id), Cancel)) is [{ Day: "2019-08-01", Count: 1 }]);

        await StatusAsync(program.PutAsync($"/api/v1/media/{id}/trash", null, Cancel), HttpStatusCode.NoContent);
        Assert.Empty((await program.JsonAsync("/api/v1/media")).Ids());
        Assert.NotNull((await browser.PageAsync("/trash")).QuerySelector($"[href*='{id}'], [value='{id}'], [action*='{id}']"));
        await StatusAsync(program.DeleteAsync($"/api/v1/media/{id}/trash", Cancel), HttpStatusCode.NoContent);
        Assert.Equal([id.ToString()], (await program.JsonAsync("/api/v1/media")).Ids());

        await StatusAsync(program.DeleteAsync($"/api/v1/media/{id}?permanent=true", Cancel), HttpStatusCode.NoContent);
        await StatusAsync(program.GetAsync($"/media/{id}/original", Cancel), HttpStatusCode.NotFound);
        Assert.DoesNotContain(
            Directory.EnumerateFileSystemEntries(Path.Combine(world.Data, "media"), "*", SearchOption.AllDirectories),
            path => path.Contains(id.ToString(), StringComparison.Ordinal));
        await UntilAsync(async () => await world.Get<IUploadCatalog>().UsageAsync(world.Ada.Id, Cancel) == new Usage(0, 0, 0));
        Assert.Null(await table.FindRowAsync($"M#{id}", "ITEM"));
    }

    [Fact]
    [Trait("trust", "N06")]
    public async Task What_one_node_does_the_other_sees_at_once()
    {
        await using var here = await World.StartAsync(table.Settings, replace: table.Use);
        await using var there = await World.StartAsync(new Dictionary<string, string?>(table.Settings) { ["Storage:Disk:Path"] = Path.Join(here.Data, "media") }, replace: table.Use);
        Assert.Equal(here.Ada.Id, there.Ada.Id);
        using var program = await here.ProgramOfAsync(here.Ada);
        using var thereAlso = new HttpClient { BaseAddress = there.Address };
        thereAlso.DefaultRequestHeaders.Authorization = program.DefaultRequestHeaders.Authorization;

        for (var seed = 1; seed <= 5; seed++)
        {
            var content = Pictures.Png(64, 48, seed);
            var id = await World.UploadAsync(program, content, $"{seed}.png");
            Assert.Contains(id.ToString(), (await thereAlso.JsonAsync("/api/v1/media")).Ids());
            Assert.Equal(content, await thereAlso.GetByteArrayAsync($"/media/{id}/original", Cancel));
        }

        using var browser = await here.BrowserOfAsync(here.Ada);
        using var elsewhere = there.Browser();
        elsewhere.Cookies.Add(there.Address, new Cookie("vitrine", browser.Cookies.GetCookies(here.Address)["vitrine"]!.Value, "/"));
        await elsewhere.PageAsync("/settings");
        using var signedOut = await browser.SubmitAsync("/settings", "/logout");
        await UntilAsync(async () =>
        {
            using var refused = await elsewhere.GetAsync("/settings");
            return refused.Headers.Location?.ToString() == "/login?returnUrl=%2Fsettings";
        });
    }

    [Fact]
    public async Task A_form_got_from_one_node_can_be_sent_to_the_other()
    {
        await using var here = await World.StartAsync(table.Settings, replace: table.Use);
        await using var there = await World.StartAsync(new Dictionary<string, string?>(table.Settings) { ["Storage:Disk:Path"] = Path.Join(here.Data, "media") }, replace: table.Use);
        using var browser = here.Browser();
        var form = Browser.FormOf(await browser.PageAsync("/login"), "/login");
        using var elsewhere = there.Browser();
        foreach (Cookie cookie in browser.Cookies.GetCookies(here.Address)) elsewhere.Cookies.Add(there.Address, new Cookie(cookie.Name, cookie.Value, "/"));

        using var signedIn = await elsewhere.SubmitAsync(form, ("name", "Ben"), ("password", World.Password));

        Assert.Equal("/", signedIn.Headers.Location?.ToString());
    }

    private static async Task StatusAsync(Task<HttpResponseMessage> request, HttpStatusCode expected)
    {
        using var answer = await request;
        Assert.Equal(expected, answer.StatusCode);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(30); !await holds(); await Task.Delay(100, Cancel))
            Assert.True(DateTime.UtcNow < deadline, "What may lag did not arrive.");
    }
}
