using System.Net;
using Vitrine.Library;
using Vitrine.Library.Links;

namespace Vitrine.Tests.Features.Administration;

public sealed class WorkAndLinksTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failed_file_is_told_with_its_reason_without_its_name_and_tried_again()
    {
        await using var world = await World.StartAsync();
        using var program = await world.ProgramOfAsync(world.Ben);
        var broken = await World.UploadAsync(program, [0xff, 0xd8, 0xff, 0xe0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xff, 0xd9], "secret-name.jpg");
        Assert.Equal(MediaState.Failed, (await world.SettledAsync(broken)).State);
        using var ada = await world.BrowserOfAsync(world.Ada);

        var page = await ada.PageAsync("/admin/work");
        var row = Assert.Single(page.QuerySelectorAll("tbody tr"));
        Assert.Contains("Ben", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("image/jpeg", row.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-name", page.DocumentElement.OuterHtml, StringComparison.Ordinal);

        using var again = await ada.SubmitAsync(Browser.FormOf(page, "/admin/work/retry"));
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        Assert.Equal(MediaState.Failed, (await world.SettledAsync(broken)).State);
        Assert.Contains("had previews made again", (await ada.PageAsync("/admin/audit")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("trust", "L10")]
    public async Task Every_accounts_links_are_listed_without_what_they_show_and_can_be_revoked()
    {
        await using var world = await World.StartAsync();
        var item = await world.UploadAsync(world.Ben);
        using var ben = await world.BrowserOfAsync(world.Ben);
        using (await ben.SubmitAsync($"/shares/new?item={item}", "/shares", ("name", "Grandma"))) { }
        using var ada = await world.BrowserOfAsync(world.Ada);

        var page = await ada.PageAsync("/admin/links");
        var row = Assert.Single(page.QuerySelectorAll("tbody tr")).TextContent;
        Assert.Contains("Grandma", row, StringComparison.Ordinal);
        Assert.Contains("Ben", row, StringComparison.Ordinal);
        Assert.DoesNotContain(item.ToString(), page.DocumentElement.OuterHtml, StringComparison.Ordinal);

        var link = Assert.Single((await world.Get<ILinkCatalog>().OfOwnerAsync(world.Ben.Id, null, 10, Cancel)).Items);
        using (await ada.SubmitAsync("/admin/links", $"/admin/links/{link.Id}/revoke")) { }
        Assert.Null(await world.Get<ILinkCatalog>().FindAsync(link.Id, Cancel));
        Assert.Contains("Nobody shares by a link", (await ada.PageAsync("/admin/links")).Body!.TextContent, StringComparison.Ordinal);
    }
}
