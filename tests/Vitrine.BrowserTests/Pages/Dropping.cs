using Microsoft.Playwright;

namespace Vitrine.BrowserTests.Pages;

/// <summary>Drags real files and folders from outside the browser onto a page, as a file manager would.</summary>
internal static class Dropping
{
    public static async Task DropAsync(this IPage page, params string[] paths)
    {
        await page.Locator("upload-dock:defined").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        var session = await page.Context.NewCDPSessionAsync(page);
        foreach (var step in (string[])["dragEnter", "dragOver", "drop"])
        {
            await session.SendAsync("Input.dispatchDragEvent", new Dictionary<string, object>
            {
                ["type"] = step,
                ["x"] = 400,
                ["y"] = 300,
                ["data"] = new Dictionary<string, object> { ["items"] = Array.Empty<object>(), ["files"] = paths, ["dragOperationsMask"] = 1 },
            });
        }

        await session.DetachAsync();
    }
}
