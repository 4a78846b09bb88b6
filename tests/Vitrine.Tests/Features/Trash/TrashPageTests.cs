using System.Net;
using Vitrine.Library;
using Vitrine.Library.Access;

namespace Vitrine.Tests.Features.Trash;

/// <summary>Deleting by forms alone.</summary>
public sealed class TrashPageTests
{
    [Fact]
    public async Task A_deleted_item_comes_back_by_the_notices_undo_button()
    {
        await using var world = await World.StartAsync();
        var item = await world.PlantAsync(world.Ada, Planting.Bytes(10));
        using var browser = await world.BrowserOfAsync(world.Ada);

        using var deleted = await browser.SubmitAsync("/table", "/trash", ("id", item.Id.ToString()));
        Assert.Equal("/table", deleted.Headers.Location?.ToString());
        var after = await browser.PageAsync("/table");
        Assert.Equal("1 item moved to the trash.", after.QuerySelector(".toast span")!.TextContent);
        using var undone = await browser.SubmitAsync(Browser.FormOf(after, "/trash/restore"));

        Assert.Equal(HttpStatusCode.Redirect, undone.StatusCode);
        Assert.Null((await FindAsync(world, item.Id))!.TrashedAt);
        Assert.Null((await browser.PageAsync("/trash")).QuerySelector(".tile"));
    }

    [Fact]
    public async Task Nothing_goes_for_ever_before_it_was_confirmed()
    {
        await using var world = await World.StartAsync();
        var item = await world.PlantAsync(world.Ada, Planting.Bytes(10));
        await world.Get<IMediaCatalog>().PutInTrashAsync(Scope.Everything, item.Id, TestContext.Current.CancellationToken);
        using var browser = await world.BrowserOfAsync(world.Ada);

        using var asked = await browser.SubmitAsync("/trash", "/trash/empty");
        Assert.NotNull(await FindAsync(world, item.Id));
        using var done = await browser.SubmitAsync(Browser.FormOf(await Browser.ParseAsync(asked), "/trash/empty"));

        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.Null(await FindAsync(world, item.Id));
    }

    [Fact]
    public async Task Somebody_elses_items_stay_where_they_are()
    {
        await using var world = await World.StartAsync();
        var item = await world.PlantAsync(world.Ada, Planting.Bytes(10));
        await world.PlantAsync(world.Ben, Planting.Bytes(10, 2));
        using var browser = await world.BrowserOfAsync(world.Ben);

        using var tried = await browser.SubmitAsync("/table", "/trash", ("id", item.Id.ToString()));

        Assert.Null((await FindAsync(world, item.Id))!.TrashedAt);
    }

    [Theory]
    [InlineData("//elsewhere.example/")]
    [InlineData("https://elsewhere.example/")]
    [InlineData("/\\elsewhere.example")]
    public async Task A_form_goes_back_to_this_site_only(string back)
    {
        await using var world = await World.StartAsync();
        var item = await world.PlantAsync(world.Ada, Planting.Bytes(10));
        using var browser = await world.BrowserOfAsync(world.Ada);

        using var deleted = await browser.SubmitAsync("/table", "/trash", ("id", item.Id.ToString()), ("back", back));

        Assert.Equal("/", deleted.Headers.Location?.ToString());
    }

    private static Task<MediaItem?> FindAsync(World world, MediaId id) =>
        world.Get<IMediaCatalog>().FindAsync(Scope.Everything, id, TestContext.Current.CancellationToken);
}
