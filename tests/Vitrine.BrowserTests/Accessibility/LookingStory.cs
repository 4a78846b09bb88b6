using System.Runtime.CompilerServices;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Vitrine.BrowserTests.Accessibility;

/// <summary>A story that looks at pages with axe, and at whether they fit their window. All faults of all its pages are told at once.</summary>
public abstract class LookingStory(BrowserFixture chromium) : Story(chromium)
{
    /// <summary>Only faults, as text: what passed is many times what failed. The library for Playwright opens a page more for each look, and takes three times as long.</summary>
    private const string Look = """
        async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
            .flatMap(rule => rule.nodes.map(node => `${rule.id}: ${rule.help}: ${node.html}`))
        """;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private readonly List<string> faults = [];
    private readonly SortedSet<string> seen = [];

    /// <summary>All that a site can offer; no letter is sent, so nobody has to take one.</summary>
    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Public:FrontPage"] = "true",
        ["Accounts:SignUp"] = "open",
        ["Site:Url"] = "https://photos.example.org",
        ["Mail:Host"] = "127.0.0.1",
        ["Mail:From"] = "photos@example.org",
    };

    protected static BrowserNewContextOptions Like(ColorScheme scheme, int width) =>
        new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 844 } };

    protected async Task LookAtAsync(IPage page, params IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            await page.GotoAsync(path);
            await LookAsync(page, path);
        }
    }

    /// <summary>What axe finds on a page as it stands.</summary>
    protected static async Task<IReadOnlyList<string>> FaultsAsync(IPage page)
    {
        if (!await page.EvaluateAsync<bool>("'axe' in window")) await page.EvaluateAsync(Axe);
        return await page.EvaluateAsync<string[]>(Look);
    }

    protected async Task LookAsync(IPage page, string what)
    {
        await page.Locator("main").WaitForAsync();
        faults.AddRange((await FaultsAsync(page)).Select(fault => $"{what}: {fault}"));
        var excess = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        if (excess > 0) faults.Add($"{what} is {excess} px wider than its window.");
        if (await page.Locator("main > .empty:not(.first) h1").CountAsync() == 0 && PageRoutes.Of(World, new Uri(page.Url).AbsolutePath) is { } route) seen.Add(route);
    }

    /// <summary>No faults; and the routes looked at are those that the table says, so that it can be believed.</summary>
    protected void Done([CallerMemberName] string story = "")
    {
        Assert.Empty(faults);
        Assert.Equal(PageRoutes.LookedAt[story].Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
    }
}
