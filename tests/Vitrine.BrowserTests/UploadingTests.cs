using Microsoft.Playwright;
using Vitrine.BrowserTests.Pages;
using Vitrine.Library;
using Vitrine.Library.Access;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.BrowserTests;

/// <summary>Getting files in, by the plain form and by the queue.</summary>
public sealed class UploadingTests(BrowserFixture chromium) : Story(chromium)
{
    private const int BigFile = 20_000_000;
    private const int SmallFile = 500_000;

    [Fact(Timeout = Patience)]
    public async Task The_plain_form_takes_several_files_without_script()
    {
        var folder = NewFolder("holiday", pictures: 2);
        await File.WriteAllBytesAsync(Path.Combine(folder, "nothing.png"), [], TestContext.Current.CancellationToken);
        var page = await OpenAsync(World.Ada, "/upload", new() { JavaScriptEnabled = false });

        await page.Locator("input[type=file]").First.SetInputFilesAsync(Directory.GetFiles(folder));
        await page.Locator("summary", new() { HasText = "Add details" }).ClickAsync();
        await page.GetByLabel("Title").FillAsync("By the sea");
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();

        await Expect(page.GetByText("Received", new() { Exact = true })).ToHaveCountAsync(2);
        await Expect(page.Locator("li", new() { HasText = "nothing.png" })).ToContainTextAsync("The file is empty");
        await page.GetByRole(AriaRole.Link, new() { Name = "photo-1.png" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "By the sea" })).ToBeVisibleAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task Files_chosen_are_sent_with_their_details_and_become_ready()
    {
        var page = await OpenAsync(World.Ada, "/upload");
        var queue = new UploadQueue(page);

        await queue.DescribeAsync("By the sea", "Lisbon", "summer, family");
        await queue.ChooseAsync(Directory.GetFiles(NewFolder("holiday", pictures: 3)));

        await Expect(queue.In("ready")).ToHaveCountAsync(3);
        await Expect(queue.Head).ToHaveTextAsync("3 files uploaded");
        var item = (await ItemsAsync())[0];
        Assert.Equal(("By the sea", "Lisbon"), (item.Title, item.Place));
        Assert.Equal(["summer", "family"], item.Tags);
    }

    [Fact(Timeout = Patience)]
    public async Task A_folder_dropped_on_the_library_is_sent_with_its_subfolders()
    {
        var folder = NewFolder("holiday", pictures: 2);
        var inner = Directory.CreateDirectory(Path.Combine(folder, "day two")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(inner, "photo-9.png"), Pictures.Png(80, 60, 9), TestContext.Current.CancellationToken);
        var page = await OpenAsync(World.Ada);

        await page.DropAsync(folder);

        await Expect(page.Locator(".tile img")).ToHaveCountAsync(3);
        Assert.Equal(["photo-1.png", "photo-2.png", "photo-9.png"], (await ItemsAsync()).Select(item => item.FileName).Order());
    }

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_upload_goes_on_over_a_reload(bool sharedWorker)
    {
        var page = await OpenAsync(World.Ada, "/login");
        if (!sharedWorker) await page.AddInitScriptAsync("delete window.SharedWorker");
        page.Dialog += (_, dialog) => dialog.AcceptAsync();
        await page.GotoAsync("/upload");
        var queue = new UploadQueue(page);
        Line.HoldAfter(9_000_000);
        await queue.ChooseAsync(NewFile("film.bin", BigFile));
        await Line.HeldAsync();
        await queue.KeptAsync(1);

        await page.ReloadAsync();
        Line.Open();

        await Expect(queue.In("ready")).ToHaveCountAsync(1);
        Assert.Equal(BigFile, Assert.Single(await ItemsAsync()).Bytes);
        // What was there already was not sent a second time: at most the part that was under way.
        Assert.InRange(Line.Carried, BigFile, BigFile + 8_400_000);
    }

    [Fact(Timeout = Patience)]
    public async Task An_upload_goes_on_after_the_site_was_restarted()
    {
        var page = await OpenAsync(World.Ada, "/upload");
        var queue = new UploadQueue(page);
        Line.HoldAfter(9_000_000);
        await queue.ChooseAsync(NewFile("film.bin", BigFile));
        await Line.HeldAsync();

        Line.Cut();
        await RestartSiteAsync(async () =>
        {
            Line.Open();
            await Expect(queue.Head).ToHaveTextAsync("Waiting for the connection");
        });

        await Expect(queue.In("ready")).ToHaveCountAsync(1, new() { Timeout = 60_000 });
        Assert.Equal(BigFile, Assert.Single(await ItemsAsync()).Bytes);
        Assert.InRange(Line.Carried, BigFile, BigFile + 9_000_000);
    }

    [Fact(Timeout = Patience)]
    public async Task Pause_stops_the_bytes_and_going_on_sends_the_rest()
    {
        var page = await OpenAsync(World.Ada, "/upload");
        var queue = new UploadQueue(page);
        Line.HoldAfter(2_000_000); // less than either file, or one could end before the pause
        await queue.ChooseAsync(NewFile("film.bin", BigFile), NewFile("clip.bin", 3_000_000));
        await Expect(queue.In("sending")).ToHaveCountAsync(2);

        await queue.PressAsync("Pause");
        await Expect(queue.Head).ToHaveTextAsync("Paused: 2 files left");
        await Expect(queue.In("sending")).ToHaveCountAsync(0);
        Line.Open();
        await queue.PressAsync("Go on");

        await Expect(queue.In("ready")).ToHaveCountAsync(2);
        Assert.Equal(2, (await ItemsAsync()).Count);
    }

    [Fact(Timeout = Patience)]
    public async Task Pause_is_heard_at_once_while_the_site_does_not_answer_and_nothing_is_begun_twice()
    {
        var page = await OpenAsync(World.Ada, "/upload");
        var queue = new UploadQueue(page);
        Line.HoldBeginnings();
        await queue.ChooseAsync(NewFile("film.bin", BigFile), NewFile("note.bin", SmallFile));
        await Line.BeginningAsync(2);

        await queue.PressAsync("Pause");
        await Expect(queue.Head).ToHaveTextAsync("Paused: 2 files left");
        await Expect(queue.In("sending")).ToHaveCountAsync(0);
        await queue.PressAsync("Go on");
        await Expect(queue.Head).ToHaveTextAsync("Sending 2 files");
        await queue.PressAsync("Pause");
        Line.LetBegin();

        // All of a small file goes with its beginning, so it has arrived; nothing of the large one goes.
        await Expect(queue.In("ready")).ToHaveCountAsync(1);
        await Expect(queue.Head).ToHaveTextAsync("Paused: 1 file left");
        Assert.Equal((2, SmallFile), (Line.Begun, Line.Carried));
        await queue.PressAsync("Go on");

        await Expect(queue.In("ready")).ToHaveCountAsync(2);
        Assert.Equal((2, BigFile + SmallFile), (Line.Begun, Line.Carried));
        Assert.Equal([SmallFile, BigFile], (await ItemsAsync()).Select(item => item.Bytes).Order());
        await ReservedAsync(0);
    }

    [Fact(Timeout = Patience)]
    public async Task A_file_cancelled_before_the_site_answered_leaves_nothing()
    {
        var page = await OpenAsync(World.Ada, "/upload");
        var queue = new UploadQueue(page);
        Line.HoldBeginnings();
        await queue.ChooseAsync(NewFile("film.bin", BigFile));
        await Line.BeginningAsync(1);

        await queue.PressAsync("Pause");
        await Expect(queue.In("waiting")).ToHaveCountAsync(1);
        await queue.PressAsync("Cancel", "film.bin");
        await Expect(queue.Rows).ToHaveCountAsync(0);
        Line.LetBegin();

        await Line.RemovedAsync();
        await ReservedAsync(0);
        Assert.Empty(await ItemsAsync());
    }

    [Fact(Timeout = Patience)]
    public async Task Cancelling_takes_back_what_was_sent()
    {
        var page = await OpenAsync(World.Ada, "/upload");
        var queue = new UploadQueue(page);
        Line.HoldAfter(2_000_000);
        await queue.ChooseAsync(NewFile("film.bin", BigFile));
        await Line.HeldAsync();

        await queue.PressAsync("Cancel", "film.bin");
        await Expect(queue.Rows).ToHaveCountAsync(0);
        Line.Open();

        await ReservedAsync(0);
        Assert.Empty(await ItemsAsync());
    }

    [Fact(Timeout = Patience)]
    public async Task The_same_bytes_twice_are_told_and_lead_to_the_first()
    {
        var page = await OpenAsync(World.Ada, "/upload");
        var queue = new UploadQueue(page);
        var folder = NewFolder("holiday", pictures: 1);
        var copy = Path.Combine(folder, "copy of it.png");
        File.Copy(Path.Combine(folder, "photo-1.png"), copy);
        await queue.ChooseAsync(Path.Combine(folder, "photo-1.png"));
        await Expect(queue.In("ready")).ToHaveCountAsync(1);

        await queue.ChooseAsync(copy);

        await Expect(queue.Row("copy of it.png")).ToContainTextAsync("Already in your library");
        var only = Assert.Single(await ItemsAsync());
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "copy of it.png" })).ToHaveAttributeAsync("href", $"/media/{only.Id}");
    }

    [Fact(Timeout = Patience)]
    public async Task A_drop_without_files_says_why_nothing_happens()
    {
        var page = await OpenAsync(World.Ada);

        await page.DropAsync(NewFolder("empty"));

        await Expect(page.Locator(".toast")).ToHaveTextAsync("That folder has no files in it.");
    }

    [Fact(Timeout = Patience)]
    public async Task A_long_queue_shows_a_screenful_of_each_group()
    {
        var page = await OpenAsync(World.Ada, "/upload");
        var queue = new UploadQueue(page);
        var folder = NewFolder("many");
        for (var n = 0; n < 160; n++) await File.WriteAllTextAsync(Path.Combine(folder, $"note {n:000}.txt"), $"note {n}", TestContext.Current.CancellationToken);
        Line.HoldAfter(0);

        await queue.ChooseAsync(Directory.GetFiles(folder));

        await Expect(queue.Group("Waiting").Locator(".badge")).ToHaveTextAsync("157");
        await Expect(queue.Group("Waiting").Locator("li")).ToHaveCountAsync(50);
        await queue.Group("Waiting").GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await Expect(queue.Group("Waiting")).ToContainTextAsync("51 to 100");
    }

    private async Task<IReadOnlyList<MediaItem>> ItemsAsync() =>
        (await World.Get<IMediaCatalog>().PageAsync(new Scope.Own(World.Ada.Id), MediaSort.UploadedNewest, null, 100, TestContext.Current.CancellationToken)).Items;

    private async Task ReservedAsync(long bytes)
    {
        var reserved = -1L;
        for (var deadline = DateTime.UtcNow.AddSeconds(20); reserved != bytes && DateTime.UtcNow < deadline; await Task.Delay(50, TestContext.Current.CancellationToken))
            reserved = (await World.Get<IUploadCatalog>().UsageAsync(World.Ada.Id, TestContext.Current.CancellationToken)).Reserved;
        Assert.Equal(bytes, reserved);
    }
}
