using Microsoft.Playwright;
using Vitrine.BrowserTests.Pages;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.BrowserTests;

/// <summary>A party: the owner collects pictures by a link, a guest adds some from a phone, and others see what was approved.</summary>
public sealed class GuestTests(BrowserFixture chromium) : Story(chromium)
{
    private static readonly BrowserNewContextOptions Phone = new() { ViewportSize = new() { Width = 390, Height = 844 } };

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_guest_adds_two_takes_one_back_and_the_other_is_seen_once_it_is_approved(bool script)
    {
        var album = await World.AlbumAsync(World.Ada);
        var owner = await OpenAsync(World.Ada, $"/shares/new?album={album.Id}", Like(script));
        await owner.GetByLabel("to look at it and add to it").CheckAsync();
        var url = await new AlbumAndLinks(owner).CreateLinkAsync("Party");

        var guest = await OpenAsync(null, url, Like(script));
        await guest.GetByRole(AriaRole.Link, new() { Name = "Add yours" }).ClickAsync();
        var (box, folder) = (new DropBox(guest, script), NewFolder("party", 2));
        var mine = box.Mine;
        await box.GreetAsync("Zoë");
        await box.AddAsync(Path.Combine(folder, "photo-1.png"), Path.Combine(folder, "photo-2.png"));
        if (script) await Expect(guest.Locator(".mine .thumb img")).ToHaveCountAsync(2);
        await guest.ReloadAsync();
        await Expect(mine).ToHaveCountAsync(2);
        await Expect(mine.First).ToContainTextAsync("waits to be looked at");
        await box.TakeBackAsync("photo-1.png");
        await Expect(mine).ToHaveCountAsync(1);

        var viewer = await OpenAsync(null, url, Like(script));
        await Expect(viewer.Locator(".empty")).ToBeVisibleAsync();
        await owner.GotoAsync("/");
        await owner.GetByRole(AriaRole.Link, new() { Name = "1 new from guests" }).ClickAsync();
        await Expect(owner.Locator(".incoming-items li")).ToContainTextAsync("Zoë");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Approve photo-2.png" }).ClickAsync();
        await Expect(owner.Locator(".toast")).ToContainTextAsync("1 item approved");

        await viewer.ReloadAsync();
        await Expect(viewer.Locator(".tile")).ToHaveCountAsync(1);
        await guest.ReloadAsync();
        await Expect(mine).ToContainTextAsync("in the album");
    }

    private static BrowserNewContextOptions Like(bool script) => new(Phone) { JavaScriptEnabled = script };
}
