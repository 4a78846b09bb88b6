using System.Net;
using AngleSharp.Dom;
using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;
using Vitrine.Library.Links;

namespace Vitrine.Tests.Features.Sharing;

/// <summary>A link that came back from the store without its address, as <c>rebuild</c> leaves it.</summary>
public sealed class NewAddressTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private World World => shared.World;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_maker_sees_that_it_has_none_and_gives_it_a_new_one_by_which_it_lives_again()
    {
        var item = await World.PlantAsync(World.Ada, Planting.Bytes(10));
        var link = await RebuiltAsync(new ShareLink { Id = NewId(), Owner = World.Ada.Id, TokenHash = "", Name = "Grandma", Items = [item.Id], CreatedAt = Now });
        using var browser = await World.BrowserOfAsync(World.Ada);
        var row = (await browser.PageAsync("/shares")).QuerySelectorAll(".links > li").Single(each => each.TextContent.Contains("Grandma", StringComparison.Ordinal));
        Assert.Contains("without its address, so nobody can open it. Give it a new one, or revoke it.", row.TextContent, StringComparison.Ordinal);

        var way = row.QuerySelector($"a[href='/shares/{link.Id}/address']")!;
        Assert.Equal("New address for Grandma", way.GetAttribute("aria-label"));
        var form = Browser.FormOf(await browser.PageAsync(way.GetAttribute("href")!), $"/shares/{link.Id}/address");
        Assert.Null(form.QuerySelector("input[type=password]"));
        using var given = await browser.SubmitAsync(form);
        var url = (await Browser.ParseAsync(given)).QuerySelector("#link")!.GetAttribute("value")!;

        Assert.StartsWith($"{World.Address}s/", url, StringComparison.Ordinal);
        using var stranger = World.Browser();
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync(url)).StatusCode);
        using var again = await browser.GetAsync($"/shares/{link.Id}/address");
        using var twice = await browser.SubmitAsync(form);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (again.StatusCode, twice.StatusCode));
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync(url)).StatusCode);
        var deeds = (await World.Get<IAuditLog>().PageAsync(new AuditFilter(), null, 50, Cancel)).Items;
        var deed = Assert.Single(deeds, deed => deed.Act == AuditAct.LinkAddressGiven && deed.Subject == $"shares/{link.Id}");
        Assert.Equal((World.Ada.Id, "Grandma"), (deed.Actor, deed.Name));
    }

    [Fact]
    public async Task One_that_asked_for_a_password_gets_a_new_one_with_its_address()
    {
        var album = await World.AlbumAsync(World.Ada);
        var link = await RebuiltAsync(new ShareLink { Id = NewId(), Owner = World.Ada.Id, TokenHash = "", Name = "Uncle", Album = album.Id, PasswordHash = "", CreatedAt = Now });
        using var browser = await World.BrowserOfAsync(World.Ada);
        var form = Browser.FormOf(await browser.PageAsync($"/shares/{link.Id}/address"), $"/shares/{link.Id}/address");
        foreach (var (wrong, sentence) in new[] { ("", "This link asked for a password."), ("short", "8 characters") })
        {
            using var refused = await browser.SubmitAsync(form, ("password", wrong));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains(sentence, (await Browser.ParseAsync(refused)).QuerySelector("#password-error")!.TextContent, StringComparison.Ordinal);
        }

        using var given = await browser.SubmitAsync(form, ("password", "another long password"));
        var url = (await Browser.ParseAsync(given)).QuerySelector("#link")!.GetAttribute("value")!;
        using var stranger = World.Browser();
        Assert.NotNull((await stranger.PageAsync(new Uri(url).AbsolutePath)).QuerySelector("input[type=password]"));
    }

    /// <summary>It lives as long as its maker may share, so nobody else gets hold of its address.</summary>
    [Fact]
    public async Task Nobody_but_its_maker_gives_it_an_address()
    {
        var album = await World.AlbumAsync(World.Ada);
        await World.Get<IAlbumMembers>().SetAsync(album.Id, World.Ben.Id, AlbumRole.Manager, Cancel);
        var link = await RebuiltAsync(new ShareLink { Id = NewId(), Owner = World.Ada.Id, TokenHash = "", Name = "Aunt", Album = album.Id, CreatedAt = Now });
        using var manager = await World.BrowserOfAsync(World.Ben);
        var desk = await manager.PageAsync($"/shares/new?album={album.Id}");
        Assert.Contains("Whoever made it can give it a new one.", desk.QuerySelector(".links")!.TextContent, StringComparison.Ordinal);
        Assert.Null(desk.QuerySelector($"a[href='/shares/{link.Id}/address']"));

        using var shown = await manager.GetAsync($"/shares/{link.Id}/address");
        var form = desk.QuerySelectorAll("form").OfType<AngleSharp.Html.Dom.IHtmlFormElement>().First(each => each.GetAttribute("action") == $"/shares/{link.Id}/revoke");
        form.SetAttribute("action", $"/shares/{link.Id}/address");
        using var posted = await manager.SubmitAsync(form);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (shown.StatusCode, posted.StatusCode));
        Assert.False((await World.Get<ILinkCatalog>().FindAsync(link.Id, Cancel))!.HasAddress);
    }

    private DateTimeOffset Now => World.Get<TimeProvider>().GetUtcNow();

    private LinkId NewId() => LinkId.New(World.Get<TimeProvider>());

    private async Task<ShareLink> RebuiltAsync(ShareLink link)
    {
        link = link with { TokenHash = ShareLink.NoAddress(link.Id) };
        Assert.True(await World.Get<ILinkCatalog>().AddAsync(link, Cancel));
        return link;
    }
}
