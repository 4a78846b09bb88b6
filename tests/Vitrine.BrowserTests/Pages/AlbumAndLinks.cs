using Microsoft.Playwright;

namespace Vitrine.BrowserTests.Pages;

/// <summary>An album's page, the page that shares it, and the list of links.</summary>
internal sealed class AlbumAndLinks(IPage page)
{
    public ILocator Tiles => page.Locator(".tile");

    public ILocator Title => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    public ILocator Made => page.Locator("#link");

    public ILocator Links => page.Locator(".links > li");

    public Task ChooseAlbumAsync() => page.GetByRole(AriaRole.Button, new() { Name = "Add to album" }).ClickAsync();

    public async Task MakeAndAddAsync(string title)
    {
        await page.GetByLabel("Title").FillAsync(title);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make it and add" }).ClickAsync();
    }

    public Task ShareAsync() => page.GetByRole(AriaRole.Link, new() { Name = "Share", Exact = true }).ClickAsync();

    public async Task<string> CreateLinkAsync(string forWhom, string? password = null)
    {
        await page.GetByLabel("For whom?").FillAsync(forWhom);
        if (password is not null)
        {
            await page.GetByText("Password, end, number of visitors").ClickAsync();
            await page.GetByLabel("Password").FillAsync(password);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Create link" }).ClickAsync();
        return await Made.InputValueAsync();
    }

    public Task RevokeAsync(string forWhom) => page.GetByRole(AriaRole.Button, new() { Name = $"Revoke the link for {forWhom}" }).ClickAsync();

    public async Task<IReadOnlyList<string?>> OrderAsync() =>
        await page.EvaluateAsync<string?[]>("[...document.querySelectorAll('.tile')].map(tile => tile.dataset.id)");
}
