using Amazon.S3;
using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.BrowserTests.Pages;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Storage.S3;
using Vitrine.Tests.Backends;
using Vitrine.Tests.Storage.S3;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.BrowserTests;

/// <summary>Large files from the browser straight to a real bucket, which it reaches by a way of its own.</summary>
public sealed class DirectUploadingTests(BrowserFixture chromium) : Story(chromium)
{
    private const int BigFile = 30_000_000;

    /// <summary>A browser whose storage takes its time: what the queue reads as it starts comes once goOn() is called.</summary>
    private const string SlowStart = """
        const going = new Promise(resolve => (window.goOn = resolve));
        const read = IDBObjectStore.prototype.getAllKeys;
        IDBObjectStore.prototype.getAllKeys = function (...what) {
          const request = read.apply(this, what);
          return { get result() { return request.result; }, set onsuccess(heed) { request.onsuccess = () => going.then(heed); }, set onerror(heed) { request.onerror = heed; } };
        };
        """;

    private AmazonS3Client client = null!;
    private S3Options options = null!;
    private FaultProxy way = null!;

    protected override IReadOnlyDictionary<string, string?> Settings
    {
        get
        {
            var settings = S3TestStore.SettingsOf(options);
            settings["Storage:S3:DirectUploads"] = "true";
            settings["Storage:S3:PublicEndpoint"] = way.Address;
            return settings;
        }
    }

    public override async ValueTask InitializeAsync()
    {
        (client, options) = await S3TestStore.MakeBucketAsync();
        way = new FaultProxy(options.Endpoint);
        await base.InitializeAsync();

        // As an operator does who runs provision with the site's address.
        using var store = new S3Store(options, TimeProvider.System, NullLoggerFactory.Instance, World.Address.GetLeftPart(UriPartial.Authority));
        await store.Making.MakeAsync(TestContext.Current.CancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (way is not null) await way.DisposeAsync();
        if (client is not null) await S3TestStore.RemoveBucketAsync(client, options.Bucket);
    }

    [Fact(Timeout = Patience)]
    public async Task A_large_file_goes_to_the_bucket_over_a_reload_and_a_pause_and_not_through_the_site()
    {
        var page = await OpenAsync(World.Ada, "/upload");
        page.Dialog += (_, dialog) => dialog.AcceptAsync();
        var queue = new UploadQueue(page);
        HoldFrom(part: 2);
        var film = NewFile("film.bin", BigFile);
        await queue.ChooseAsync(film);
        await queue.KeptAsync(1);
        await ArrivedAsync(1);

        await page.ReloadAsync();
        await Expect(queue.In("sending")).ToHaveCountAsync(1);
        await queue.PressAsync("Pause");
        await Expect(queue.Head).ToHaveTextAsync("Paused: 1 file left");
        way.Rule = _ => null;
        await queue.PressAsync("Go on");

        await Expect(queue.In("ready")).ToHaveCountAsync(1);
        var item = Assert.Single(await ItemsAsync());
        Assert.Equal((BigFile, true), (item.Bytes, item.IsRead));
        Assert.InRange(Line.Carried, 1, 50_000);

        var copy = Path.Combine(NewFolder("files"), "copy.bin");
        await File.WriteAllBytesAsync(copy, await File.ReadAllBytesAsync(film, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        await queue.ChooseAsync(copy);
        await Expect(queue.Row("copy.bin")).ToContainTextAsync("this one went to the trash");
        Assert.Equal(item.Id, Assert.Single(await ItemsAsync()).Id);
        Assert.Equal(2, way.Seen.Count(request => request.IsPart && request.Target.Contains("partNumber=1&", StringComparison.Ordinal)));
    }

    [Fact(Timeout = Patience)]
    public async Task Where_the_bucket_is_out_of_reach_files_go_through_the_site_by_themselves()
    {
        way.Rule = _ => new Fault.Reset();
        var page = await OpenAsync(World.Ada, "/upload");
        var queue = new UploadQueue(page);

        await queue.ChooseAsync(NewFile("film.bin", BigFile), NewFile("clip.bin", 3_000_000));

        await Expect(queue.In("ready")).ToHaveCountAsync(2);
        Assert.Equal([3_000_000, BigFile], (await ItemsAsync()).Select(item => item.Bytes).Order());
        Assert.InRange(Line.Carried, BigFile + 3_000_000, BigFile + 3_100_000);
        for (var deadline = DateTime.UtcNow.AddSeconds(20); (await World.Get<IUploadCatalog>().UsageAsync(World.Ada.Id, TestContext.Current.CancellationToken)).Reserved > 0; await Task.Delay(50, TestContext.Current.CancellationToken))
            Assert.True(DateTime.UtcNow < deadline, "What was given up is still reserved.");
    }

    [Fact(Timeout = Patience)]
    public async Task Pause_is_heard_at_once_while_the_site_or_its_bucket_does_not_answer_and_nothing_is_begun_twice()
    {
        way.Rule = request => request.IsPart ? new Fault.Hang() : null;
        var page = await OpenAsync(World.Ada, "/upload");
        var queue = new UploadQueue(page);
        Line.HoldBeginnings();
        await queue.ChooseAsync(NewFile("film.bin", BigFile));
        await Line.BeginningAsync(1);

        await queue.PressAsync("Pause");
        await Expect(queue.In("waiting")).ToHaveCountAsync(1);
        await queue.PressAsync("Go on");
        Line.LetBegin();
        await Expect(queue.In("sending")).ToHaveCountAsync(1);
        for (var deadline = DateTime.UtcNow.AddSeconds(60); !way.Seen.Any(request => request.IsPart); await Task.Delay(50, TestContext.Current.CancellationToken))
            Assert.True(DateTime.UtcNow < deadline, "No part was sent.");
        await queue.PressAsync("Pause");
        await Expect(queue.In("waiting")).ToHaveCountAsync(1);
        way.Rule = _ => null;
        await queue.PressAsync("Go on");

        await Expect(queue.In("ready")).ToHaveCountAsync(1);
        Assert.Equal(BigFile, Assert.Single(await ItemsAsync()).Bytes);
        Assert.Equal(1, Line.Begun);
    }

    [Fact(Timeout = Patience)]
    public async Task A_file_chosen_while_the_queue_is_only_just_starting_goes_straight_to_the_bucket()
    {
        var page = await OpenAsync(World.Ada, "/login");
        await page.AddInitScriptAsync("delete window.SharedWorker; " + SlowStart);
        var asked = page.WaitForResponseAsync(answer => answer.Request.Method == "OPTIONS");
        await page.GotoAsync("/upload");
        var queue = new UploadQueue(page);
        await asked;

        await queue.ChooseAsync(NewFile("clip.bin", 3_000_000));
        await page.EvaluateAsync("goOn()");

        await Expect(queue.In("ready")).ToHaveCountAsync(1);
        Assert.Equal(1, way.Seen.Count(request => request.IsPart));
        Assert.InRange(Line.Carried, 1, 50_000);
    }

    [Fact(Timeout = Patience)]
    public async Task An_upload_whose_last_answer_is_lost_is_not_sent_again()
    {
        var page = await OpenAsync(World.Ada, "/login");
        await page.AddInitScriptAsync("delete window.SharedWorker"); // whose requests could not be touched
        var lost = 0;
        await page.RouteAsync("**/finish", async route =>
        {
            if (Interlocked.Increment(ref lost) == 1) await route.FetchAsync();
            await route.AbortAsync();
        });
        await page.GotoAsync("/upload");
        var queue = new UploadQueue(page);

        await queue.ChooseAsync(NewFile("clip.bin", 3_000_000));

        await Expect(queue.In("ready")).ToHaveCountAsync(1);
        Assert.Equal((1, 1), (lost, way.Seen.Count(request => request.IsPart)));
        Assert.Single(await ItemsAsync());
    }

    /// <summary>Parts from this one on stay on their way.</summary>
    private void HoldFrom(int part) => way.Rule = request =>
        request.IsPart && !Enumerable.Range(1, part - 1).Any(number => request.Target.Contains($"partNumber={number}&", StringComparison.Ordinal)) ? new Fault.Hang() : null;

    private async Task ArrivedAsync(int parts)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < deadline; await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            var begun = await client.ListMultipartUploadsAsync(options.Bucket, TestContext.Current.CancellationToken);
            if (begun.MultipartUploads is not [var upload]) continue;
            var held = await client.ListPartsAsync(options.Bucket, upload.Key, upload.UploadId, TestContext.Current.CancellationToken);
            if ((held.Parts ?? []).Count == parts) return;
        }

        Assert.Fail("The parts did not arrive.");
    }

    private async Task<IReadOnlyList<MediaItem>> ItemsAsync() =>
        (await World.Get<IMediaCatalog>().PageAsync(new Scope.Own(World.Ada.Id), MediaSort.UploadedNewest, null, 100, TestContext.Current.CancellationToken)).Items;
}
