using Microsoft.Playwright;
using Vitrine.BrowserTests.Pages;
using Vitrine.Library.Albums;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.BrowserTests;

/// <summary>From the library to an album, to a link, to a stranger, and back again.</summary>
public sealed class SharingTests(BrowserFixture chromium) : Story(chromium)
{
    [Theory(Timeout = Patience)]
    [InlineData(true, 1366)]
    [InlineData(false, 1366)]
    [InlineData(true, 390)]
    [InlineData(false, 390)]
    public async Task An_album_is_made_filled_shared_opened_by_a_stranger_and_revoked(bool script, int width)
    {
        var page = await OpenWithAsync(3, script, width);
        var library = new Pages.Library(page);
        var album = new AlbumAndLinks(page);
        await library.TickAsync(0);
        await library.TickAsync(2);
        await album.ChooseAlbumAsync();
        await album.MakeAndAddAsync("By the sea");
        await Expect(album.Title).ToHaveTextAsync("By the sea");
        await Expect(album.Tiles).ToHaveCountAsync(2);

        await album.ShareAsync();
        var url = await album.CreateLinkAsync("Grandma");
        var stranger = await OpenAsync(null, url, Like(script, width));
        var seen = new AlbumAndLinks(stranger);
        await Expect(seen.Title).ToHaveTextAsync("By the sea");
        await Expect(seen.Tiles).ToHaveCountAsync(2);
        await seen.Tiles.First.Locator("a").ClickAsync();
        if (script) await Expect(stranger.Locator(".pswp__count")).ToContainTextAsync("1 of 2");
        else await Expect(stranger.Locator(".stage img")).ToBeVisibleAsync();
        await stranger.GotoAsync(url);

        await page.GotoAsync("/shares");
        await Expect(album.Links).ToContainTextAsync("Opened by 1 visitor");
        await album.RevokeAsync("Grandma");
        await Expect(page.GetByText("No links")).ToBeVisibleAsync();
        await stranger.ReloadAsync();
        await Expect(seen.Title).ToHaveTextAsync("Not found");
        await Expect(seen.Tiles).ToHaveCountAsync(0);
    }

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_password_is_asked_for_and_a_wrong_one_says_so(bool script)
    {
        var page = await OpenWithAsync(1, script, 390);
        await page.GotoAsync($"/shares/new?item={await page.Locator(".tile").GetAttributeAsync("data-id")}");
        var url = await new AlbumAndLinks(page).CreateLinkAsync("Uncle", "a few words in a row");

        var stranger = await OpenAsync(null, url, Like(script, 390));
        await stranger.GetByLabel("Password").FillAsync("wrong");
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        await Expect(stranger.Locator(".error")).ToContainTextAsync("not the password");
        await stranger.GetByLabel("Password").FillAsync("a few words in a row");
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();

        await Expect(stranger.Locator(".tile img")).ToHaveJSPropertyAsync("complete", true);
        await Expect(stranger.Locator(".tile")).ToHaveCountAsync(1);
    }

    [Fact(Timeout = Patience)]
    public async Task From_the_gallery_to_a_copied_link_it_is_six_actions_at_most_by_keyboard()
    {
        var page = await OpenWithAsync(2, script: true, 1366);
        await new Pages.Library(page).LiveAsync();
        var hands = new Hands(page);

        await hands.PressAsync("x");
        await Expect(page.Locator("#selection .count")).ToHaveTextAsync("1 selected");
        await hands.PressAsync("s");
        await Expect(page.GetByLabel("For whom?")).ToBeFocusedAsync();
        await hands.TypeAsync("Grandma");
        await hands.PressAsync("Enter");
        await Expect(new AlbumAndLinks(page).Made).ToBeFocusedAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Copy" })).ToBeVisibleAsync(); // script has come, and selected the link
        await hands.PressAsync("Control+c");

        await CopiedAsync(page);
        Assert.InRange(hands.Actions, 1, 6);
    }

    [Fact(Timeout = Patience)]
    public async Task From_the_gallery_to_a_copied_link_it_is_six_actions_at_most_on_a_phone()
    {
        var page = await OpenWithAsync(2, Hands.Phone);
        await new Pages.Library(page).LiveAsync();
        var hands = new Hands(page);

        await hands.HoldAsync(page.Locator(".tile").Nth(1), until: page.Locator("body.picking"));
        await hands.TapAsync(page.GetByRole(AriaRole.Button, new() { Name = "Share" }));
        await Expect(page.GetByLabel("For whom?")).ToBeFocusedAsync();
        await hands.TypeAsync("Grandma");
        await hands.TapAsync(page.GetByRole(AriaRole.Button, new() { Name = "Create link" }));
        await hands.TapAsync(page.GetByRole(AriaRole.Button, new() { Name = "Copy" }));

        await Expect(page.Locator(".toast")).ToContainTextAsync("Link copied");
        await CopiedAsync(page);
        Assert.InRange(hands.Actions, 1, 6);
    }

    [Fact(Timeout = Patience)]
    public async Task Tiles_of_a_hand_ordered_album_are_dragged_and_stay_where_they_were_put()
    {
        var page = await OpenWithAsync(3, script: true, 1366);
        var ids = await new AlbumAndLinks(page).OrderAsync();
        var order = ids.Select(id => Vitrine.Library.MediaId.TryParse(id, out var known) ? known : default).ToList();
        var made = await World.AlbumAsync(World.Ada, AlbumOrder.ByHand, order);
        await page.GotoAsync($"/albums/{made.Id}");
        var album = new AlbumAndLinks(page);
        await Expect(page.Locator("v-shown:defined")).ToBeVisibleAsync();

        var moved = page.WaitForResponseAsync(answer => answer.Url.EndsWith("/move", StringComparison.Ordinal));
        await album.Tiles.Nth(2).DragToAsync(album.Tiles.Nth(0), new() { TargetPosition = new() { X = 8, Y = 40 } });
        Assert.Equal(204, (await moved).Status);

        string?[] expected = [ids[2], ids[0], ids[1]];
        Assert.Equal(expected, await album.OrderAsync());
        await page.ReloadAsync();
        Assert.Equal(expected, await album.OrderAsync());
    }

    /// <summary>What lies in the clipboard opens what was shared.</summary>
    private async Task CopiedAsync(IPage page)
    {
        await page.Context.GrantPermissionsAsync(["clipboard-read"]);
        var copied = await page.EvaluateAsync<string>("navigator.clipboard.readText()");
        Assert.Equal(await new AlbumAndLinks(page).Made.InputValueAsync(), copied);
        var grandma = await OpenAsync(null, copied);
        await Expect(grandma.Locator(".tile")).ToHaveCountAsync(1);
    }

    private Task<IPage> OpenWithAsync(int count, bool script, int width) => OpenWithAsync(count, Like(script, width));

    private async Task<IPage> OpenWithAsync(int count, BrowserNewContextOptions like)
    {
        for (var n = 1; n <= count; n++) await World.SettledAsync(await World.UploadAsync(World.Ada, n));
        var page = await OpenAsync(World.Ada, "/", like);
        await Expect(page.Locator(".tile")).ToHaveCountAsync(count);
        return page;
    }

    private static BrowserNewContextOptions Like(bool script, int width) =>
        new() { JavaScriptEnabled = script, ViewportSize = new() { Width = width, Height = 844 } };
}
