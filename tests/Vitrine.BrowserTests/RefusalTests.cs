using Vitrine.BrowserTests.Pages;
using Vitrine.Library;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.BrowserTests;

/// <summary>What is not taken says why, each by its own reason, and never stops the rest.</summary>
public sealed class RefusalTests(BrowserFixture chromium) : Story(chromium)
{
    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Uploads:MaxFileBytes"] = "5000000" };

    [Fact(Timeout = Patience)]
    public async Task Too_large_and_empty_files_are_refused_before_their_first_byte()
    {
        var page = await OpenAsync(World.Ada, "/upload");
        var queue = new UploadQueue(page);

        await queue.ChooseAsync(NewFile("too big.bin", 5_000_001), NewFile("empty.bin", 0), NewFile("fine.bin", 1000));

        await Expect(queue.Row("too big.bin")).ToContainTextAsync("more than this site takes per file (5 MB)");
        await Expect(queue.Row("empty.bin")).ToContainTextAsync("The file is empty");
        await Expect(queue.In("ready")).ToHaveCountAsync(1);
        Assert.Equal(1000, Line.Carried);
    }

    [Fact(Timeout = Patience)]
    public async Task A_full_quota_is_told_by_name_and_what_still_fits_is_taken()
    {
        await World.Get<IAccountCatalog>().ChangeAsync(World.Ben.Id, isAdmin: false, disabled: false, quotaBytes: 3_000_000, TestContext.Current.CancellationToken);
        var page = await OpenAsync(World.Ben, "/upload");
        var queue = new UploadQueue(page);
        await Expect(page.Locator(".limits")).ToContainTextAsync("3 MB free for you");

        await queue.ChooseAsync(NewFile("film.bin", 4_000_000), NewFile("photo.bin", 2_000_000));

        await Expect(queue.Row("film.bin")).ToContainTextAsync("Your space is full");
        await Expect(queue.Row("photo.bin")).ToContainTextAsync("Kept; there is no preview");
    }

    [Fact(Timeout = Patience)]
    public async Task Signed_out_the_queue_waits_and_offers_to_sign_in()
    {
        var page = await OpenAsync(World.Ada, "/upload");
        var queue = new UploadQueue(page);
        await page.Context.ClearCookiesAsync();

        await queue.ChooseAsync(NewFile("photo.bin", 2000));

        await Expect(queue.Underline).ToContainTextAsync("You are signed out");
        await SignInAsync(page.Context, World.Ada);
        await page.ReloadAsync();
        await Expect(queue.Row("photo.bin")).ToContainTextAsync("Kept; there is no preview");
    }

    [Fact(Timeout = Patience)]
    public async Task Files_of_who_signed_out_never_reach_the_library_of_who_signs_in_next()
    {
        var page = await OpenAsync(World.Ada, "/upload");
        var queue = new UploadQueue(page);
        Line.HoldAfter(0);
        await queue.ChooseAsync([.. Enumerable.Range(1, 5).Select(n => NewFile($"file {n}.bin", 2_000_000 + n))]);
        await Expect(queue.In("sending")).ToHaveCountAsync(3);

        await page.Context.ClearCookiesAsync();
        await SignInAsync(page.Context, World.Ben);
        Line.Open();
        await Expect(queue.Underline).ToContainTextAsync("You are signed out");

        var bens = await World.Get<IUploadCatalog>().UsageAsync(World.Ben.Id, TestContext.Current.CancellationToken);
        Assert.Equal((0, 0), (bens.Used, bens.Reserved));
    }
}
