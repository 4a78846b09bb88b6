using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Util;
using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Storage;
using Vitrine.Storage.S3;
using Vitrine.Tests.Contracts;

namespace Vitrine.Tests.Backends;

/// <summary>A store in a bucket of its own, which goes when it is disposed.</summary>
internal sealed class S3TestStore : TestStore
{
    private readonly S3Store store;

    private S3TestStore(S3Options options, AmazonS3Client client, TimeProvider? time)
    {
        (Options, Client) = (options, client);
        store = new S3Store(options, time ?? TimeProvider.System, NullLoggerFactory.Instance);
    }

    public S3Options Options { get; }

    /// <summary>Past all of ours, straight to the engine.</summary>
    public AmazonS3Client Client { get; }

    public IStorageHealth Health => store.Health;

    public override IBlobStore Blobs => store.Blobs;

    public override IPartialWrites Partial => store.Partial;

    public override IStoreMarker Marker => store.Marker;

    public IDirectWrites Direct => store.Direct!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="change">What is to be another setting than usual, such as a way through a broken network.</param>
    public static async ValueTask<S3TestStore> CreateAsync(Action<S3Options>? change = null, TimeProvider? time = null)
    {
        var (client, options) = await MakeBucketAsync();
        change?.Invoke(options);
        return new S3TestStore(options, client, time);
    }

    public static async ValueTask<S3TestStore> CreateMarkedAsync(Action<S3Options>? change = null)
    {
        var store = await CreateAsync(change);
        await store.Marker.CreateAsync("test-store", Cancel);
        return store;
    }

    /// <summary>Another node's view of the same bucket.</summary>
    public S3Store Another() => new(Options, TimeProvider.System, NullLoggerFactory.Instance);

    /// <summary>A new bucket, settings for it, and a client to look into it with.</summary>
    public static async Task<(AmazonS3Client Client, S3Options Options)> MakeBucketAsync()
    {
        var (client, options) = await NoBucketYetAsync();
        await client.PutBucketAsync(options.Bucket, Cancel);
        return (client, options);
    }

    /// <summary>The same for a bucket that the test makes.</summary>
    public static async Task<(AmazonS3Client Client, S3Options Options)> NoBucketYetAsync()
    {
        var endpoint = await CephRgw.AddressAsync();
        CephRgw.UseItsKeys();
        var client = new AmazonS3Client(new AmazonS3Config
        {
            ServiceURL = endpoint,
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            RequestChecksumCalculation = Amazon.Runtime.RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = Amazon.Runtime.ResponseChecksumValidation.WHEN_REQUIRED,
        });
        var bucket = $"vitrine-{Guid.NewGuid():N}";
        return (client, new S3Options { Bucket = bucket, Endpoint = endpoint, Prefix = "some/site/", TimeoutSeconds = 30 });
    }

    /// <summary>Settings of a site that keeps its bytes there.</summary>
    public static Dictionary<string, string?> SettingsOf(S3Options options) => new()
    {
        ["Storage:Kind"] = "s3",
        ["Storage:S3:Bucket"] = options.Bucket,
        ["Storage:S3:Endpoint"] = options.Endpoint,
        ["Storage:S3:Prefix"] = options.Prefix,
        ["Storage:S3:TimeoutSeconds"] = "30",
    };

    public static async Task RemoveBucketAsync(AmazonS3Client client, string bucket)
    {
        await AmazonS3Util.DeleteS3BucketWithObjectsAsync(client, bucket, CancellationToken.None);
        client.Dispose();
    }

    public override async ValueTask DisposeAsync()
    {
        store.Dispose();
        var begun = await Client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = Options.Bucket }, CancellationToken.None);
        foreach (var upload in begun.MultipartUploads ?? [])
            await Client.AbortMultipartUploadAsync(Options.Bucket, upload.Key, upload.UploadId, CancellationToken.None);
        await RemoveBucketAsync(Client, Options.Bucket);
    }
}
