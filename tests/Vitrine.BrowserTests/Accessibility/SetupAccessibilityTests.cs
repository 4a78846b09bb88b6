using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Vitrine.BrowserTests.Accessibility;

/// <summary>The page of a site that nobody has set up yet.</summary>
public sealed class SetupAccessibilityTests(BrowserFixture chromium) : LookingStory(chromium)
{
    protected override bool Peopled => false;

    /// <summary>The way in stands in the log.</summary>
    protected override IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?> { ["Logging:LogLevel:Vitrine.Features.Accounts"] = "Information" };

    [Theory(Timeout = Patience)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 1366)]
    public async Task Setup_passes_axe(ColorScheme scheme, int width)
    {
        var page = await OpenAsync(null, Regex.Match(Log.Text, "/setup\\?token=\\S+").Value, Like(scheme, width));
        await LookAsync(page, "setup");
        await LookAtAsync(page, "/setup?token=guessed");
        Done();
    }
}
