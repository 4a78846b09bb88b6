using Microsoft.Playwright;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Tests.Backends;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.BrowserTests;

/// <summary>A whole library to the trash and back.</summary>
public sealed class ManyItemsTests(BrowserFixture chromium) : Story(chromium)
{
    /// <summary>Fewer on the double of DynamoDB, which takes its transactions one after the other.</summary>
    private static readonly int Items = SiteBackends.OnDynamoDb ? 2_000 : 20_000;

    [Fact(Timeout = Patience)]
    public async Task Everything_is_picked_at_once_moved_in_the_background_over_a_reload_cancelled_and_undone()
    {
        await World.PlantManyAsync(World.Ada, Items);
        var page = await OpenAsync(World.Ada);
        await Expect(page.Locator("body[data-live]")).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("a");
        await Expect(page.Locator("#selection .count")).ToHaveTextAsync($"{Number(Items)} selected");
        await page.Locator(".tile").Nth(1).Locator(".pick").UncheckAsync(new() { Force = true });
        await Expect(page.Locator("#selection .count")).ToHaveTextAsync($"{Number(Items - 1)} selected");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move to trash" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Move to trash" }).ClickAsync();

        var change = page.Locator("v-change");
        await Expect(change.GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(change.GetByRole(AriaRole.Status)).ToContainTextAsync($"of {Number(Items - 1)} items moved to the trash.");
        await change.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(change.GetByRole(AriaRole.Status)).ToContainTextAsync("Cancelled:");

        await change.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(change.GetByRole(AriaRole.Status)).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[0-9,]+ items restored\\.$"));
        await Expect(page.Locator("#total")).ToHaveTextAsync($"{Number(Items)} items");
    }

    [Fact(Timeout = Patience)]
    public async Task A_stretch_by_shift_over_what_was_never_loaded_goes_and_leaves_the_rest()
    {
        var items = SiteBackends.OnDynamoDb ? 700 : 2_000;
        await World.PlantManyAsync(World.Ada, items);
        var page = await OpenAsync(World.Ada);
        await Expect(page.Locator("body[data-live]")).ToBeVisibleAsync();

        await page.Locator(".tile").Nth(1).Locator(".pick").CheckAsync(new() { Force = true });
        await page.Locator(".tile > a").First.FocusAsync();
        await page.Keyboard.PressAsync("Shift+End");
        await Expect(page.Locator("#selection .count")).ToHaveTextAsync($"{Number(items - 1)} selected");

        // An end of the stretch goes: what is left of it stays picked.
        await page.Keyboard.PressAsync("Delete");
        await Expect(page.Locator("#total")).ToHaveTextAsync($"{Number(items - 1)} items");
        await Expect(page.Locator("#selection .count")).ToHaveTextAsync($"{Number(items - 2)} selected");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move to trash" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Move to trash" }).ClickAsync();

        await Expect(page.Locator("v-change").GetByRole(AriaRole.Status)).ToHaveTextAsync($"{Number(items - 2)} items moved to the trash.");
        await Expect(page.Locator("#total")).ToHaveTextAsync("1 item");
        await Expect(page.Locator(".tile")).ToHaveCountAsync(1);
    }

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_full_trash_is_emptied_in_the_background_with_its_progress_to_see_and_no_undo(bool script)
    {
        var items = await World.PlantManyAsync(World.Ada, 1_200);
        var (catalog, scope, cancel) = (World.Get<IMediaCatalog>(), new Scope.Own(World.Ada.Id), TestContext.Current.CancellationToken);
        foreach (var some in items.Skip(1).Chunk(100)) await Task.WhenAll(some.Select(item => catalog.PutInTrashAsync(scope, item.Id, cancel)));
        var page = await OpenAsync(World.Ada, "/trash", new() { JavaScriptEnabled = script });

        await page.GetByRole(AriaRole.Button, new() { Name = "Empty trash" }).ClickAsync();
        await Expect(page.GetByText("1,199 items go")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete for ever" }).ClickAsync();

        await Expect(page.Locator("h1")).ToHaveTextAsync("Emptying the trash");
        await Expect(page.Locator("v-change").GetByRole(AriaRole.Status)).ToHaveTextAsync("1,199 items deleted for ever.", new() { Timeout = 60_000 });
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "To the trash" }).ClickAsync();
        await Expect(page.GetByText("The trash is empty")).ToBeVisibleAsync();
        await page.GotoAsync("/");
        await Expect(page.Locator(".tile")).ToHaveCountAsync(1);
    }

    private static string Number(int count) => count.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
}
