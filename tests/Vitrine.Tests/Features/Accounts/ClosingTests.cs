using System.Net;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Accounts;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;
using Vitrine.Library.Links;
using Vitrine.Tests.Backends.Dynamo;

namespace Vitrine.Tests.Features.Accounts;

/// <summary>Deleting an account, by its holder and by an admin, and bringing it back.</summary>
public sealed class ClosingTests
{
    private const string Page = "/settings/delete";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("trust", "A07")]
    public async Task Who_deletes_their_account_is_out_at_once_and_so_is_all_that_they_shared()
    {
        await using var world = await World.StartAsync();
        var item = await world.PlantAsync(world.Ben, Planting.Bytes(100), renditions: ("tile", Planting.Bytes(5)));
        var album = await world.AlbumAsync(world.Ben, item.Id);
        await world.Get<IAlbumMembers>().SetAsync(album.Id, world.Ada.Id, AlbumRole.Editor, Cancel);
        var (_, token) = await world.LinkAsync(world.Ben, new NewLink { Name = "Look", Album = album.Id, CanDownload = true });
        var published = await world.PublishAsync(album);
        using var program = await world.ProgramOfAsync(world.Ben);
        using var ben = await world.BrowserOfAsync(world.Ben);
        using var elsewhere = await world.BrowserOfAsync(world.Ben);
        using var ada = await world.BrowserOfAsync(world.Ada);
        using var stranger = world.Browser();
        string[] seenByAda = [$"/albums/{album.Id}", $"/albums/{album.Id}/media/{item.Id}/tile", $"/api/v1/albums/{album.Id}"];
        string[] seenByAll = [$"/s/{token}", $"/s/{token}/media/{item.Id}/tile", $"/p/{published.Address}", $"/p/{published.Address}/media/{item.Id}/tile"];
        foreach (var path in seenByAda) Assert.Equal(HttpStatusCode.OK, (await ada.GetAsync(path)).StatusCode);
        foreach (var path in seenByAll) Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync(path)).StatusCode);
        var page = await ben.PageAsync(Page);
        Assert.NotNull(page.QuerySelector("a[href='/settings/export']"));
        Assert.Equal(["1", "1"], page.QuerySelectorAll(".facts dd").Skip(2).Select(count => count.TextContent.Trim())); // albums, live links

        using (var mistyped = await ben.SubmitAsync(Page, Page, ("name", "Bem"), ("current", World.Password))) Assert.Equal(HttpStatusCode.UnprocessableEntity, mistyped.StatusCode);
        using (var wrong = await ben.SubmitAsync(Page, Page, ("name", "Ben"), ("current", "not it"))) Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        Assert.NotNull(await ben.PageAsync("/settings"));
        using var done = await ben.SubmitAsync(Page, Page, ("name", "Ben"), ("current", World.Password));

        Assert.Equal("/login", done.Headers.Location?.ToString());
        Assert.Contains("30 days", (await ben.PageAsync("/login")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await elsewhere.GetAsync("/settings")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/api/v1/media", Cancel)).StatusCode);
        foreach (var path in seenByAll) Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(path)).StatusCode);
        await WithinASecondAsync(async () => (await ada.GetAsync(seenByAda[0])).StatusCode == HttpStatusCode.NotFound);
        foreach (var path in seenByAda) Assert.Equal(HttpStatusCode.NotFound, (await ada.GetAsync(path)).StatusCode);
        Assert.DoesNotContain($"{album.Id}", (await ada.PageAsync("/albums")).Body!.InnerHtml, StringComparison.Ordinal);
        using (var signIn = await stranger.SubmitAsync("/login", "/login", ("name", "Ben"), ("password", World.Password))) Assert.Equal(HttpStatusCode.Unauthorized, signIn.StatusCode);
        var told = (await world.Get<IAuditLog>().PageAsync(new AuditFilter(), null, 10, Cancel)).Items.First(entry => entry.Act == AuditAct.AccountClosed);
        Assert.Equal((world.Ben.Id, "Ben", $"accounts/{world.Ben.Id}", "Ben"), (told.Actor!.Value, told.ActorName, told.Subject, told.Name));
    }

    [Fact]
    public async Task An_admin_deletes_brings_back_and_removes_for_ever()
    {
        await using var world = await World.StartAsync();
        var item = await world.PlantAsync(world.Ben, Planting.Bytes(100));
        var (_, token) = await world.LinkAsync(world.Ben, new NewLink { Name = "Look", Items = [item.Id] });
        using var ada = await world.BrowserOfAsync(world.Ada);
        using var stranger = world.Browser();
        var path = $"/admin/accounts/{world.Ben.Id}";
        using (var mistyped = await ada.SubmitAsync($"{path}/delete", $"{path}/delete", ("name", "ben"))) Assert.Equal(HttpStatusCode.UnprocessableEntity, mistyped.StatusCode);

        using (var deleted = await ada.SubmitAsync($"{path}/delete", $"{path}/delete", ("name", "Ben"))) Assert.Equal("/admin/accounts", deleted.Headers.Location?.ToString());
        Assert.Contains("Deleted", (await ada.PageAsync("/admin/accounts")).QuerySelector("table")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/s/{token}")).StatusCode);
        using (var named = await ada.SubmitAsync("/admin/accounts", "/admin/accounts", ("name", "Ben"), ("password", "a first password"))) Assert.Equal(HttpStatusCode.Conflict, named.StatusCode);
        using (var back = await ada.SubmitAsync(path, $"{path}/restore")) Assert.Equal(path, back.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync($"/s/{token}")).StatusCode);
        using (var welcome = await stranger.SubmitAsync("/login", "/login", ("name", "Ben"), ("password", World.Password))) Assert.Equal("/", welcome.Headers.Location?.ToString());

        using (await ada.SubmitAsync($"{path}/delete", $"{path}/delete", ("name", "Ben"))) { }
        using (var mistyped = await ada.SubmitAsync($"{path}/delete", $"{path}/purge", ("name", "b"))) Assert.Equal(HttpStatusCode.UnprocessableEntity, mistyped.StatusCode);
        using (var removed = await ada.SubmitAsync($"{path}/delete", $"{path}/purge", ("name", "Ben"))) Assert.Equal("/admin/accounts", removed.Headers.Location?.ToString());

        await UntilAsync(async () => await world.Get<IAccountCatalog>().FindAsync(world.Ben.Id, Cancel) is null);
        Assert.Null(await world.Get<IMediaCatalog>().FindAsync(Scope.Everything, item.Id, Cancel));
        Assert.Equal(HttpStatusCode.NotFound, (await ada.GetAsync(path)).StatusCode);
        using (var named = await ada.SubmitAsync("/admin/accounts", "/admin/accounts", ("name", "Ben"), ("password", "a first password"))) Assert.Equal(HttpStatusCode.SeeOther, named.StatusCode);
        var acts = (await world.Get<IAuditLog>().PageAsync(new AuditFilter(Text: "Ben"), null, 50, Cancel)).Items.Where(entry => entry.Actor == world.Ada.Id).Select(entry => entry.Act);
        Assert.Equal([AuditAct.AccountMade, AuditAct.AccountPurged, AuditAct.AccountClosed, AuditAct.AccountReopened, AuditAct.AccountClosed], acts);
    }

    [Fact]
    public async Task The_last_admin_cannot_leave_by_any_door()
    {
        await using var world = await World.StartAsync();
        using var ada = await world.BrowserOfAsync(world.Ada);
        ada.Client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        using (var own = await ada.SubmitAsync(Page, Page, ("name", "Ada"), ("current", World.Password))) Assert.Equal(HttpStatusCode.Conflict, own.StatusCode);
        var path = $"/admin/accounts/{world.Ada.Id}/delete";
        using (var page = await ada.SubmitAsync(path, path, ("name", "Ada"))) Assert.Equal(HttpStatusCode.Conflict, page.StatusCode);
        using (var json = await ada.Client.DeleteAsync($"/api/v1/accounts/{world.Ada.Id}?permanent=true", Cancel)) Assert.Equal(HttpStatusCode.Conflict, json.StatusCode);
        Assert.NotNull(await ada.PageAsync("/settings"));
    }

    [Fact]
    public async Task By_json_it_is_deleted_changed_by_nobody_and_brought_back_and_never_by_a_key()
    {
        await using var world = await World.StartAsync();
        using var ada = await world.BrowserOfAsync(world.Ada);
        ada.Client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        using var key = await world.ProgramOfAsync(world.Ada);
        var path = $"/api/v1/accounts/{world.Ben.Id}";
        using (var refused = await key.DeleteAsync(path, Cancel)) Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        for (var time = 0; time < 2; time++)
            using (var deleted = await ada.Client.DeleteAsync(path, Cancel)) Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using (var change = new StringContent("""{"disabled":false}""", System.Text.Encoding.UTF8, "application/json"))
        using (var changed = await ada.Client.PatchAsync(path, change, Cancel)) Assert.Equal(HttpStatusCode.Conflict, changed.StatusCode);
        using (var back = await ada.Client.PostAsync($"{path}/restore", null, Cancel)) Assert.Equal(HttpStatusCode.OK, back.StatusCode);
        Assert.Null((await world.Get<IAccountCatalog>().FindAsync(world.Ben.Id, Cancel))!.ClosedAt);

        using (var gone = await ada.Client.DeleteAsync($"{path}?permanent=true", Cancel)) Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        await UntilAsync(async () => await world.Get<IAccountCatalog>().FindAsync(world.Ben.Id, Cancel) is null);
        using var absent = await ada.Client.DeleteAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, absent.StatusCode);
    }

    [Fact]
    public async Task After_the_days_of_the_trash_the_sweeper_begins_and_not_before()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var world = await World.StartAsync(time: time);
        await world.Get<AccountClosing>().CloseAsync(world.Ben.Id, Cancel);
        time.Pass(TimeSpan.FromDays(29.9));
        await world.Get<Sweeper>().RunAsync(Cancel);
        Assert.Null((await world.Get<IAccountCatalog>().FindAsync(world.Ben.Id, Cancel))!.PurgingAt);

        time.Pass(TimeSpan.FromDays(0.2));
        await world.Get<Sweeper>().RunAsync(Cancel);

        await UntilAsync(async () =>
        {
            time.Advance(TimeSpan.FromSeconds(5));
            return await world.Get<IAccountCatalog>().FindAsync(world.Ben.Id, Cancel) is null;
        });
    }

    [Fact]
    [Trait("trust", "N06")]
    public async Task What_one_node_closes_the_other_refuses_within_a_second()
    {
        await using var table = await TestTable.CreateAsync();
        await using var here = await World.StartAsync(table.Settings, replace: table.Use);
        await using var there = await World.StartAsync(here.Data, ownsFolder: false, table.Settings, replace: table.Use);
        var album = await here.AlbumAsync(here.Ben);
        await here.Get<IAlbumMembers>().SetAsync(album.Id, here.Ada.Id, AlbumRole.Viewer, Cancel);
        var (_, token) = await here.LinkAsync(here.Ben, new NewLink { Name = "Look", Album = album.Id });
        using var ben = await there.BrowserOfAsync(here.Ben);
        using var ada = await there.BrowserOfAsync(here.Ada);
        foreach (var (browser, path) in new[] { (ben, "/settings"), (ada, $"/albums/{album.Id}"), (ada, $"/s/{token}") })
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(path)).StatusCode);

        await here.Get<AccountClosing>().CloseAsync(here.Ben.Id, Cancel);

        await WithinASecondAsync(async () => (await ben.GetAsync("/settings")).StatusCode == HttpStatusCode.Found
            && (await ada.GetAsync($"/albums/{album.Id}")).StatusCode == HttpStatusCode.NotFound && (await ada.GetAsync($"/s/{token}")).StatusCode == HttpStatusCode.NotFound);
    }

    /// <summary>A busy machine may take longer to ask than that, but what is asked for a second later must be refused.</summary>
    private static async Task WithinASecondAsync(Func<Task<bool>> isRefused)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(1); DateTime.UtcNow < deadline; await Task.Delay(20, Cancel))
            if (await isRefused()) return;
        Assert.True(await isRefused());
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < deadline; await Task.Delay(50, Cancel))
            if (await isSo()) return;
        Assert.Fail("It did not come to that in time.");
    }
}
