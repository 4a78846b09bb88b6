using System.Net;
using Vitrine.Library.Albums;

namespace Vitrine.Tests.Features.Albums;

/// <summary>Sharing an album with people who have an account, by forms.</summary>
public sealed class MemberPageTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private World World => shared.World;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("trust", "A07")]
    public async Task Somebody_is_let_in_gets_a_bigger_part_and_is_put_out_again()
    {
        var album = await World.AlbumAsync(World.Ada, (await World.PlantAsync(World.Ada, Planting.Bytes(10))).Id);
        var url = $"/albums/{album.Id}";
        using var ada = await World.BrowserOfAsync(World.Ada);
        using var ben = await World.BrowserOfAsync(World.Ben);
        Assert.Equal(HttpStatusCode.NotFound, (await ben.GetAsync(url)).StatusCode);

        using var shared = await ada.SubmitAsync($"{url}/members", $"{url}/members", ("name", "ben"), ("role", "Viewer"));
        Assert.Equal(HttpStatusCode.SeeOther, shared.StatusCode);
        Assert.Single((await ben.PageAsync(url)).QuerySelectorAll(".tile"));
        Assert.Equal(HttpStatusCode.Forbidden, (await ben.GetAsync($"{url}/members")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ben.GetAsync($"{url}/edit")).StatusCode);

        using var promoted = await ada.SubmitAsync($"{url}/members", $"{url}/members", ("name", "Ben"), ("role", "Editor"));
        Assert.Equal(HttpStatusCode.OK, (await ben.GetAsync($"{url}/edit")).StatusCode);

        var page = await ada.PageAsync($"{url}/members");
        using var removed = await ada.SubmitAsync(Browser.FormOf(page, $"{url}/members/{World.Ben.Id}/remove"));
        Assert.Equal(HttpStatusCode.NotFound, (await ben.GetAsync(url)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ben.GetAsync($"{url}/edit")).StatusCode);
    }

    [Theory]
    [InlineData("nobody here", "Nobody here has that name")]
    [InlineData("Ada", "who made the album")]
    public async Task Who_cannot_be_a_member_is_said_in_words(string name, string words)
    {
        var album = await World.AlbumAsync(World.Ada);
        using var ada = await World.BrowserOfAsync(World.Ada);
        using var answer = await ada.SubmitAsync($"/albums/{album.Id}/members", $"/albums/{album.Id}/members", ("name", name), ("role", "Owner"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(words, (await Browser.ParseAsync(answer)).QuerySelector(".error")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(await World.Get<IAlbumMembers>().OfAlbumAsync(album.Id, Cancel));
    }

    [Fact]
    public async Task A_member_may_leave_and_nobody_but_those_who_share_puts_others_out()
    {
        var album = await World.AlbumAsync(World.Ada);
        var carl = await World.PersonAsync("Carl", isAdmin: false);
        var members = World.Get<IAlbumMembers>();
        foreach (var account in new[] { World.Ben, carl }) await members.SetAsync(album.Id, account.Id, AlbumRole.Contributor, Cancel);
        using var ben = await World.BrowserOfAsync(World.Ben);
        var form = Browser.FormOf(await ben.PageAsync("/settings"), "/logout");

        form.SetAttribute("action", $"/albums/{album.Id}/members/{carl.Id}/remove");
        using var putOut = await ben.SubmitAsync(form);
        form.SetAttribute("action", $"/albums/{album.Id}/members/{World.Ben.Id}/remove");
        using var left = await ben.SubmitAsync(form);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.SeeOther), (putOut.StatusCode, left.StatusCode));
        Assert.Equal([carl.Id], (await members.OfAlbumAsync(album.Id, Cancel)).Select(member => member.Account));
    }

    [Fact]
    public async Task Who_shares_an_album_sees_it_as_a_member_does()
    {
        var album = await World.AlbumAsync(World.Ada, (await World.PlantAsync(World.Ada, Planting.Bytes(10))).Id);
        await World.Get<IAlbumMembers>().SetAsync(album.Id, World.Ben.Id, AlbumRole.Viewer, Cancel);
        using var ada = await World.BrowserOfAsync(World.Ada);
        using var ben = await World.BrowserOfAsync(World.Ben);

        var seenAs = await ada.PageAsync($"/albums/{album.Id}?as=Viewer");
        var seen = await ben.PageAsync($"/albums/{album.Id}");
        Assert.Equal(
            seen.QuerySelectorAll("main .album-head, main v-shown").Select(part => part.OuterHtml),
            seenAs.QuerySelectorAll("main .album-head, main v-shown").Select(part => part.OuterHtml));
        Assert.Null(seenAs.QuerySelector(".selection-bar"));

        // Asking for more than one has gives nothing more.
        Assert.Null((await ben.PageAsync($"/albums/{album.Id}?as=Manager")).QuerySelector(".selection-bar"));
    }
}
