using Amazon.S3;
using Amazon.S3.Model;
using Vitrine.Storage.S3;
using Vitrine.Tests.Backends;
using Vitrine.Tests.Backends.Dynamo;

namespace Vitrine.Tests.Nodes;

/// <summary>Three nodes, processes of their own, over one bucket and one table. Ada is their admin.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly AmazonS3Client bucket;
    private readonly S3Options bucketOptions;
    private readonly List<Node> nodes = [];

    private Cluster(AmazonS3Client bucket, S3Options bucketOptions, TestTable table) => (this.bucket, this.bucketOptions, Table) = (bucket, bucketOptions, table);

    public IReadOnlyList<Node> Nodes => nodes;

    public TestTable Table { get; }

    /// <summary>Of an API key of Ada's that reads and writes.</summary>
    public string Key { get; private set; } = "";

    /// <summary>What makes any process a node of this cluster.</summary>
    public (string Name, string Value)[] Settings =>
    [
        .. SiteProcess.EnvironmentOf(Table.Settings), .. SiteProcess.EnvironmentOf(S3TestStore.SettingsOf(bucketOptions)),
        ("AWS_ACCESS_KEY_ID", Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID") ?? "test"),
        ("AWS_SECRET_ACCESS_KEY", Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY") ?? "testsecret"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="size">How many nodes.</param>
    /// <param name="settings">Of each node, beside those of the cluster.</param>
    public static async Task<Cluster> StartAsync(int size, params (string Name, string Value)[] settings)
    {
        var table = await TestTable.NoneYetAsync();
        var (bucket, options) = await S3TestStore.NoBucketYetAsync();
        var cluster = new Cluster(bucket, options, table);
        try
        {
            await cluster.StartNodesAsync(size, settings);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Names of objects in the bucket, without the site's prefix.</summary>
    public async Task<List<string>> ObjectsAsync()
    {
        var page = await bucket.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucketOptions.Bucket, Prefix = bucketOptions.Prefix }, Cancel);
        return [.. (page.S3Objects ?? []).Select(found => found.Key[bucketOptions.Prefix.Length..])];
    }

    /// <summary>How many parts of an unfinished upload the bucket has.</summary>
    public async Task<int> PartsAsync(string id)
    {
        var begun = await bucket.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = bucketOptions.Bucket }, Cancel);
        if (begun.MultipartUploads?.Find(found => found.Key.Contains(id, StringComparison.Ordinal)) is not { } upload) return 0;
        return (await bucket.ListPartsAsync(bucketOptions.Bucket, upload.Key, upload.UploadId, Cancel)).Parts?.Count ?? 0;
    }

    /// <summary>All nodes as they were, whatever a test did to them.</summary>
    public async Task MendAsync()
    {
        foreach (var node in nodes)
        {
            node.Release();
            node.Continue();
            if (node.HasEnded) await node.RestartAsync();
        }
    }

    /// <summary>Gives Ada her key.</summary>
    public async Task MakeKeyAsync() => Key = await SiteProcess.MakeKeyAsync(nodes[0].Data, Settings);

    /// <summary>An account of its own for a test, made by Ada; its password is that of all.</summary>
    public async Task<string> MakeAccountAsync()
    {
        var name = $"ben-{Guid.NewGuid():N}";
        using var admin = await SignedInAsync("ada", nodes[0]);
        using var made = await admin.SubmitAsync("/admin/accounts", "/admin/accounts", ("name", name), ("password", World.Password));
        Assert.Equal("/admin/accounts", made.Headers.Location?.ToString());
        return name;
    }

    public static async Task<Browser> SignedInAsync(string name, Node node)
    {
        var browser = node.Browser();
        using var signedIn = await browser.SubmitAsync("/login", "/login", ("name", name), ("password", World.Password));
        Assert.Equal("/", signedIn.Headers.Location?.ToString());
        return browser;
    }

    /// <summary>The same person's browser, led to another node: its cookies go along.</summary>
    public static Browser Same(Browser browser, Node node)
    {
        var there = node.Browser();
        foreach (System.Net.Cookie cookie in browser.Cookies.GetAllCookies()) there.Cookies.Add(node.Address, new System.Net.Cookie(cookie.Name, cookie.Value, "/"));
        return there;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes) await node.DisposeAsync();
        await S3TestStore.RemoveBucketAsync(bucket, bucketOptions.Bucket);
        await Table.DisposeAsync();
    }

    /// <summary>Bucket and table by the verb, as an operator makes them; then the first node alone: it makes the site and its admin.</summary>
    private async Task StartNodesAsync(int size, (string Name, string Value)[] settings)
    {
        (string Name, string Value)[] all = [.. Settings, .. settings];
        var (exitCode, said) = await SiteProcess.RunAsync(Path.GetTempPath(), all, null, ["provision", "--yes"]);
        if (exitCode != 0) throw new InvalidOperationException(said);
        nodes.Add(await Node.StartAsync("a", all));
        nodes.AddRange(await Task.WhenAll(Enumerable.Range(1, size - 1).Select(n => Node.StartAsync($"{(char)('a' + n)}", all))));
    }
}
