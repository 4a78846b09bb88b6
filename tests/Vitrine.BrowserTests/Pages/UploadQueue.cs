using Microsoft.Playwright;

namespace Vitrine.BrowserTests.Pages;

/// <summary>The upload page with script: the form, and the queue below it.</summary>
internal sealed class UploadQueue(IPage page)
{
    public ILocator Head => page.Locator(".queue-head strong");

    public ILocator Underline => page.Locator(".queue-head .sum .small");

    public ILocator Dock => page.Locator(".dock");

    public ILocator Rows => page.Locator(".upload-row");

    public ILocator In(string state) => page.Locator($".upload-row[data-state={state}]");

    public ILocator Row(string fileName) => Rows.Filter(new() { HasText = fileName });

    public ILocator Group(string name) => page.GetByRole(AriaRole.Region, new() { Name = name, Exact = true });

    public Task ChooseAsync(params string[] files) => page.Locator("upload-queue:defined input[type=file]").First.SetInputFilesAsync(files);

    public async Task DescribeAsync(string title, string place, string tags)
    {
        await page.Locator("upload-queue:defined .upload-details summary").ClickAsync();
        await page.GetByLabel("Title").FillAsync(title);
        await page.GetByLabel("Place").FillAsync(place);
        await page.GetByLabel("Tags").FillAsync(tags);
    }

    public Task PressAsync(string button) => page.Locator(".queue-head").GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    public Task PressAsync(string button, string fileName) =>
        page.GetByRole(AriaRole.Button, new() { Name = $"{button}: {fileName}", Exact = true }).ClickAsync();
}
