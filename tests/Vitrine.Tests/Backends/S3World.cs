using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Vitrine.Storage.S3;

namespace Vitrine.Tests.Backends;

/// <summary>The whole site on a bucket of its own, and any number of nodes over the same bucket and database.</summary>
internal sealed class S3World : IAsyncDisposable
{
    private readonly string data = Path.Combine(Path.GetTempPath(), $"vitrine-s3-world-{Guid.NewGuid():N}");
    private readonly AmazonS3Client client;
    private readonly S3Options options;

    private S3World(AmazonS3Client client, S3Options options) => (this.client, this.options) = (client, options);

    public static async Task<S3World> CreateAsync()
    {
        var (client, options) = await S3TestStore.MakeBucketAsync();
        return new S3World(client, options);
    }

    public string Endpoint => options.Endpoint;

    /// <summary>Of a site that keeps its bytes here.</summary>
    public Dictionary<string, string?> Settings => S3TestStore.SettingsOf(options);

    /// <summary>As clients of S3 say where the site's objects lie.</summary>
    public string Url => $"s3://{options.Bucket}/{options.Prefix}";

    /// <summary>Another node. The caller disposes.</summary>
    public Task<World> StartNodeAsync(params (string Key, string? Value)[] settings) => StartNodeAsync(settings, null, null);

    public Task<World> StartNodeAsync((string Key, string? Value)[] settings, FakeTimeProvider? time, Action<IServiceCollection>? replace)
    {
        var all = Settings;
        foreach (var (key, value) in settings) all[key] = value;
        return World.StartAsync(data, ownsFolder: false, all, time, replace);
    }

    /// <summary>Names of objects behind the prefix, and of multipart uploads that were begun.</summary>
    public async Task<List<string>> EverythingAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        var objects = await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = options.Bucket }, cancel);
        var begun = await client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = options.Bucket }, cancel);
        return [.. (objects.S3Objects ?? []).Select(o => o.Key[options.Prefix.Length..]), .. (begun.MultipartUploads ?? []).Select(u => u.Key[options.Prefix.Length..] + " (begun)")];
    }

    /// <summary>What lies on this machine beside the database.</summary>
    public IEnumerable<string> LocalFiles() =>
        Directory.GetFiles(data, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(data, file)).Where(file => !file.StartsWith("vitrine.db", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await S3TestStore.RemoveBucketAsync(client, options.Bucket);
        if (Directory.Exists(data)) Directory.Delete(data, recursive: true);
    }
}
