using System.Diagnostics;
using System.Globalization;
using Vitrine.Imaging;
using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Links;
using Vitrine.Metadata.DynamoDb.Media;
using static Vitrine.Tests.Contracts.CatalogWorld;

namespace Vitrine.Tests.Backends.Dynamo;

/// <summary>What people do costs the same read and write units however large their library is. The table stands in docs/dynamodb.md.</summary>
public sealed class DynamoCostTests(ITestOutputHelper output)
{
    private const int Small = 1_000;

    /// <summary>Enough to see growth in a test run; <c>./run bench dynamodb</c> asks for 100 000.</summary>
    private static readonly int Large = int.Parse(Environment.GetEnvironmentVariable("VITRINE_TEST_COST_ITEMS") ?? "4000", CultureInfo.InvariantCulture);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_people_do_costs_the_same_in_a_library_many_times_as_large()
    {
        await using var world = new DynamoWorld();
        await world.StartAsync();
        await FillAsync(world, 0, Small);
        world.Made.CountIndexes();
        var small = await MeasureAsync(world, Small);
        var smallTimes = await TimeAsync(world, Small);
        await FillAsync(world, Small, Large);
        var large = await MeasureAsync(world, Large);
        foreach (var (page, time) in await TimeAsync(world, Large))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{page}: {time / smallTimes[page]:0.00} of the time with {Large:N0} items that it takes with {Small:N0}"));

        foreach (var (action, cost) in small)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {action} | {cost.Reads:0.#} | {cost.Writes:0.#} | {large[action].Reads:0.#} | {large[action].Writes:0.#} |"));
            Assert.True(large[action].Reads <= cost.Reads + 1, $"{action}: {cost.Reads} read units with {Small} items, {large[action].Reads} with {Large}.");
            Assert.True(large[action].Writes <= cost.Writes + 1, $"{action}: {cost.Writes} write units with {Small} items, {large[action].Writes} with {Large}.");
        }

        Assert.InRange(small["upload of one file, to its previews"].Writes, 1, 60);
        Assert.InRange(small["first page of the library, 100 items"].Reads, 1, 40);
    }

    private static async Task<Dictionary<string, (double Reads, double Writes)>> MeasureAsync(DynamoWorld world, int items)
    {
        var costs = new Dictionary<string, (double, double)>();
        var (media, own) = (world.Media, world.AnnasOwn);
        MediaItem item = null!;
        Job job = null!;
        await MeasureAsync("upload: begin and take over", async () =>
        {
            item = world.NewItem(world.Anna);
            await world.Uploads.BeginAsync(world.NewUpload(world.Anna, item.Bytes, item.Id), NoLimits, Cancel);
            await world.Uploads.TakeOverAsync(own, item.Id, Cancel);
        });
        await MeasureAsync("upload: look for the same bytes, receive", async () =>
        {
            await media.FindByHashAsync(world.Anna, item.Sha256!, Cancel);
            Assert.True(await world.Uploads.ReceiveAsync(item, 1, world.TileWork, null, Cancel));
        });
        await MeasureAsync("upload: tile job, claimed and ended", async () =>
        {
            job = (await world.Jobs.ClaimAsync(Lanes.Tile, TimeSpan.FromMinutes(1), Cancel))!;
            var tile = new Rendition("tile", 480, 360, "image/webp", ".webp", 20_000);
            Assert.True(await media.MarkReadyAsync(job, new ReadyMedia { Width = 4000, Height = 3000, Recipe = "r", Renditions = [tile], Facts = new MediaFacts { Iso = 100 } }, null, Cancel));
        });
        await MeasureAsync("upload: effects, where it is alone in its batch", world.SettleAsync);
        costs["upload of one file, to its previews"] = (costs.Where(c => c.Key.StartsWith("upload:", StringComparison.Ordinal)).Sum(c => c.Value.Item1), costs.Where(c => c.Key.StartsWith("upload:", StringComparison.Ordinal)).Sum(c => c.Value.Item2));
        var unread = await world.ReceiveAsync(world.NewItem(world.Anna) with { Sha256 = null, Crc32 = null }, world.TileWork);
        await world.SettleAsync();
        await MeasureAsync("the same straight to the bucket, besides: read once", async () =>
        {
            job = (await world.Jobs.ClaimAsync(Lanes.Tile, TimeSpan.FromMinutes(1), Cancel))!;
            Assert.Null(await media.FindByHashAsync(world.Anna, new string('a', 64), Cancel));
            Assert.True(await media.MarkReadAsync(job, new ReadOriginal(new string('a', 64), 1, MediaKind.Image, "image/png", Repeats: false), world.TileWork, Cancel));
        });
        var bigger = new NextWork(MediaWork.Renditions, Lanes.Ordinary, world.Time.GetUtcNow());
        await media.MarkReadyAsync((await world.Jobs.ClaimAsync(Lanes.Tile, TimeSpan.FromMinutes(1), Cancel))!, new ReadyMedia { Recipe = "r" }, bigger, Cancel);
        await MeasureAsync("bigger previews, where the tile went first: claimed and ended", async () =>
        {
            job = (await world.Jobs.ClaimAsync(Lanes.Ordinary, TimeSpan.FromMinutes(1), Cancel))!;
            Rendition[] made = [new("tile2x", 960, 720, "image/webp", ".webp", 60_000), new("screen", 1920, 1440, "image/jpeg", ".jpg", 400_000)];
            Assert.True(await media.MarkReadyAsync(job, new ReadyMedia { Recipe = "r", Renditions = made }, null, Cancel));
        });
        await media.BeginPurgeAsync(own, unread.Id, Cancel);
        await media.EndPurgeAsync(unread.Id, Cancel);
        await world.SettleAsync();
        await MeasureAsync("first page of the library, 100 items", () => media.PageAsync(own, MediaSort.TakenNewest, null, 100, Cancel));
        await MeasureAsync("a page deep in the library, 100 items", () => media.PageAsync(own, MediaSort.TakenNewest, HalfOf(items), 100, Cancel));
        await MeasureAsync("a page by name, 100 items", () => media.PageAsync(own, MediaSort.NameAscending, null, 100, Cancel));
        await MeasureAsync("the scrubber's days", () => media.DaysAsync(own, Cancel));
        await MeasureAsync("an item's page: item, facts, neighbours", async () =>
        {
            await media.FindAsync(own, item.Id, Cancel);
            await media.FindFactsAsync(own, item.Id, Cancel);
            await media.NeighboursAsync(own, item.Id, Cancel);
        });
        await MeasureAsync("a tile", () => media.FindAsync(own, item.Id, Cancel));
        await MeasureAsync("edit of a title", () => media.EditAsync(own, item.Id, new MediaEdit { Title = $"{item.Id}" }, null, Cancel));
        await MeasureAsync("edit of the date", () => media.EditAsync(own, item.Id, new MediaEdit { TakenAt = Taken(2019, 1, 1) }, null, Cancel));
        await MeasureAsync("sidecar noted as written", () => media.SidecarWrittenAsync(item.Id, long.MaxValue, Cancel));
        await MeasureAsync("into the trash", () => media.PutInTrashAsync(own, item.Id, Cancel));
        await MeasureAsync("out of the trash", () => media.RestoreAsync(own, item.Id, Cancel));
        await MeasureAsync("purge, begun and ended", async () =>
        {
            await media.BeginPurgeAsync(own, item.Id, Cancel);
            await media.EndPurgeAsync(item.Id, Cancel);
        });
        await MeasureAsync("effects of the last four", world.SettleAsync);
        await MeasureAsync("an idle worker's look for jobs of a lane", () => world.Jobs.ClaimAsync(Lanes.Heavy, TimeSpan.FromMinutes(1), Cancel));
        await MeasureAsync("an idle look for effects", world.SettleAsync);
        await SignInAsync(world);
        await AlbumsAsync(world, MeasureAsync);
        await MeasureAsync("a hundred requests with one session, within half a second", async () =>
        {
            for (var n = 0; n < 100; n++) Assert.NotNull(await world.Accounts.FindSessionAsync("session", Cancel));
        });
        return costs;

        async Task MeasureAsync(string action, Func<Task> act)
        {
            var before = world.Table.Consumption.Total;
            await act();
            var after = world.Table.Consumption.Total;
            costs[action] = (after.Reads - before.Reads, after.Writes - before.Writes);
        }
    }

    private static Cursor HalfOf(int items) => new(new TakenAt(Taken(2021, 1, 1).Wall.AddMinutes(-items / 2)).ToString(), Guid.Empty.ToString("N"));

    /// <summary>The median of nine, after three to warm up, in milliseconds; printed, never asserted.</summary>
    private static async Task<Dictionary<string, double>> TimeAsync(DynamoWorld world, int items)
    {
        return new Dictionary<string, double>
        {
            ["first page"] = await MedianAsync(null),
            ["deep page"] = await MedianAsync(HalfOf(items)),
        };

        async Task<double> MedianAsync(Cursor? after)
        {
            var times = new List<double>();
            for (var n = -3; n < 9; n++)
            {
                var start = Stopwatch.GetTimestamp();
                await world.Media.PageAsync(world.AnnasOwn, MediaSort.TakenNewest, after, 100, Cancel);
                if (n >= 0) times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            return times.Order().ElementAt(times.Count / 2);
        }
    }

    private static async Task AlbumsAsync(DynamoWorld world, Func<string, Func<Task>, Task> measureAsync)
    {
        var (albums, own) = (world.Albums, world.AnnasOwn);
        var items = (await world.Media.PageAsync(own, MediaSort.TakenNewest, null, 100, Cancel)).Items.Select(item => item.Id).ToList();
        var (album, filled) = ((Album)null!, await world.MakeAlbumAsync(world.Bert));
        await albums.AddAsync(filled.Id, own, items, Cancel);
        await measureAsync("an album made", async () => album = await world.MakeAlbumAsync(world.Bert));
        await measureAsync("an item put into an album", () => albums.AddAsync(album.Id, own, [items[0]], Cancel));
        await measureAsync("an item moved in an album", () => albums.MoveAsync(filled.Id, items[0], items[50], true, Cancel));
        await measureAsync("an album by its id, with its cover", () => albums.FindAsync(filled.Id, Cancel));
        await measureAsync("a page of an album, 100 items", () => albums.PageAsync(filled.Id, AlbumOrder.ByHand, null, 100, Cancel));
        await measureAsync("a tile through an album", () => world.Media.FindAsync(new Scope.InAlbum(filled.Id), items[1], Cancel));
        await measureAsync("into the trash, out of two albums", () => world.Media.PutInTrashAsync(own, items[0], Cancel));
        await world.Media.RestoreAsync(own, items[0], Cancel);
        await measureAsync("an item taken out of an album", () => albums.RemoveAsync(album.Id, items[0], Cancel));
        await measureAsync("somebody made a member", () => world.Members.SetAsync(album.Id, world.Anna, AlbumRole.Manager, Cancel));
        var link = new ShareLink { Id = LinkId.New(world.Time), Owner = world.Anna, TokenHash = $"{album.Id}", Name = "n", Album = album.Id, MaxOpens = 9, CreatedAt = world.Time.GetUtcNow() };
        await measureAsync("a link made", () => world.Links.AddAsync(link, Cancel));
        await measureAsync("a link looked up by its token", async () => Assert.NotNull(await world.Links.FindByTokenAsync(link.TokenHash, Cancel)));
        await measureAsync("a link opened by a new visitor", () => world.Links.OpenAsync(link.Id, "visitor", Cancel));
        await measureAsync("a link revoked", () => world.Links.RevokeAsync(link.Id, Cancel));
        foreach (var made in new[] { album, filled })
        {
            await albums.DeleteAsync(made.Id, Cancel);
            Assert.True(await albums.ClearAsync(made.Id, 200, Cancel));
        }

        await world.SettleAsync();
    }

    private static async Task SignInAsync(DynamoWorld world)
    {
        var now = world.Time.GetUtcNow();
        var account = new Account { Id = world.Anna, Name = "Anna", PasswordHash = "hash", IsAdmin = true, CreatedAt = now };
        await world.Accounts.AddAsync(account, Cancel);
        await world.Accounts.EndSessionAsync("session", Cancel);
        await world.Accounts.AddSessionAsync(new Session("session", world.Anna, now, now.AddDays(1), null), Cancel);
    }

    /// <summary>Items as a settled upload leaves them, without the transactions that made them.</summary>
    private static async Task FillAsync(DynamoWorld world, int from, int until)
    {
        var rows = Enumerable.Range(from, until - from).Select(n => Row(world, n)).ToList();
        await Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancel }, async (row, cancellationToken) =>
        {
            foreach (var write in Change.Add(row)) await world.Table.WriteAsync(write, cancellationToken);
        });
        if (from > 0) return;
        for (var month = 1; month <= 12; month++)
            await world.Table.WriteAsync(MonthRows.Count(world.Anna, $"2021-{month:D2}", [KeyValuePair.Create($"2021-{month:D2}-01", 1L)]), Cancel);
    }

    private static Row Row(DynamoWorld world, int n)
    {
        var item = world.NewItem(world.Anna, $"IMG_{n:D5}.jpg") with
        {
            State = MediaState.Ready,
            TakenAt = new TakenAt(Taken(2021, 1, 1).Wall.AddMinutes(-n)),
            Kind = MediaKind.Image,
            Width = 4000,
            Height = 3000,
            Thumbhash = new byte[25],
            DominantColour = 0x0a6ebd,
            Recipe = "0123456789ab",
            Renditions = [new Rendition("tile", 480, 360, "image/webp", ".webp", 20_000), new Rendition("tile2x", 960, 720, "image/webp", ".webp", 60_000), new Rendition("screen", 1920, 1440, "image/jpeg", ".jpg", 300_000)],
        };
        var row = global::Vitrine.Metadata.DynamoDb.Media.Row.New(item, world.Time.GetUtcNow());
        return row with { EffectSince = null, Counted = row.Due };
    }
}
