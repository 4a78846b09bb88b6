using System.Net;
using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Publishing;

namespace Vitrine.Tests.Features.Sharing.Public;

/// <summary>How owners show something to everybody and take it back, and how they see that they do.</summary>
public sealed class PublishingTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private World World => shared.World;

    private IPublicationCatalog Publications => World.Get<IPublicationCatalog>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_public_before_the_page_that_says_who_will_see_it_was_answered()
    {
        var item = await World.PlantAsync(World.Ada, Planting.Bytes(10));
        using var owner = await World.BrowserOfAsync(World.Ada);
        var page = $"/publish?item={item.Id}";

        using var asked = await owner.SubmitAsync(page, "/publish", ("visibility", "Public"), ("canDownload", "on"));
        var question = await Browser.ParseAsync(asked);
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.Contains("Everybody who can reach this site", question.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains(World.Ada.Name, question.QuerySelector(".who-sees")!.TextContent, StringComparison.Ordinal);
        Assert.Null(await Publications.OfAsync(item.Id, Cancel));

        using var confirmed = await owner.SubmitAsync(Browser.FormOf(question, "/publish"));
        Assert.Equal((HttpStatusCode.SeeOther, page), (confirmed.StatusCode, confirmed.Headers.Location!.ToString()));
        var published = await Publications.OfAsync(item.Id, Cancel);
        Assert.Equal((Visibility.Public, true, false), (published!.Visibility, published.CanDownload, published.ShowMetadata));
        Assert.EndsWith($"/p/{published.Address}", (await owner.PageAsync(page)).QuerySelector("#address")!.GetAttribute("value"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wherever_its_owner_meets_it_a_sign_says_that_others_see_it()
    {
        var item = await World.PlantAsync(World.Ben, Planting.Bytes(10), renditions: ("tile", Planting.Bytes(5)));
        var album = await World.AlbumAsync(World.Ben, item.Id);
        await World.PublishAsync(item, Visibility.Unlisted);
        await World.PublishAsync(album);
        using var owner = await World.BrowserOfAsync(World.Ben);

        foreach (var (path, sign) in new[] { ("/", "Unlisted"), ("/table", "Unlisted"), ($"/media/{item.Id}", "Unlisted"), ("/albums", "Public"), ($"/albums/{album.Id}", "Public"), ("/shares/public", "Unlisted") })
        {
            var said = (await owner.PageAsync(path)).QuerySelectorAll(".seen").Select(seen => seen.TextContent.Trim());
            Assert.Contains(sign, said);
        }

        using var program = await World.ProgramOfAsync(World.Ben);
        Assert.Matches("\"visibilities\":\\[[^\\]]*\"unlisted\"", await program.GetStringAsync("/api/v1/timeline/2026-05", Cancel));
        using var member = await World.BrowserOfAsync(World.Ada);
        await World.Get<IAlbumMembers>().SetAsync(album.Id, World.Ada.Id, AlbumRole.Viewer, Cancel);
        var seen = Assert.Single((await member.PageAsync($"/albums/{album.Id}")).QuerySelectorAll(".seen"));
        Assert.Equal("Public", seen.TextContent.Trim());
    }

    [Fact]
    [Trait("trust", "L10")]
    public async Task Everything_shown_is_listed_and_made_private_there()
    {
        var carl = await World.PersonAsync("Carl", isAdmin: false);
        using var owner = await World.BrowserOfAsync(carl);
        Assert.NotNull((await owner.PageAsync("/shares/public")).QuerySelector(".empty"));
        var item = await World.PlantAsync(carl, Planting.Bytes(10));
        var published = await World.PublishAsync(item, Visibility.Unlisted);

        Assert.NotNull((await owner.PageAsync("/shares/public")).QuerySelector($"a[href='/p/{published.Address}']"));
        using var ended = await owner.SubmitAsync("/shares/public", "/publish");
        Assert.Equal((HttpStatusCode.SeeOther, "/shares/public"), (ended.StatusCode, ended.Headers.Location!.ToString()));
        Assert.Null(await Publications.FindAsync(Ids.HashSecret(published.Address), Cancel));
    }

    [Fact]
    [Trait("trust", "A03")]
    public async Task Only_the_owner_decides_not_even_a_manager_does()
    {
        var item = await World.PlantAsync(World.Ada, Planting.Bytes(10));
        var album = await World.AlbumAsync(World.Ada, item.Id);
        await World.Get<IAlbumMembers>().SetAsync(album.Id, World.Ben.Id, AlbumRole.Manager, Cancel);
        var own = await World.PlantAsync(World.Ben, Planting.Bytes(11));
        using var manager = await World.BrowserOfAsync(World.Ben);

        Assert.Equal(HttpStatusCode.Forbidden, (await manager.GetAsync($"/publish?album={album.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.GetAsync($"/publish?item={item.Id}")).StatusCode);
        var page = $"/publish?item={own.Id}"; // a form of their own, to send something else with
        using var ofAlbum = await manager.SubmitAsync(page, "/publish", ("album", $"{album.Id}"), ("item", ""), ("visibility", "Public"), ("confirmed", "yes"));
        using var ofItem = await manager.SubmitAsync(page, "/publish", ("item", $"{item.Id}"), ("visibility", "Public"), ("confirmed", "yes"));
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NotFound), (ofAlbum.StatusCode, ofItem.StatusCode));
        Assert.Null(await Publications.OfAsync(album.Id, Cancel));

        var published = await World.PublishAsync(album);
        await manager.SubmitAsync(page, "/publish", ("album", $"{album.Id}"), ("item", ""), ("visibility", "Private"));
        Assert.Equal(published, await Publications.OfAsync(album.Id, Cancel));
        Assert.Null((await manager.PageAsync($"/albums/{album.Id}")).QuerySelector("a[href^='/publish']"));
    }
}
