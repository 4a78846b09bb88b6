using System.Net;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Tests.Uploads.Guests;

namespace Vitrine.Tests.Incoming;

/// <summary>What guests added, before those who decide about it: the owner of the album and its managers.</summary>
public sealed class IncomingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_owner_has_one_notice_however_much_it_is_and_says_yes_or_no_one_by_one()
    {
        await using var world = await World.StartAsync();
        var (album, _, token) = await GuestAtLink.LinkAsync(world, canView: true);
        using var zoe = await GuestAtLink.ComeAsync(world, token);
        var (first, second) = (await zoe.AddAsync(1, "beach.png"), await zoe.AddAsync(2, "thumb.png"));
        using var ada = await world.BrowserOfAsync(world.Ada);
        using var viewer = world.Browser();

        Assert.Equal("2", (await ada.PageAsync("/")).QuerySelector(".bar .waiting .badge")?.TextContent.Trim());
        using var led = await ada.GetAsync("/incoming");
        Assert.Equal($"/albums/{album.Id}/incoming", led.Headers.Location?.OriginalString);
        var page = await ada.PageAsync($"/albums/{album.Id}/incoming");
        Assert.Equal(2, page.QuerySelectorAll(".incoming-items li").Length);
        Assert.Contains("Zoë", page.QuerySelector(".incoming-items li")!.TextContent, StringComparison.Ordinal);
        Assert.Empty((await viewer.PageAsync($"/s/{token}")).QuerySelectorAll(".tile"));
        Assert.Contains("2 files from guests", (await ada.PageAsync($"/albums/{album.Id}")).Body!.TextContent, StringComparison.Ordinal);

        using var yes = await ada.SubmitAsync($"/albums/{album.Id}/incoming", $"/albums/{album.Id}/incoming/approve", ("id", first.ToString()));
        using var no = await DecideAsync(ada, album, "reject", ("id", second.ToString()));

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther), (yes.StatusCode, no.StatusCode));
        Assert.Equal([first.ToString()], (await viewer.PageAsync($"/s/{token}")).QuerySelectorAll(".tile").Select(tile => tile.GetAttribute("data-id")));
        Assert.Contains(second.ToString(), (await ada.PageAsync("/trash")).Source.Text, StringComparison.Ordinal);
        Assert.Null((await ada.PageAsync("/")).QuerySelector(".bar .waiting"));
        Assert.Contains("Zoë", (await ada.PageAsync($"/media/{first}")).QuerySelector("#info")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_is_what_the_page_showed_and_not_what_came_since()
    {
        await using var world = await World.StartAsync();
        var (album, _, token) = await GuestAtLink.LinkAsync(world);
        using var zoe = await GuestAtLink.ComeAsync(world, token);
        for (var n = 0; n < 3; n++) await zoe.AddAsync(n);
        using var ada = await world.BrowserOfAsync(world.Ada);
        var form = Browser.FormOf(await ada.PageAsync($"/albums/{album.Id}/incoming"), $"/albums/{album.Id}/incoming/approve");
        var late = await zoe.AddAsync(9);

        using var answer = await SendAllAsync(ada, form);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal([late.ToString()], (await ada.PageAsync($"/albums/{album.Id}/incoming")).QuerySelectorAll("input[name=shown]").Select(shown => shown.GetAttribute("value")));
        Assert.Equal(3, (await world.Get<IAlbumCatalog>().FindAsync(album.Id, Cancel))!.Items);
    }

    [Theory]
    [InlineData(AlbumRole.Manager, HttpStatusCode.OK)]
    [InlineData(AlbumRole.Editor, HttpStatusCode.NotFound)]
    [InlineData(AlbumRole.Contributor, HttpStatusCode.NotFound)]
    [InlineData(null, HttpStatusCode.NotFound)]
    [Trait("trust", "A06")]
    public async Task What_waits_is_seen_and_decided_by_owner_and_managers_alone(AlbumRole? role, HttpStatusCode status)
    {
        await using var world = await World.StartAsync();
        var (album, _, token) = await GuestAtLink.LinkAsync(world);
        if (role is { } given) await world.Get<IAlbumMembers>().SetAsync(album.Id, world.Ben.Id, given, Cancel);
        using var zoe = await GuestAtLink.ComeAsync(world, token);
        var id = await zoe.AddAsync();
        using var ben = await world.BrowserOfAsync(world.Ben);
        using var program = await world.ProgramOfAsync(world.Ben);

        foreach (var path in new[] { $"/albums/{album.Id}/incoming", $"/albums/{album.Id}/incoming/{id}/original" })
            Assert.Equal(status, (await ben.GetAsync(path)).StatusCode);
        Assert.Equal(status, (await program.GetAsync($"/api/v1/albums/{album.Id}/incoming", Cancel)).StatusCode);
        Assert.DoesNotContain(id.ToString(), (await ben.PageAsync("/")).Source.Text, StringComparison.Ordinal);
        if (role is not null)
            Assert.DoesNotContain(id.ToString(), await program.GetStringAsync($"/api/v1/albums/{album.Id}/items", Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await ben.GetAsync($"/albums/{album.Id}/media/{id}/original")).StatusCode);

        using var approved = await program.PutAsync($"/api/v1/albums/{album.Id}/incoming/{id}", null, Cancel);
        Assert.Equal(status == HttpStatusCode.OK ? HttpStatusCode.NoContent : HttpStatusCode.NotFound, approved.StatusCode);
        Assert.Equal(status == HttpStatusCode.OK, await world.Get<IMediaCatalog>().FindAsync(new Scope.Own(world.Ada.Id), id, Cancel) is not null);
    }

    [Fact]
    public async Task Programs_of_the_owner_list_approve_and_reject_once()
    {
        await using var world = await World.StartAsync();
        var (album, _, token) = await GuestAtLink.LinkAsync(world);
        using var zoe = await GuestAtLink.ComeAsync(world, token);
        var (first, second) = (await zoe.AddAsync(1), await zoe.AddAsync(2));
        using var ada = await world.ProgramOfAsync(world.Ada);
        var place = $"/api/v1/albums/{album.Id}/incoming";

        var page = await ada.JsonAsync($"{place}?limit=1");
        Assert.Equal([first.ToString()], page.Ids());
        Assert.Equal("Zoë", page.GetProperty("items")[0].GetProperty("guestName").GetString());
        Assert.Equal([second.ToString()], (await ada.JsonAsync($"{place}?limit=1&cursor={page.GetProperty("next").GetString()}")).Ids());

        Assert.Equal(HttpStatusCode.NoContent, (await ada.PutAsync($"{place}/{first}", null, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.PutAsync($"{place}/{first}", null, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.DeleteAsync($"{place}/{first}", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await ada.DeleteAsync($"{place}/{second}", Cancel)).StatusCode);
        Assert.Equal([first.ToString()], (await ada.JsonAsync("/api/v1/media")).Ids());
        Assert.Equal([second.ToString()], (await ada.JsonAsync("/api/v1/trash")).Ids());
    }

    private static async Task<HttpResponseMessage> DecideAsync(Browser browser, Album album, string verdict, params (string Name, string Value)[] fields)
    {
        var form = Browser.FormOf(await browser.PageAsync($"/albums/{album.Id}/incoming"), $"/albums/{album.Id}/incoming/approve");
        form.SetAttribute("action", $"/albums/{album.Id}/incoming/{verdict}");
        return await browser.SubmitAsync(form, fields);
    }

    /// <summary>As the button for all sends it, with every hidden field.</summary>
    private static Task<HttpResponseMessage> SendAllAsync(Browser browser, AngleSharp.Html.Dom.IHtmlFormElement form) =>
        browser.SubmitAsync(form, ("all", "all"));
}
