using System.Diagnostics;
using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Util;
using Vitrine.Storage.S3;
using Vitrine.Tests.Backends;
using Vitrine.Tests.Backends.Dynamo;

namespace Vitrine.Tests.Cli;

/// <summary>The verb as a person runs it: a plan, a question, what was done; the second time there is nothing to do.</summary>
public sealed class ProvisionTests : IAsyncLifetime
{
    private readonly string data = Directory.CreateTempSubdirectory("vitrine-provision-").FullName;
    private AmazonS3Client client = null!;
    private S3Options options = null!;
    private TestTable table = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        table = await TestTable.NoneYetAsync();
        (client, options) = await S3TestStore.MakeBucketAsync();
        await client.DeleteBucketAsync(options.Bucket, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(data, recursive: true);
        if (client is not null && await AmazonS3Util.DoesS3BucketExistV2Async(client, options.Bucket)) await S3TestStore.RemoveBucketAsync(client, options.Bucket);
        if (table is not null) await table.DisposeAsync();
    }

    [Fact]
    public async Task Bucket_and_table_are_planned_asked_for_made_and_then_there()
    {
        var dry = await RunAsync("", "provision", "--dry-run");
        Assert.Equal(0, dry.ExitCode);
        using (var plan = JsonDocument.Parse(dry.Output))
        {
            Assert.Equal([$"the bucket {options.Bucket}", $"the DynamoDB table {table.Options.Table}"], plan.RootElement.EnumerateArray().Select(part => part.GetProperty("what").GetString()));
            Assert.Equal("toDo", plan.RootElement[0].GetProperty("steps")[0].GetProperty("state").GetString());
        }

        var refused = await RunAsync("no\n", "provision");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("Nothing was changed.", refused.Output, StringComparison.Ordinal);
        Assert.False(await AmazonS3Util.DoesS3BucketExistV2Async(client, options.Bucket));

        var made = await RunAsync("yes\n", "provision");
        Assert.True(made.ExitCode == 0, made.Output);
        Assert.Contains("  done\ttable: ", made.Output, StringComparison.Ordinal);
        Assert.Contains("  not offered there\townership: ", made.Output, StringComparison.Ordinal);
        Assert.Contains("Done: ", made.Output, StringComparison.Ordinal);

        var again = await RunAsync("", "provision", "--yes");
        Assert.True(again.ExitCode == 0, again.Output);
        Assert.DoesNotContain("  done", again.Output, StringComparison.Ordinal);
        Assert.EndsWith("There was nothing to do that is offered there.", again.Output.Trim(), StringComparison.Ordinal); // the double of DynamoDB has no time to live
    }

    [Fact]
    public async Task The_doctor_names_what_is_missing_with_its_remedy_and_is_content_once_it_is_made()
    {
        var before = await RunAsync("", "doctor");
        Assert.Equal(1, before.ExitCode);
        Assert.Contains("WRONG\tStore: does not work\n\tVITRINE_STORAGE__S3__BUCKET: there is no bucket", before.Output, StringComparison.Ordinal);
        Assert.Contains("Run `vitrine provision`", before.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(", lifecycle", before.Output, StringComparison.Ordinal);
        Assert.Contains($"There is no table {table.Options.Table}", before.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", before.Output, StringComparison.Ordinal);

        await RunAsync("", "provision", "--yes");
        var after = await RunAsync("", "doctor");

        // Where no decoder is built that is wrong too, and the double of DynamoDB has no time to live.
        string[] known = ["Pictures", "time to live"];
        Assert.DoesNotContain(after.Output.Split('\n'), line => line.StartsWith("WRONG", StringComparison.Ordinal) && !known.Any(name => line.Contains(name, StringComparison.Ordinal)));
        Assert.Contains("well\tAWS credentials: from the environment", after.Output, StringComparison.Ordinal);
        Assert.Contains("well\tClock, beside the store's: ", after.Output, StringComparison.Ordinal);
        Assert.Contains("well\tBucket, from the site's pages: https://photos.example.org may send parts of uploads", after.Output, StringComparison.Ordinal);
        Assert.Contains("a test file was written, read and deleted", after.Output, StringComparison.Ordinal);

        await client.PutBucketVersioningAsync(
            new PutBucketVersioningRequest { BucketName = options.Bucket, VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled } }, Cancel);
        var changed = await RunAsync("", "doctor");
        Assert.Contains("versioning: should be off; is on\n\tChange it by hand", changed.Output, StringComparison.Ordinal);
        Assert.Equal(1, changed.ExitCode);
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string input, params string[] verb)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "vitrine.dll"), .. verb, "--data", data])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var settings = new Dictionary<string, string?>(table.Settings)
        {
            ["Storage:Kind"] = "s3",
            ["Storage:S3:Bucket"] = options.Bucket,
            ["Storage:S3:Endpoint"] = options.Endpoint,
            ["Storage:S3:DirectUploads"] = "true",
            ["Site:Url"] = "https://photos.example.org/",
            ["Logging:LogLevel:Default"] = "None",
        };
        foreach (var (key, value) in settings) start.Environment[$"VITRINE_{key.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant()}"] = value;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(Cancel);
        var error = process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, await output + await error);
    }
}
