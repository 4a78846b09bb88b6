using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.BrowserTests;

/// <summary>A library of many pages, scrolled as one.</summary>
public sealed class TimelineTests(BrowserFixture chromium) : Story(chromium)
{
    private const int Items = 1500;

    /// <summary>What the page may hold at once, whatever the library holds.</summary>
    private const int MostTiles = 300;

    [Fact(Timeout = Patience)]
    public async Task Script_takes_over_without_moving_a_tile()
    {
        await PlantAsync();
        var page = await OpenAsync(World.Ada);
        await Expect(page.Locator("body[data-live]")).ToBeVisibleAsync();

        var shift = await page.EvaluateAsync<double>(
            """
            () => new Promise(resolve => {
              let sum = 0;
              new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value; }).observe({ type: 'layout-shift', buffered: true });
              requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
            })
            """);

        Assert.InRange(shift, 0, 0.01);
    }

    [Fact(Timeout = Patience)]
    public async Task End_and_Home_reach_both_ends_and_the_page_stays_small()
    {
        await PlantAsync();
        var page = await OpenAsync(World.Ada);
        await Expect(page.Locator("body[data-live]")).ToBeVisibleAsync();

        await page.Locator(".tile > a").First.FocusAsync();
        await page.Keyboard.PressAsync("End");
        await Expect(page.Locator($".tile[aria-posinset='{Items}'] > a")).ToBeFocusedAsync();
        Assert.InRange(await page.Locator(".tile").CountAsync(), 1, MostTiles);
        await page.Keyboard.PressAsync("Home");
        await Expect(page.Locator(".tile[aria-posinset='1'] > a")).ToBeFocusedAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task Selecting_all_takes_what_was_never_on_the_page()
    {
        await PlantAsync();
        var page = await OpenAsync(World.Ada);
        await Expect(page.Locator("body[data-live]")).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("a");

        await Expect(page.Locator("#selection .count")).ToHaveTextAsync("1,500 selected");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#selection")).ToBeHiddenAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task The_menu_of_dates_takes_all_months_when_it_is_opened_and_leads_to_one()
    {
        await PlantAsync();
        var page = await OpenAsync(World.Ada);
        await Expect(page.Locator("body[data-live]")).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("g");
        var oldest = page.Locator("#dates section a").Last;
        await Expect(oldest).ToBeVisibleAsync();
        var title = await oldest.GetAttributeAsync("title");
        await oldest.ClickAsync();

        await Expect(page.Locator("#dates")).Not.ToHaveAttributeAsync("open", "");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = title!.Split(',')[0] })).ToBeInViewportAsync();
    }

    /// <param name="slowness">How many times slower the browser thinks.</param>
    [Theory(Timeout = Patience)]
    [InlineData(1, 0.33)]
    [InlineData(1, 0.7)]
    [InlineData(6, 0.51)]
    [InlineData(6, 0.97)]
    public async Task A_place_reached_by_the_scrubber_is_found_again_by_reload_and_from_an_items_page(int slowness, double where)
    {
        // Months of panoramas and months of portraits: the sections are far higher, or lower, than guessed.
        await World.PlantManyAsync(World.Ada, Items, n => n / 80 % 2 == 0 ? 1200 : 250);
        var page = await OpenAsync(World.Ada, like: new() { ViewportSize = new() { Width = 1366, Height = 1300 } });
        await SlowAsync(page, slowness);
        await Expect(page.Locator("body[data-live]")).ToBeVisibleAsync();

        await page.Mouse.MoveAsync(1355, 400);
        var rail = (await page.Locator(".scrubber").BoundingBoxAsync())!;
        await page.Mouse.ClickAsync(rail.X + (rail.Width / 2), rail.Y + (float)(rail.Height * where));
        await RestAsync(page);
        await page.Mouse.MoveAsync(600, 400);
        var before = await page.EvaluateAsync<double>("scrollY");
        await page.Mouse.WheelAsync(0, 1900);
        await page.WaitForFunctionAsync("before => Math.abs(scrollY - before) > 500", before); // the browser scrolls when it comes to it
        await RestAsync(page);
        var seen = await page.Locator(".tile").EvaluateAllAsync<string>(
            """
            tiles => tiles.find(tile => {
              const box = tile.getBoundingClientRect();
              return box.top > 200 && box.bottom < innerHeight - 20; // the viewer scrolls to a tile that is cut off
            }).dataset.id
            """);
        var top = await TopAsync(page, seen);

        await page.ReloadAsync();
        await ExpectAtAsync(page, seen, top);
        await page.ReloadAsync();
        await ExpectAtAsync(page, seen, top);

        await page.Locator($".tile[data-id='{seen}'] > a").ClickAsync();
        await Expect(page.Locator(".pswp__count")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("i");
        await Expect(page.Locator(".stage")).ToBeVisibleAsync();
        await page.GoBackAsync();
        await ExpectAtAsync(page, seen, top);
    }

    private static async Task ExpectAtAsync(IPage page, string tile, double top)
    {
        await RestAsync(page);
        Assert.InRange(await TopAsync(page, tile), top - 2, top + 2);
    }

    private static Task<double> TopAsync(IPage page, string tile) =>
        page.Locator($".tile[data-id='{tile}']").EvaluateAsync<double>("tile => tile.getBoundingClientRect().top", null, new() { Timeout = 5_000 });

    /// <summary>Until the window is full of tiles and nothing in it has moved for a while.</summary>
    private static async Task RestAsync(IPage page)
    {
        await Expect(page.Locator("body[data-live]")).ToBeVisibleAsync();
        await page.EvaluateAsync("window.restedFor = 0");
        await page.WaitForFunctionAsync(
            """
            () => {
              const inView = box => box.bottom > 60 && box.top < innerHeight;
              const waiting = [...document.querySelectorAll('v-timeline .waiting')].some(list => inView(list.getBoundingClientRect()));
              const tile = [...document.querySelectorAll('.tile')].find(tile => inView(tile.getBoundingClientRect()));
              const now = !waiting && tile && `${tile.dataset.id} ${tile.getBoundingClientRect().top}`;
              const rested = now && window.restingAt === now ? (window.restedFor ?? 0) + 1 : 0;
              Object.assign(window, { restingAt: now, restedFor: rested });
              return rested > 20;
            }
            """);
    }

    /// <summary>The session stays: its end would end the slowness.</summary>
    private static async Task SlowAsync(IPage page, int slowness)
    {
        var cdp = await page.Context.NewCDPSessionAsync(page);
        await cdp.SendAsync("Emulation.setCPUThrottlingRate", new Dictionary<string, object> { ["rate"] = slowness });
    }

    private Task PlantAsync() => World.PlantManyAsync(World.Ada, Items);
}
