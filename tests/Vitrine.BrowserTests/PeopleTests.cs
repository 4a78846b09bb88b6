using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vitrine.BrowserTests.Pages;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.BrowserTests;

/// <summary>Two people with accounts, a guest and a stranger around one album: each sees and does what is theirs, and no longer than it is.</summary>
public sealed class PeopleTests(BrowserFixture chromium) : Story(chromium)
{
    [Theory(Timeout = 2 * Patience)]
    [InlineData(true, 1366)]
    [InlineData(false, 1366)]
    [InlineData(true, 390)]
    [InlineData(false, 390)]
    public async Task An_album_goes_round_among_two_people_a_guest_and_a_stranger(bool script, int width)
    {
        for (var n = 1; n <= 3; n++) await World.SettledAsync(await World.UploadAsync(World.Ada, n));
        var ada = await OpenAsync(World.Ada, "/", Like(script, width));
        await Expect(ada.Locator(".tile")).ToHaveCountAsync(3);
        await new Pages.Library(ada).TickAsync(0);
        await new Pages.Library(ada).TickAsync(1);
        var album = new AlbumAndLinks(ada);
        await album.ChooseAlbumAsync();
        await album.MakeAndAddAsync("By the sea");
        await Expect(album.Title).ToHaveTextAsync("By the sea");
        var address = new Uri(ada.Url).AbsolutePath;

        var ben = await OpenAsync(World.Ben, address, Like(script, width));
        await Expect(Title(ben)).ToHaveTextAsync("Not found");
        await ada.GetByRole(AriaRole.Link, new() { Name = "People" }).ClickAsync();
        await ada.GetByLabel("Name").FillAsync("Ben");
        await ada.GetByLabel("They may").SelectOptionAsync("Contributor");
        await Press(ada, "Share");
        await Expect(ada.Locator(".links")).ToContainTextAsync("Ben");
        await BenAddsAsync(ben, script);

        await ada.GotoAsync(address);
        await Expect(album.Tiles).ToHaveCountAsync(3);
        await album.ShareAsync();
        await ada.GetByLabel("to look at it and add to it").CheckAsync();
        var url = await album.CreateLinkAsync("Party");
        var guest = await OpenAsync(null, url, Like(script, width));
        var stranger = await OpenAsync(null, url, Like(script, width));
        await guest.GetByRole(AriaRole.Link, new() { Name = "Add yours" }).ClickAsync();
        var box = new DropBox(guest, script);
        await box.GreetAsync("Zoë");
        await box.AddAsync(Path.Combine(NewFolder("zoe", 2), "photo-2.png"));
        await Expect(stranger.Locator(".tile")).ToHaveCountAsync(3);
        await stranger.ReloadAsync();
        await Expect(stranger.Locator(".tile")).ToHaveCountAsync(3);
        await ben.GotoAsync($"{address}/incoming");
        await Expect(Title(ben)).ToHaveTextAsync("Not found");
        await ada.GotoAsync($"{address}/incoming");
        await Press(ada, "Approve photo-2.png");
        await Expect(ada.Locator(".toast")).ToContainTextAsync("1 item approved");
        await stranger.ReloadAsync();
        await Expect(stranger.Locator(".tile")).ToHaveCountAsync(4);
        await ben.GotoAsync(address);
        await Expect(ben.Locator(".tile")).ToHaveCountAsync(4);

        await stranger.GotoAsync(address);
        await Expect(stranger).ToHaveURLAsync(new Regex("/login"));
        await ada.GotoAsync($"{address}/members");
        await Press(ada, "Remove Ben");
        await ben.ReloadAsync();
        await Expect(Title(ben)).ToHaveTextAsync("Not found");
        await ben.GotoAsync("/albums");
        await Expect(ben.Locator(".album-card")).ToHaveCountAsync(0);
        await ada.GotoAsync("/shares");
        await album.RevokeAsync("Party");
        await Expect(ada.GetByText("No links")).ToBeVisibleAsync();
        foreach (var gone in new[] { guest, stranger })
        {
            await gone.GotoAsync(url);
            await Expect(Title(gone)).ToHaveTextAsync("Not found");
        }
    }

    /// <summary>Finds the album among his own, may not share it on, and puts a file of his into it.</summary>
    private async Task BenAddsAsync(IPage ben, bool script)
    {
        await ben.GotoAsync("/albums");
        await ben.GetByRole(AriaRole.Link, new() { Name = "By the sea" }).ClickAsync();
        await Expect(ben.Locator(".tile")).ToHaveCountAsync(2);
        await Expect(ben.GetByRole(AriaRole.Link, new() { Name = "Share", Exact = true })).ToHaveCountAsync(0);
        await ben.GetByText("More", new() { Exact = true }).ClickAsync();
        await ben.GetByRole(AriaRole.Link, new() { Name = "Upload into it" }).ClickAsync();
        var file = Path.Combine(NewFolder("ben", 1), "photo-1.png");
        if (script)
        {
            var queue = new UploadQueue(ben);
            await queue.ChooseAsync(file);
            await Expect(queue.In("ready")).ToHaveCountAsync(1);
            return;
        }

        await ben.Locator("input[type=file]").First.SetInputFilesAsync(file);
        await Press(ben, "Upload");
        await Expect(ben.GetByText("Received", new() { Exact = true })).ToBeVisibleAsync();
    }

    private static ILocator Title(IPage page) => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    private static Task Press(IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private static BrowserNewContextOptions Like(bool script, int width) => width < 500
        ? new(Hands.Phone) { JavaScriptEnabled = script }
        : new() { JavaScriptEnabled = script, ViewportSize = new() { Width = width, Height = 844 } };
}
