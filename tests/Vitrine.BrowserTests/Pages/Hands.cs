using Microsoft.Playwright;

namespace Vitrine.BrowserTests.Pages;

/// <summary>Counts what a person does: each key pressed, each touch, and each word or name typed in one go. Nothing else acts on the page.</summary>
internal sealed class Hands(IPage page)
{
    /// <summary>A browser that is touched, and as wide as a phone.</summary>
    public static BrowserNewContextOptions Phone => new() { ViewportSize = new() { Width = 390, Height = 844 }, HasTouch = true, IsMobile = true };

    public int Actions { get; private set; }

    public Task PressAsync(string key)
    {
        Actions++;
        return page.Keyboard.PressAsync(key);
    }

    public Task TypeAsync(string words)
    {
        Actions++;
        return page.Keyboard.TypeAsync(words);
    }

    public Task TapAsync(ILocator what)
    {
        Actions++;
        return what.TapAsync();
    }

    /// <summary>A finger that stays where it is until something shows.</summary>
    public async Task HoldAsync(ILocator what, ILocator until)
    {
        Actions++;
        var box = (await what.BoundingBoxAsync())!;
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("Input.dispatchTouchEvent", Touch("touchStart", [new { x = box.X + (box.Width / 2), y = box.Y + (box.Height / 2) }]));
        await Assertions.Expect(until).ToBeVisibleAsync();
        await devTools.SendAsync("Input.dispatchTouchEvent", Touch("touchEnd", []));
        await devTools.DetachAsync();
    }

    private static Dictionary<string, object> Touch(string type, object[] points) => new() { ["type"] = type, ["touchPoints"] = points };
}
