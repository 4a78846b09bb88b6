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

    /// <summary>Until the browser holds copies of so many files: then the queue outlives its page.</summary>
    public async Task KeptAsync(int files)
    {
        const string count = """
            async () => {
              const { name } = (await indexedDB.databases()).find(db => db.name.startsWith('vitrine-uploads-')) ?? {};
              if (!name) return 0;
              const result = request => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = reject; });
              const db = await result(indexedDB.open(name));
              const files = await result(db.transaction('files').objectStore('files').count());
              const rows = await result(db.transaction('rows').objectStore('rows').count());
              db.close();
              return Math.min(files, rows);
            }
            """;
        for (var deadline = DateTime.UtcNow.AddSeconds(30); await page.EvaluateAsync<int>(count) < files;)
        {
            Assert.True(DateTime.UtcNow < deadline, "The browser kept no copy.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

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
