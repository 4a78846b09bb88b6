using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vitrine.BrowserTests.Pages;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.BrowserTests;

/// <summary>A site that nobody has set up, and the main story of the whole site: from setup to restoring a deleted photo.</summary>
public sealed class FirstStartTests(BrowserFixture chromium) : Story(chromium)
{
    protected override bool Peopled => false;

    protected override IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?> { ["Logging:LogLevel:Vitrine.Features.Accounts"] = "Information" };

    [Theory(Timeout = 3 * Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task From_setup_to_photos_that_are_opened_edited_deleted_and_restored(bool script)
    {
        var photos = Photos();
        var page = await OpenAsync(null, SetupPath(), new() { JavaScriptEnabled = script });
        await MakeAccountAsync(page);
        await Expect(page.GetByText("Your library is ready")).ToBeVisibleAsync();

        if (script) await DragAsync(page, photos);
        else await SendFormAsync(page, photos);
        await Expect(page.Locator(".tile")).ToHaveCountAsync(photos.Length, new() { Timeout = 120_000 });

        var library = new Pages.Library(page);
        if (script) await library.ViewAsync(0);
        else await library.OpenAsync(0);
        if (script) await page.GetByRole(AriaRole.Link, new() { Name = "Information" }).ClickAsync();
        var item = new ItemPage(page);
        await item.EditAsync("By the sea", "The first one.", "Lisbon", "summer");
        await Expect(item.Heading).ToHaveTextAsync("By the sea");
        await item.DeleteAsync();
        await Expect(page.Locator(".tile")).ToHaveCountAsync(photos.Length - 1);

        await page.GotoAsync("/trash");
        await library.TickAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Restore" }).ClickAsync();
        await page.GotoAsync("/");
        await Expect(page.Locator(".tile")).ToHaveCountAsync(photos.Length);
    }

    [Fact(Timeout = Patience)]
    public async Task Setup_is_gone_once_there_is_an_account_and_closed_without_its_token()
    {
        var path = SetupPath();
        var page = await OpenAsync(null, "/setup?token=guessed");
        await MakeAccountAsync(page);
        await Expect(page.GetByLabel("Setup token")).ToHaveAttributeAsync("aria-invalid", "true");
        await page.GotoAsync(path);
        await MakeAccountAsync(page);
        await Expect(page.GetByText("Your library is ready")).ToBeVisibleAsync();

        var answer = await page.GotoAsync(path);

        Assert.Equal(404, answer!.Status);
    }

    /// <summary>Real photos where the corpus is, else pictures made here.</summary>
    private string[] Photos()
    {
        if (Repository.Corpus is not { } corpus) return Directory.GetFiles(NewFolder("holiday", pictures: 4));
        return [.. Directory.GetFiles(Path.Combine(corpus, "gps"), "DSCN*.jpg").Order()];
    }

    /// <summary>The one-time token that the log prints for the operator.</summary>
    private string SetupPath()
    {
        var printed = Regex.Match(Log.Text, "/setup\\?token=\\S+");
        Assert.True(printed.Success, "The log does not say how to make the first account.");
        return printed.Value;
    }

    private static async Task MakeAccountAsync(IPage page)
    {
        await page.GetByLabel("Your name").FillAsync("Grace");
        await page.GetByLabel("Password").FillAsync("a quite long password");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the account" }).ClickAsync();
    }

    private async Task DragAsync(IPage page, string[] photos)
    {
        var folder = NewFolder("camera");
        foreach (var photo in photos) File.Copy(photo, Path.Combine(folder, Path.GetFileName(photo)));
        await page.DropAsync(folder);
        await Expect(page.Locator(".tile img")).ToHaveCountAsync(photos.Length, new() { Timeout = 120_000 });
    }

    private static async Task SendFormAsync(IPage page, string[] photos)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Add photos" }).ClickAsync();
        await page.Locator("input[type=file]").First.SetInputFilesAsync(photos);
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await Expect(page.GetByText("Received", new() { Exact = true })).ToHaveCountAsync(photos.Length);
        await page.GetByRole(AriaRole.Link, new() { Name = "Go to the library" }).ClickAsync();
    }
}
