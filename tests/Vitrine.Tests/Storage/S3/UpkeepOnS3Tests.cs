using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Storage;
using Vitrine.Tests.Backends;
using Vitrine.Tests.Contracts;

namespace Vitrine.Tests.Storage.S3;

/// <summary>What looks after a library, over a bucket: verify, rebuild, backup and the sweeper.</summary>
public sealed class UpkeepOnS3Tests : IAsyncLifetime
{
    private S3TestStore bucket = null!;
    private SiteParts site = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        bucket = await S3TestStore.CreateAsync();
        site = SiteParts.Empty(Settings());
        await site.Get<SiteStart>().CheckAsync(Cancel);
        await site.AddOwnerAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        await bucket.DisposeAsync();
    }

    [Fact]
    public async Task A_library_is_verified_and_made_again_from_the_bucket_alone()
    {
        var items = new List<MediaItem>();
        foreach (var length in new[] { 5_000, 9_000_000 }) items.Add(await site.TakeAsync(TestStore.Bytes(length), $"photo-{length}.jpg"));
        await site.Get<CatalogFiles>().WriteAsync(Cancel);
        Assert.True((await site.VerifyAsync()).Report.IsClean);

        await using var fresh = SiteParts.Empty(Settings());
        await fresh.Get<Rebuilding>().RunAsync(_ => { }, Cancel);
        foreach (var item in items)
        {
            var again = await fresh.FindAsync(item.Id);
            Assert.Equal((item.Sha256, item.FileName, item.Title, item.Bytes, item.OriginalKey), (again!.Sha256, again.FileName, again.Title, again.Bytes, again.OriginalKey));
        }
    }

    [Fact]
    public async Task A_backup_of_a_bucket_is_a_folder_and_comes_back_into_an_empty_bucket()
    {
        var item = await site.TakeAsync(TestStore.Bytes(9_000_000));
        var folder = Directory.CreateTempSubdirectory("vitrine-backup-");
        await using var empty = await S3TestStore.CreateAsync();
        try
        {
            await site.Get<Backups>().MakeAsync(folder.FullName, _ => { }, Cancel);
            await using var restored = SiteParts.Empty(Settings(empty));
            await restored.Get<Restoring>().RunAsync(folder.FullName, Cancel);
            await restored.Get<SiteStart>().RequireExistingAsync(Cancel);
            Assert.Equal(item.Sha256, (await restored.FindAsync(item.Id))!.Sha256);
            Assert.True((await restored.VerifyAsync()).Report.IsClean);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task An_upload_that_expired_leaves_the_bucket_and_so_do_bytes_of_nobody()
    {
        var partial = site.Get<IPartialWrites>();
        var begun = Assert.IsType<UploadStep.Open>(await site.Get<Vitrine.Library.Intake>().BeginAsync(site.Owner, new NewUpload { FileName = "film.mp4", Length = 20_000_000 }, Cancel));
        foreach (var id in new[] { begun.Upload.Id, MediaId.New(site.Time) })
            await partial.AppendAsync(new PartialUpload($"{id}", 0, []), TestStore.Target(Keys.Original(id, "film.mp4", ".mp4"), null), new MemoryStream(TestStore.Bytes(9_000_000)), Cancel);
        Assert.NotEmpty(await HeldAsync());

        // Objects bear the bucket's own time, which is now.
        site.Time.SetUtcNow(DateTimeOffset.UtcNow.AddDays(2));
        var report = await site.Get<Sweeper>().RunAsync(Cancel);
        Assert.Equal((null, 1), (report.Refusal, report.ExpiredUploads));
        Assert.Empty(await HeldAsync());
        Assert.True((await site.Get<IUploadCatalog>().UsageAsync(site.Owner.Id, Cancel)).Reserved == 0);
    }

    private async Task<List<string>> HeldAsync()
    {
        var held = new List<string>();
        await foreach (var upload in site.Get<IPartialWrites>().ListAsync(Cancel)) held.Add(upload.Upload);
        return held;
    }

    private Dictionary<string, string?> Settings(S3TestStore? of = null) => new()
    {
        ["Storage:Kind"] = "s3",
        ["Storage:S3:Bucket"] = (of ?? bucket).Options.Bucket,
        ["Storage:S3:Endpoint"] = bucket.Options.Endpoint,
        ["Storage:S3:Prefix"] = bucket.Options.Prefix,
    };
}
