using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Vitrine.BrowserTests.Pages;
using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;
using Vitrine.Library.Publishing;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.BrowserTests;

/// <summary>axe finds nothing on any page, light and dark, on a phone and on a desk; and no page is wider than its window.</summary>
public sealed class AccessibilityTests(BrowserFixture chromium) : Story(chromium)
{
    private static readonly string[] Pages =
        [
            "/", "/table", "/upload", "/trash", "/settings", "/settings/security", "/settings/security/two-step", "/settings/sessions", "/settings/keys", "/settings/export", "/admin/accounts",
            "/admin/invitations", "/admin/storage", "/admin/audit", "/admin/links", "/admin/work", "/nowhere",
        ];

    /// <summary>What passed is many times what failed, and all of it would travel.</summary>
    private static readonly AxeRunOptions OnlyFaults = new() { ResultTypes = [ResultType.Violations] };

    private readonly List<string> faults = [];

    [Theory(Timeout = 4 * Patience)]
    [InlineData(ColorScheme.Light, 1366)]
    [InlineData(ColorScheme.Dark, 1366)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Every_page_passes_axe(ColorScheme scheme, int width)
    {
        var id = await World.UploadAsync(World.Ada);
        await World.SettledAsync(id);
        var trashed = await World.UploadAsync(World.Ada, seed: 2);
        await World.SettledAsync(trashed);
        await World.Get<Vitrine.Library.IMediaCatalog>().PutInTrashAsync(new Vitrine.Library.Access.Scope.Own(World.Ada.Id), trashed, TestContext.Current.CancellationToken);
        var page = await OpenAsync(World.Ada, "/", Like(scheme, width));

        foreach (var path in Pages.Append($"/admin/accounts/{World.Ben.Id}").Append($"/media/{id}").Append($"/media/{trashed}"))
        {
            await page.GotoAsync(path);
            await LookAsync(page, path);
        }

        var stranger = await OpenAsync(null, "/login", Like(scheme, width));
        await LookAsync(stranger, "/login");
        foreach (var path in await OneTimeAsync())
        {
            await stranger.GotoAsync(path);
            await LookAsync(stranger, path[..5]);
        }

        Assert.Empty(faults);
    }

    [Theory(Timeout = 4 * Patience)]
    [InlineData(ColorScheme.Light, 1366)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Every_page_of_albums_and_links_passes_axe(ColorScheme scheme, int width)
    {
        var id = await World.UploadAsync(World.Ada);
        await World.SettledAsync(id);
        var page = await OpenAsync(World.Ada, "/albums", Like(scheme, width));
        await LookAsync(page, "no albums");
        var (album, empty) = (await World.AlbumAsync(World.Ada, AlbumOrder.ByHand, [id]), await World.AlbumAsync(World.Ada));
        await World.Get<IAlbumCatalog>().NestAsync(empty.Id, album.Id, TestContext.Current.CancellationToken);
        await World.Get<IAlbumMembers>().SetAsync(album.Id, World.Ben.Id, AlbumRole.Editor, TestContext.Current.CancellationToken);
        string[] paths =
        [
            "/shares", "/albums", "/albums/new", $"/albums/{album.Id}", $"/albums/{empty.Id}", $"/albums/{album.Id}/edit", $"/albums/{album.Id}/members",
            $"/albums/{album.Id}?as=Viewer", $"/albums/{album.Id}/media/{id}", $"/shares/new?album={album.Id}", $"/shares/new?item={id}",
        ];
        var (_, open) = await World.LinkAsync(World.Ada, new NewLink { Name = "Grandma", Album = album.Id, CanDownload = true });
        var (_, locked) = await World.LinkAsync(World.Ada, new NewLink { Name = "Uncle", Album = album.Id, Password = World.Password });
        var (_, counted) = await World.LinkAsync(World.Ada, new NewLink { Name = "Aunt", Album = empty.Id, MaxOpens = 2 });
        var lost = new ShareLink { Id = LinkId.New(World.Get<TimeProvider>()), Owner = World.Ada.Id, TokenHash = "", Name = "Cousin", Album = album.Id, PasswordHash = "", CreatedAt = DateTimeOffset.UnixEpoch };
        Assert.True(await World.Get<ILinkCatalog>().AddAsync(lost with { TokenHash = ShareLink.NoAddress(lost.Id) }, TestContext.Current.CancellationToken));
        foreach (var path in paths.Append("/shares").Append($"/shares/{lost.Id}/address"))
        {
            await page.GotoAsync(path);
            await LookAsync(page, path);
        }

        await page.Locator("#password").FillAsync(World.Password);
        await page.Locator("button:has-text('Give it a new address')").ClickAsync();
        await page.Locator("#link").WaitForAsync();
        await LookAsync(page, "a new address");

        var stranger = await OpenAsync(null, $"/s/{open}", Like(scheme, width));
        foreach (var path in new[] { $"/s/{open}", $"/s/{open}/albums/{empty.Id}", $"/s/{open}/media/{id}", $"/s/{locked}", $"/s/{counted}" })
        {
            await stranger.GotoAsync(path);
            await LookAsync(stranger, path);
        }

        await stranger.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        await LookAsync(stranger, "empty share");
        Assert.Empty(faults);
    }

    [Theory(Timeout = 2 * Patience)]
    [InlineData(ColorScheme.Light, 1366)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Every_page_of_guests_passes_axe(ColorScheme scheme, int width)
    {
        var album = await World.AlbumAsync(World.Ada);
        var (_, token) = await World.LinkAsync(World.Ada, new NewLink { Name = "Party", Album = album.Id, Guests = new GuestRules { MaxFiles = 5 } });
        var guest = await OpenAsync(null, $"/s/{token}/add", Like(scheme, width));
        await LookAsync(guest, "who are you");
        await guest.GetByLabel("Your name").FillAsync("Zoë");
        await guest.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        var queue = new UploadQueue(guest);
        await queue.ChooseAsync(NewFile("note.bin", 300), Path.Combine(NewFolder("party", 1), "photo-1.png"));
        await Expect(queue.In("ready")).ToHaveCountAsync(2);
        await Expect(guest.Locator(".mine li")).ToHaveCountAsync(2);
        await LookAsync(guest, "what I added");

        var owner = await OpenAsync(World.Ada, "/", Like(scheme, width));
        await LookAsync(owner, "with a notice");
        foreach (var path in new[] { $"/albums/{album.Id}", $"/albums/{album.Id}/incoming", $"/upload?album={album.Id}", "/shares" })
        {
            await owner.GotoAsync(path);
            await LookAsync(owner, path);
        }

        await owner.GotoAsync($"/albums/{album.Id}/incoming");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Reject all 2" }).ClickAsync();
        await LookAsync(owner, "nothing waits");
        await owner.GotoAsync("/incoming");
        await LookAsync(owner, "/incoming");
        Assert.Empty(faults);
    }

    [Theory(Timeout = Patience)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 1366)]
    public async Task Every_page_of_what_is_public_passes_axe(ColorScheme scheme, int width)
    {
        var id = await World.UploadAsync(World.Ada);
        var item = await World.SettledAsync(id);
        var album = await World.AlbumAsync(World.Ada, id);
        var page = await OpenAsync(World.Ada, "/shares/public", Like(scheme, width));
        await LookAsync(page, "nothing public");
        var (ofAlbum, ofItem) = (await World.PublishAsync(album, canDownload: true), await World.PublishAsync(item, Visibility.Unlisted, showMetadata: true));
        foreach (var path in new[] { "/", "/albums", $"/albums/{album.Id}", $"/media/{id}", $"/publish?album={album.Id}", $"/publish?item={id}", "/shares/public" })
        {
            await page.GotoAsync(path);
            await LookAsync(page, path);
        }

        await page.GotoAsync($"/publish?album={album.Id}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await LookAsync(page, "the question");
        var stranger = await OpenAsync(null, $"/p/{ofAlbum.Address}", Like(scheme, width));
        foreach (var path in new[] { $"/p/{ofAlbum.Address}", $"/p/{ofAlbum.Address}/media/{id}", $"/p/{ofItem.Address}", "/people/Ada" })
        {
            await stranger.GotoAsync(path);
            await LookAsync(stranger, path);
        }

        Assert.Empty(faults);
    }

    [Theory(Timeout = Patience)]
    [InlineData(ColorScheme.Light, 1366)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task The_queue_passes_axe_in_every_state(ColorScheme scheme, int width)
    {
        var page = await OpenAsync(World.Ada, "/upload", Like(scheme, width));
        var queue = new UploadQueue(page);
        await queue.ChooseAsync(NewFile("note.bin", 300));
        await Expect(queue.In("ready")).ToHaveCountAsync(1);
        Line.HoldAfter(100);
        await queue.ChooseAsync(
            NewFile("empty.bin", 0), NewFile("a.bin", 4_000_000), NewFile("b.bin", 4_000_001), NewFile("c.bin", 4_000_002), NewFile("d.bin", 4_000_003));
        await Expect(queue.In("sending")).ToHaveCountAsync(3);
        await Expect(queue.In("failed")).ToHaveCountAsync(1);
        await LookAsync(page, "sending");

        await queue.PressAsync("Pause");
        await Expect(queue.Head).ToContainTextAsync("Paused");
        await LookAsync(page, "paused");

        await page.GotoAsync("/settings");
        await Expect(queue.Dock).ToBeVisibleAsync();
        await LookAsync(page, "dock");
        Line.Open();
        Assert.Empty(faults);
    }

    [Fact(Timeout = Patience)]
    public async Task The_viewer_passes_axe()
    {
        await World.SettledAsync(await World.UploadAsync(World.Ada));
        var page = await OpenAsync(World.Ada);
        await page.Locator(".tile a").First.ClickAsync();
        await Expect(page.Locator(".pswp__count")).ToBeVisibleAsync();

        await LookAsync(page, "viewer");
        Assert.Empty(faults);
    }

    private async Task<string[]> OneTimeAsync()
    {
        var links = World.Get<OneTimeLinks>();
        var invited = await links.InviteAsync(World.Ada, new NewInvitation("Clara", false, null, 7), TestContext.Current.CancellationToken);
        var (_, password) = await links.ForPasswordAsync(World.Ada, World.Ben.Id, TestContext.Current.CancellationToken);
        return [$"/join/{((InviteOutcome.Made)invited).Token}", $"/password/{password}"];
    }

    private static BrowserNewContextOptions Like(ColorScheme scheme, int width) =>
        new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 844 } };

    /// <summary>All faults of all pages are told at once.</summary>
    private async Task LookAsync(IPage page, string what)
    {
        await page.Locator("main").WaitForAsync();
        var result = await page.RunAxe(OnlyFaults);
        faults.AddRange(result.Violations.SelectMany(v => v.Nodes.Select(n => $"{what}: {v.Id}: {v.Help}: {n.Html}")));
        var excess = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        if (excess > 0) faults.Add($"{what} is {excess} px wider than its window.");
    }
}
