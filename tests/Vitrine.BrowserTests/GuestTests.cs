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
        await guest.GetByLabel("Your name").FillAsync("Zoë");
        await guest.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await AddAsync(guest, script, "photo-1.png", "photo-2.png");
        var mine = guest.Locator(".mine li");
        await Expect(mine).ToHaveCountAsync(2);
        await guest.ReloadAsync();
        await Expect(mine).ToHaveCountAsync(2);
        await Expect(mine.First).ToContainTextAsync("waits to be looked at");
        await guest.GetByRole(AriaRole.Button, new() { Name = "Take back photo-1.png" }).ClickAsync();
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

    private async Task AddAsync(IPage guest, bool script, params string[] names)
    {
        var folder = NewFolder("party", names.Length);
        string[] files = [.. names.Select(name => Path.Combine(folder, name))];
        if (script)
        {
            var queue = new UploadQueue(guest);
            await queue.ChooseAsync(files);
            await Expect(queue.In("ready")).ToHaveCountAsync(names.Length);
            await Expect(guest.Locator(".mine .thumb img")).ToHaveCountAsync(names.Length);
            return;
        }

        await guest.Locator("input[type=file]").SetInputFilesAsync(files);
        await guest.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
    }

    private static BrowserNewContextOptions Like(bool script) => new(Phone) { JavaScriptEnabled = script };
}
