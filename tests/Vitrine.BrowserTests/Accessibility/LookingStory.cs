using System.Runtime.CompilerServices;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Vitrine.BrowserTests.Accessibility;

/// <summary>A story that looks at pages with axe, and at whether they fit their window. All faults of all its pages are told at once.</summary>
public abstract class LookingStory(BrowserFixture chromium) : Story(chromium)
{
    /// <summary>What passed is many times what failed, and all of it would travel.</summary>
    private static readonly AxeRunOptions OnlyFaults = new() { ResultTypes = [ResultType.Violations] };

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

    protected async Task LookAsync(IPage page, string what)
    {
        await page.Locator("main").WaitForAsync();
        var result = await page.RunAxe(OnlyFaults);
        faults.AddRange(result.Violations.SelectMany(v => v.Nodes.Select(n => $"{what}: {v.Id}: {v.Help}: {n.Html}")));
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
