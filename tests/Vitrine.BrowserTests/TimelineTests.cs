using System.Globalization;
using Microsoft.Playwright;
using Vitrine.Imaging;
using Vitrine.Library;
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

    /// <summary>Three years of synthetic items: there are no bytes behind them, as none are asked for.</summary>
    private async Task PlantAsync()
    {
        var catalog = World.Get<IMediaCatalog>();
        var time = World.Get<TimeProvider>();
        var newest = new DateTime(2026, 6, 30, 12, 0, 0, DateTimeKind.Unspecified);
        foreach (var some in Enumerable.Range(0, Items).Chunk(100))
            await Task.WhenAll(some.Select(n => catalog.AdoptAsync(ItemAt(n), null, TestContext.Current.CancellationToken)));

        MediaItem ItemAt(int n)
        {
            var id = MediaId.New(time);
            return new MediaItem
            {
                Id = id,
                Owner = World.Ada.Id,
                State = MediaState.Ready,
                Version = 1,
                FileName = string.Create(CultureInfo.InvariantCulture, $"IMG_{n:0000}.jpg"),
                OriginalKey = Keys.Original(id, "picture.jpg", ""),
                Kind = MediaKind.Image,
                ContentType = "image/jpeg",
                Bytes = 1000,
                Sha256 = n.ToString("x64", CultureInfo.InvariantCulture),
                Width = 400 + (n * 37 % 500),
                Height = 400,
                TakenAt = new TakenAt(newest.AddHours(-n * 17.5)),
                TakenFrom = TakenFrom.Exif,
                UploadedAt = time.GetUtcNow(),
                DominantColour = 0x7090a0,
                Synthetic = true,
            };
        }
    }
}
