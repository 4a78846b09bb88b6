using Amazon.S3;
using Amazon.S3.Model;
using Vitrine.Storage;
using Vitrine.Storage.S3;
using Vitrine.Tests.Backends;
using Vitrine.Tests.Contracts;

namespace Vitrine.Tests.Storage.S3;

/// <summary>What only a bucket has: versions, a prefix, pages, settings that go along with each object.</summary>
public sealed class S3BucketTests : IAsyncLifetime
{
    private static readonly BlobKey Key = new("originals/2026/11/0f/photo.jpg");

    private FaultProxy service = null!;
    private S3TestStore store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        service = new FaultProxy(await CephRgw.AddressAsync());
        store = await S3TestStore.CreateMarkedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        await service.DisposeAsync();
    }

    [Fact]
    public async Task Where_a_bucket_keeps_versions_deleting_takes_all_of_them()
    {
        await store.Client.PutBucketVersioningAsync(
            new PutBucketVersioningRequest { BucketName = store.Options.Bucket, VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled } }, Cancel);
        var sidecar = new BlobKey("originals/2026/11/0f/vitrine.json");
        await store.Blobs.ReplaceAsync(sidecar, "one"u8.ToArray(), null, Cancel);
        await store.Blobs.ReplaceAsync(sidecar, "two"u8.ToArray(), (await store.Blobs.FindAsync(sidecar, Cancel))!.Tag, Cancel);
        await store.Blobs.WriteAsync(new BlobKey("originals/2026/11/0f/vitrine.json.jpg"), TestStore.Text("neighbour"), "image/jpeg", Cancel);

        await store.Blobs.DeleteAsync(sidecar, Cancel);
        var left = await store.Client.ListVersionsAsync(new ListVersionsRequest { BucketName = store.Options.Bucket, Prefix = store.Options.Prefix + "originals/" }, Cancel);
        Assert.Equal([store.Options.Prefix + "originals/2026/11/0f/vitrine.json.jpg"], left.Versions.Select(version => version.Key));
    }

    [Fact]
    public async Task Sites_that_share_a_bucket_see_nothing_of_each_other_or_of_strange_objects()
    {
        await store.Client.PutObjectAsync(new PutObjectRequest { BucketName = store.Options.Bucket, Key = store.Options.Prefix + "originals/", ContentBody = "" }, Cancel);
        await store.Client.PutObjectAsync(new PutObjectRequest { BucketName = store.Options.Bucket, Key = "some/other/originals/a.jpg", ContentBody = "x" }, Cancel);
        await store.Blobs.WriteAsync(Key, TestStore.Text("x"), "image/jpeg", Cancel);
        Assert.Equal([Key.Value], await store.KeysAsync(""));
    }

    [Fact]
    public async Task More_than_a_page_is_listed_in_order_and_what_is_on_its_way_in_is_stepped_over()
    {
        var keys = Enumerable.Range(0, 1_005).Select(i => $"renditions/{i:0000}/r/tile.webp").ToList();
        await store.Blobs.WriteAsync(new BlobKey("catalog/accounts.json"), TestStore.Text("{}"), "application/json", Cancel);
        await store.Partial.AppendAsync(new PartialUpload("a1", 0, []), TestStore.Target(Key, null), TestStore.Text("half"), Cancel);
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancel }, async (key, cancel) =>
            await store.Blobs.WriteAsync(new BlobKey(key), TestStore.Text("x"), "image/webp", cancel));
        Assert.Equal(["catalog/accounts.json", .. keys], await store.KeysAsync(""));
        Assert.Equal(keys, await store.KeysAsync("renditions/"));
    }

    [Fact]
    public async Task Storage_class_and_encryption_go_along_with_originals_and_encryption_with_everything()
    {
        var options = new S3Options
        {
            Bucket = store.Options.Bucket,
            Endpoint = service.Address,
            Prefix = store.Options.Prefix,
            StorageClass = "STANDARD_IA",
            Encryption = "sse-kms",
            KmsKeyId = "key-1",
        };
        using var settled = new S3Store(options, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        service.Rule = request => request.Method is "PUT" ? new Fault.Answer(200, "OK", "") : request.Method == "POST" ? new Fault.Answer(501, "NotImplemented") : null;
        await settled.Blobs.WriteAsync(Key, new MemoryStream(TestStore.Bytes(200_000)), "image/jpeg", Cancel);
        await settled.Blobs.WriteAsync(new BlobKey("renditions/0f/r/tile.webp"), new MemoryStream(TestStore.Bytes(200_000)), "image/webp", Cancel);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => settled.Blobs.WriteAsync(Key, new MemoryStream(TestStore.Bytes(9_000_000)), "image/jpeg", Cancel));

        var written = service.Seen.Where(request => request.Method is "PUT" or "POST").ToList();
        Assert.Equal(3, written.Count);
        Assert.All(written, request => Assert.Contains("x-amz-server-side-encryption: aws:kms\r\n", request.Head, StringComparison.OrdinalIgnoreCase));
        Assert.All(written, request => Assert.Contains("x-amz-server-side-encryption-aws-kms-key-id: key-1", request.Head, StringComparison.OrdinalIgnoreCase));
        Assert.All(written, request => Assert.Contains("x-amz-server-side-encryption-bucket-key-enabled: true", request.Head, StringComparison.OrdinalIgnoreCase));
        Assert.Equal([true, false, true], written.Select(request => request.Head.Contains("x-amz-storage-class: STANDARD_IA", StringComparison.OrdinalIgnoreCase)));
        Assert.Equal([true, true, false], written.Select(request => request.Head.Contains("If-None-Match: *", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task Links_lead_to_the_address_that_browsers_reach()
    {
        var options = new S3Options { Bucket = "photos", Endpoint = store.Options.Endpoint, PublicEndpoint = "https://bucket.example:9000" };
        using var inside = new S3Store(options, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        var link = await inside.Blobs.DirectLinkAsync(Key, TimeSpan.FromSeconds(60), "image/jpeg", "attachment", Cancel);
        Assert.StartsWith("https://bucket.example:9000/photos/originals/2026/11/0f/photo.jpg?", link!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Contains("X-Amz-Expires=60", link.Query, StringComparison.Ordinal);
    }
}
