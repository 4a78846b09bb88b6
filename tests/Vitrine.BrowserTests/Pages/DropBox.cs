using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.BrowserTests.Pages;

/// <summary>Where a guest adds files through a link.</summary>
internal sealed class DropBox(IPage page, bool script = true)
{
    public ILocator Mine => page.Locator(".mine li");

    public async Task GreetAsync(string name)
    {
        await page.GetByLabel("Your name").FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
    }

    /// <summary>Until each stands among what one added.</summary>
    public async Task AddAsync(params string[] files)
    {
        if (script)
        {
            var queue = new UploadQueue(page);
            await queue.ChooseAsync(files);
            await Expect(queue.In("ready")).ToHaveCountAsync(files.Length);
        }
        else
        {
            await page.Locator("input[type=file]").SetInputFilesAsync(files);
            await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        }

        await Expect(Mine).ToHaveCountAsync(files.Length);
    }

    public Task TakeBackAsync(string file) => page.GetByRole(AriaRole.Button, new() { Name = $"Take back {file}" }).ClickAsync();
}
