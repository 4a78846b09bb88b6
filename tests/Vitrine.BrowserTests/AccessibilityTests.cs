using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Vitrine.BrowserTests.Pages;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.BrowserTests;

/// <summary>axe finds nothing on any page, light and dark, on a phone and on a desk; and no page is wider than its window.</summary>
public sealed class AccessibilityTests(BrowserFixture chromium) : Story(chromium)
{
    private static readonly string[] Pages =
        ["/", "/table", "/upload", "/trash", "/settings", "/settings/sessions", "/settings/keys", "/admin/accounts", "/admin/storage", "/nowhere"];

    [Theory(Timeout = 2 * Patience)]
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

        foreach (var path in Pages.Append($"/media/{id}").Append($"/media/{trashed}")) await CheckAsync(page, path);
        var stranger = await OpenAsync(null, "/login", Like(scheme, width));
        await CheckAsync(stranger, "/login");
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
        await PassesAsync(page, "sending");

        await queue.PressAsync("Pause");
        await Expect(queue.Head).ToContainTextAsync("Paused");
        await PassesAsync(page, "paused");

        await page.GotoAsync("/settings");
        await Expect(queue.Dock).ToBeVisibleAsync();
        await PassesAsync(page, "dock");
        Line.Open();
    }

    [Fact(Timeout = Patience)]
    public async Task The_viewer_passes_axe()
    {
        await World.SettledAsync(await World.UploadAsync(World.Ada));
        var page = await OpenAsync(World.Ada);
        await page.Locator(".tile a").First.ClickAsync();
        await Expect(page.Locator(".pswp__count")).ToBeVisibleAsync();

        await PassesAsync(page, "viewer");
    }

    private static BrowserNewContextOptions Like(ColorScheme scheme, int width) =>
        new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 844 } };

    private static async Task CheckAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await page.Locator("main").WaitForAsync();
        await PassesAsync(page, path);
    }

    private static async Task PassesAsync(IPage page, string what)
    {
        var result = await page.RunAxe();
        var found = result.Violations.Select(v => $"{v.Id}: {v.Help}\n    {string.Join("\n    ", v.Nodes.Select(n => n.Html))}");
        Assert.True(result.Violations.Length == 0, $"{what}:\n  {string.Join("\n  ", found)}");
        var excess = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        Assert.True(excess <= 0, $"{what} is {excess} px wider than its window.");
    }
}
