using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Vitrine.Tests.Features.Administration;

public sealed class AccountsApiTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_admin_adds_changes_and_disables_accounts_and_people_read_their_own()
    {
        await using var world = await World.StartAsync();
        using var ada = await world.BrowserOfAsync(world.Ada);

        using var added = await SendAsync(ada, HttpMethod.Post, "/api/v1/accounts", new { name = "Carl", password = "a first password", quotaBytes = 5_000_000 });
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        var carl = await added.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        var path = $"/api/v1/accounts/{carl.GetProperty("id").GetString()}";
        using (var again = await SendAsync(ada, HttpMethod.Post, "/api/v1/accounts", new { name = "carl", password = "a first password" })) Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        using (var changed = await SendAsync(ada, HttpMethod.Patch, path, new { disabled = true }))
        {
            var now = await changed.Content.ReadFromJsonAsync<JsonElement>(Cancel);
            Assert.Equal((true, 5_000_000), (now.GetProperty("disabled").GetBoolean(), now.GetProperty("quotaBytes").GetInt64()));
        }

        using (var last = await SendAsync(ada, HttpMethod.Patch, $"/api/v1/accounts/{world.Ada.Id}", new { isAdmin = false })) Assert.Equal(HttpStatusCode.Conflict, last.StatusCode);
        var list = await ada.Client.GetFromJsonAsync<JsonElement>("/api/v1/accounts?limit=2", Cancel);
        Assert.Equal(["Ada", "Ben"], list.GetProperty("items").EnumerateArray().Select(account => account.GetProperty("name").GetString()));
        Assert.DoesNotContain("assword", list.ToString(), StringComparison.Ordinal);

        using var ben = await world.BrowserOfAsync(world.Ben);
        Assert.Equal("Ben", (await ben.Client.GetFromJsonAsync<JsonElement>("/api/v1/accounts/me", Cancel)).GetProperty("name").GetString());
    }

    [Fact]
    public async Task An_album_is_shared_by_name_and_members_may_leave()
    {
        await using var world = await World.StartAsync();
        var album = await world.AlbumAsync(world.Ada);
        using var ada = await world.BrowserOfAsync(world.Ada);
        using var ben = await world.BrowserOfAsync(world.Ben);
        var members = $"/api/v1/albums/{album.Id}/members";

        using (var nobody = await SendAsync(ada, HttpMethod.Put, $"{members}/Nobody", new { role = "viewer" })) Assert.Equal(HttpStatusCode.UnprocessableEntity, nobody.StatusCode);
        using (var owner = await SendAsync(ada, HttpMethod.Put, $"{members}/Ben", new { role = "owner" })) Assert.Equal(HttpStatusCode.UnprocessableEntity, owner.StatusCode);
        using (var set = await SendAsync(ada, HttpMethod.Put, $"{members}/Ben", new { role = "contributor" })) Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        var listed = Assert.Single((await ada.Client.GetFromJsonAsync<JsonElement>(members, Cancel)).GetProperty("items").EnumerateArray());
        Assert.Equal(("Ben", "contributor"), (listed.GetProperty("name").GetString(), listed.GetProperty("role").GetString()));

        using (var refused = await ben.GetAsync(members)) Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using (var left = await SendAsync(ben, HttpMethod.Delete, $"{members}/Ben", null)) Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
        using (var absent = await ben.GetAsync($"/api/v1/albums/{album.Id}")) Assert.Equal(HttpStatusCode.NotFound, absent.StatusCode);
    }

    private static async Task<HttpResponseMessage> SendAsync(Browser browser, HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = JsonContent.Create(body);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        return await browser.Client.SendAsync(request, Cancel);
    }
}
