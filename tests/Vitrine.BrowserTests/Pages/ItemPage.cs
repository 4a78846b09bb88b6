using Microsoft.Playwright;

namespace Vitrine.BrowserTests.Pages;

/// <summary>The page of one item.</summary>
internal sealed class ItemPage(IPage page)
{
    public ILocator Heading => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    public ILocator Picture => page.Locator(".stage img");

    public ILocator Tags => page.Locator(".tags li");

    public ILocator Notice => page.Locator(".notice");

    public async Task EditAsync(string title, string description, string place, string tags)
    {
        await page.Locator("#edit > summary").ClickAsync();
        await page.GetByLabel("Title").FillAsync(title);
        await page.GetByLabel("Description").FillAsync(description);
        await page.GetByLabel("Place").FillAsync(place);
        await page.GetByLabel("Tags").FillAsync(tags);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
    }

    public Task DeleteAsync() => page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
}
