using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Storage;
using Vitrine.Storage.Disk;
using Vitrine.Tests.Contracts;

namespace Vitrine.Tests.Library.Upkeep;

public sealed class RemovalTests : IAsyncLifetime
{
    private SiteParts site = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => site = await SiteParts.CreateAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task Purging_leaves_neither_row_nor_file_nor_quota_and_no_empty_folder()
    {
        var item = await site.TakeAsync(TestStore.Bytes(5000));
        await WriteRenditionAsync(item.Id, "r1");
        Assert.True(await site.Get<Removal>().PurgeAsync(new Scope.Own(site.Owner.Id), item.Id, Cancel));

        Assert.Null(await site.FindAsync(item.Id));
        Assert.Empty(await site.KeysAsync());
        Assert.Equal(0, (await site.Get<IUploadCatalog>().UsageAsync(site.Owner.Id, Cancel)).Used);
        Assert.False(Directory.Exists(Path.GetDirectoryName(site.PathOf(item.OriginalKey))));
        Assert.False(Directory.Exists(Path.Join(site.Media, "renditions", item.Id.ToString())));
        Assert.False(await site.Get<Removal>().PurgeAsync(Scope.Everything, item.Id, Cancel));
        Assert.Equal(item.Sha256, (await site.TakeAsync(TestStore.Bytes(5000))).Sha256);
    }

    [Fact]
    public async Task Nobody_purges_what_is_not_theirs()
    {
        var item = await site.TakeAsync(TestStore.Bytes(5000));
        Assert.False(await site.Get<Removal>().PurgeAsync(new Scope.Own(new AccountId(Guid.Empty)), item.Id, Cancel));
        Assert.NotNull(await site.FindAsync(item.Id));
        Assert.Equal(2, (await site.KeysAsync()).Count);
    }

    [Fact, Trait("trust", "K03")]
    public async Task A_purge_that_fails_at_any_call_is_finished_by_the_sweeper()
    {
        for (var n = 1; ; n++)
        {
            var item = await site.TakeAsync(TestStore.Bytes(5000, seed: n));
            await WriteRenditionAsync(item.Id, "r1");
            var (failing, failed) = (n, false);
            site.Posix.FailWhen((_, number) =>
            {
                if (number != failing) return null;
                failed = true;
                return 13;
            });
            Assert.True(await site.Get<Removal>().PurgeAsync(Scope.Everything, item.Id, Cancel));
            site.Posix.Heal();

            Assert.Null(await site.FindAsync(item.Id));
            if (!failed)
            {
                Assert.InRange(n, 6, 100);
                return;
            }

            // The sidecar goes first: while any original is left, a rebuild must not find what a person deleted.
            if (n > 2) Assert.DoesNotContain(item.SidecarKey.Value, await site.KeysAsync());
            Assert.Equal(1, (await site.Get<Sweeper>().RunAsync(Cancel)).Purged);
            Assert.Empty(await site.KeysAsync());
        }
    }

    [Fact]
    public async Task The_trash_empties_after_its_days_and_not_before()
    {
        var old = await site.TakeAsync(TestStore.Bytes(5000, 1));
        var live = await site.TakeAsync(TestStore.Bytes(5000, 2));
        var later = await site.TakeAsync(TestStore.Bytes(5000, 3));
        await site.Get<IMediaCatalog>().PutInTrashAsync(Scope.Everything, old.Id, Cancel);
        site.Time.Advance(TimeSpan.FromDays(15));
        await site.Get<IMediaCatalog>().PutInTrashAsync(Scope.Everything, later.Id, Cancel);
        site.Time.Advance(TimeSpan.FromDays(14.9));
        Assert.Equal(0, (await site.Get<Sweeper>().RunAsync(Cancel)).Purged);
        site.Time.Advance(TimeSpan.FromDays(0.2));
        Assert.Equal(1, (await site.Get<Sweeper>().RunAsync(Cancel)).Purged);
        Assert.Null(await site.FindAsync(old.Id));
        Assert.NotNull(await site.FindAsync(live.Id));
        Assert.NotNull(await site.FindAsync(later.Id));
    }

    [Fact, Trait("trust", "K05")]
    public async Task An_upload_that_died_between_its_original_and_its_row_is_retried_and_later_swept()
    {
        var bytes = TestStore.Bytes(5000);
        var id = await DieBeforeTheRowAsync(bytes);
        Assert.Equal(1, (await site.VerifyAsync()).Report.UnderWay);
        Assert.True((await site.VerifyAsync()).Report.IsClean);

        // The same file again is no duplicate of something that was never acknowledged.
        var again = await site.TakeAsync(bytes);
        Assert.NotEqual(id, again.Id);

        site.Time.Advance(TimeSpan.FromDays(8));
        Assert.Equal(1, (await site.Get<Sweeper>().RunAsync(Cancel)).ExpiredUploads);
        Assert.Equal([again.OriginalKey.Value, again.SidecarKey.Value], await site.KeysAsync("originals/"));
        Assert.True((await site.VerifyAsync()).Report.IsClean);
    }

    [Fact]
    public async Task Held_bytes_of_nobody_go_after_a_day_those_of_an_upload_stay()
    {
        var partial = site.Get<IPartialWrites>();
        var begun = Assert.IsType<UploadStep.Open>(await site.Get<Vitrine.Library.Intake>().BeginAsync(site.Owner, new NewUpload { FileName = "a", Length = 10 }, Cancel));
        var nobodys = MediaId.New(site.Time).ToString();
        foreach (var name in new[] { nobodys, "w0123" }) await partial.BeginAsync(name, Cancel);
        await File.WriteAllTextAsync(Path.Join(site.Media, "incoming", "young1"), "x", Cancel);
        foreach (var file in Directory.GetFiles(Path.Join(site.Media, "incoming"))) File.SetLastWriteTimeUtc(file, site.Time.GetUtcNow().UtcDateTime.AddDays(-2));
        File.SetLastWriteTimeUtc(Path.Join(site.Media, "incoming", "young1"), site.Time.GetUtcNow().UtcDateTime);

        Assert.Equal(2, (await site.Get<Sweeper>().RunAsync(Cancel)).HeldForNobody);
        Assert.Equal([begun.Upload.Id.ToString(), "young1"], Directory.GetFiles(Path.Join(site.Media, "incoming")).Select(f => Path.GetFileName(f)!).Order());
    }

    [Fact]
    public async Task Renditions_of_former_recipes_and_of_nobody_go_the_present_ones_stay()
    {
        var item = await site.TakeAsync(TestStore.Bytes(5000));
        var gone = MediaId.New(site.Time);
        await SetRecipeAsync(item, "now");
        foreach (var (id, recipe) in new[] { (item.Id, "now"), (item.Id, "before"), (gone, "r") }) await WriteRenditionAsync(id, recipe, daysAgo: 2);
        await WriteRenditionAsync(item.Id, "justbeing");

        Assert.Equal(2, (await site.Get<Sweeper>().RunAsync(Cancel)).Renditions);
        Assert.Equal([$"renditions/{item.Id}/justbeing/tile.webp", $"renditions/{item.Id}/now/tile.webp"], await site.KeysAsync("renditions/"));
    }

    [Fact, Trait("trust", "B08")]
    public async Task When_too_much_would_go_the_sweeper_stops_and_nothing_goes()
    {
        for (var i = 0; i < 60; i++)
        {
            site.Time.Advance(TimeSpan.FromMilliseconds(1));
            await WriteRenditionAsync(MediaId.New(site.Time), "r", daysAgo: 2);
        }

        var report = await site.Get<Sweeper>().RunAsync(Cancel);
        Assert.Contains("60 of 60", report.Refusal, StringComparison.Ordinal);
        Assert.Equal(60, (await site.KeysAsync("renditions/")).Count);
    }

    [Fact]
    public async Task An_original_that_no_row_explains_is_never_swept()
    {
        var id = MediaId.New(site.Time);
        await site.Get<IBlobStore>().WriteAsync(Keys.Original(id, "mystery.jpg", ".jpg"), TestStore.Text("x"), "image/jpeg", Cancel);
        site.Time.Advance(TimeSpan.FromDays(400));
        await site.Get<Sweeper>().RunAsync(Cancel);
        Assert.Single(await site.KeysAsync("originals/"));
    }

    [Fact, Trait("trust", "N05")]
    public async Task Of_two_sweepers_one_works_and_one_waits()
    {
        await site.Get<ISiteCatalog>().LeaseAsync(Sweeper.Lease, "another node", TimeSpan.FromMinutes(10), Cancel);
        Assert.NotNull((await site.Get<Sweeper>().RunAsync(Cancel)).Refusal);
        site.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.Null((await site.Get<Sweeper>().RunAsync(Cancel)).Refusal);
    }

    /// <summary>The database refuses the one transaction, as a kill just before it would.</summary>
    private async Task<MediaId> DieBeforeTheRowAsync(byte[] bytes)
    {
        var begun = Assert.IsType<UploadStep.Open>(await site.Get<Vitrine.Library.Intake>().BeginAsync(site.Owner, new NewUpload { FileName = "photo.jpg", Length = bytes.Length }, Cancel));
        var id = begun.Upload.Id;
        var key = Keys.Original(id, "photo.jpg", ".jpg");
        var begin = new PartialUpload(id.ToString(), 0, []);
        var held = await site.Get<IPartialWrites>().AppendAsync(begin, TestStore.Target(key, bytes.Length), new MemoryStream(bytes), Cancel);
        await site.Get<IPartialWrites>().FinishAsync(held.Upload, key, "image/jpeg", Cancel);
        return id;
    }

    private async Task SetRecipeAsync(MediaItem item, string recipe)
    {
        var queue = site.Get<Vitrine.Jobs.IJobQueue>();
        var job = await queue.ClaimAsync(Vitrine.Jobs.Lanes.Tile, TimeSpan.FromMinutes(1), Cancel);
        Assert.Equal(item.Id.Value, job?.Id);
        var tile = new Rendition("tile", 1, 1, "image/webp", ".webp", 1);
        Assert.True(await site.Get<IMediaCatalog>().MarkReadyAsync(job!, new ReadyMedia { Recipe = recipe, Renditions = [tile] }, null, Cancel));
    }

    private async Task WriteRenditionAsync(MediaId id, string recipe, int daysAgo = 0)
    {
        var key = Keys.Rendition(id, recipe, "tile", ".webp");
        await site.Get<IBlobStore>().WriteAsync(key, TestStore.Text("x"), "image/webp", Cancel);
        File.SetLastWriteTimeUtc(site.PathOf(key), site.Time.GetUtcNow().UtcDateTime.AddDays(-daysAgo));
    }
}
