using System.Collections.Concurrent;
using Amazon.S3;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Storage.S3;
using Vitrine.Tests.Backends.Dynamo;

namespace Vitrine.Tests.Backends;

/// <summary>
/// Lets the tests of the whole site run on other backends: with <c>VITRINE_TEST_METADATA=dynamodb</c> each data folder has a table beside
/// it, with <c>VITRINE_TEST_STORAGE=s3</c> a bucket. They stay as long as the world that owns the folder.
/// </summary>
internal sealed class SiteBackends
{
    private static readonly ConcurrentDictionary<string, Task<SiteBackends>> Folders = new();

    private TestTable? table;
    private (AmazonS3Client Client, S3Options Options)? bucket;

    public static bool OnDynamoDb => Environment.GetEnvironmentVariable("VITRINE_TEST_METADATA") == "dynamodb";

    private static bool OnS3 => Environment.GetEnvironmentVariable("VITRINE_TEST_STORAGE") == "s3";

    /// <summary>What the tests of this run stand on, for their report.</summary>
    public static string Names => $"{(OnS3 ? "s3" : "disk")}+{(OnDynamoDb ? "dynamodb" : "sqlite")}";

    public Dictionary<string, string?> Settings =>
        new([.. table?.Settings ?? [], .. bucket is { Options: var options } ? S3TestStore.SettingsOf(options) : []]);

    public static Task<SiteBackends> OfAsync(string folder) => Folders.GetOrAdd(folder, _ => MakeAsync());

    public static async ValueTask ForgetAsync(string folder)
    {
        if (!Folders.TryRemove(folder, out var making)) return;
        var backends = await making;
        if (backends.table is { } table) await table.DisposeAsync();
        if (backends.bucket is { } bucket) await S3TestStore.RemoveBucketAsync(bucket.Client, bucket.Options.Bucket);
    }

    public void Use(IServiceCollection services) => table?.Use(services);

    private static async Task<SiteBackends> MakeAsync() => new()
    {
        table = OnDynamoDb ? await TestTable.CreateAsync() : null,
        bucket = OnS3 ? await S3TestStore.MakeBucketAsync() : null,
    };
}
