using System.Diagnostics;
using Vitrine.Library;
using Vitrine.Library.Moving;
using Vitrine.Tests.Backends;

namespace Vitrine.Tests.Cli;

/// <summary><c>vitrine move</c> as a process of its own, beside a site that runs.</summary>
public sealed class MoveVerbTests
{
    private static readonly Dictionary<string, string?> AtHome = new() { ["Storage:Kind"] = "disk", ["Metadata:Kind"] = "sqlite" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_files_of_a_running_site_move_into_a_bucket()
    {
        var (client, options) = await S3TestStore.MakeBucketAsync();
        await using var world = await World.StartAsync(AtHome);
        try
        {
            var bucket = S3TestStore.SettingsOf(options).Where(setting => setting.Key != "Storage:Kind").Select(setting => ($"VITRINE_{setting.Key.Replace(":", "__").ToUpperInvariant()}", setting.Value!)).ToArray();
            await world.SettledAsync(await world.UploadAsync(world.Ada));

            var moved = await RunAsync(world, bucket, "move", "--to", "s3");
            Assert.True(moved.ExitCode == 0, moved.Error);
            Assert.Matches(@"While the site worked: (\d+) files, \1 copied", moved.Output);
            Assert.Matches(@"(\d+) of \1 files proved by their hash", moved.Output);
            Assert.Contains($"Now set VITRINE_STORAGE__KIND=s3 with VITRINE_STORAGE__S3__BUCKET={options.Bucket}, VITRINE_STORAGE__S3__PREFIX=some/site/", moved.Output, StringComparison.Ordinal);
            Assert.Contains("the switch is done", (await RunAsync(world, bucket, "move", "--to", "s3")).Output, StringComparison.Ordinal);

            var old = await RunAsync(world, [], "verify");
            Assert.Equal(1, old.ExitCode);
            Assert.Contains($"The files of this site have moved. Set VITRINE_STORAGE__KIND=s3 with VITRINE_STORAGE__S3__BUCKET={options.Bucket}", old.Error, StringComparison.Ordinal);
            var there = await RunAsync(world, [.. bucket, ("VITRINE_STORAGE__KIND", "s3")], "verify");
            Assert.True(there.ExitCode == 0, there.Output + there.Error);
            Assert.Contains("1 items: 1 intact", there.Output, StringComparison.Ordinal);
        }
        finally
        {
            await S3TestStore.RemoveBucketAsync(client, options.Bucket);
        }
    }

    [Fact]
    public async Task What_is_asked_wrongly_is_told_and_what_is_there_already_is_not_moved()
    {
        await using var world = await World.StartAsync(AtHome);
        Assert.Equal(2, (await RunAsync(world, [], "move")).ExitCode);
        var both = await RunAsync(world, [], "move", "--undo", "--to", "s3");
        Assert.Contains("--undo alone", both.Error, StringComparison.Ordinal);
        var nowhere = await RunAsync(world, [], "move", "--to", "s3");
        Assert.Equal(2, nowhere.ExitCode);
        Assert.Contains("VITRINE_STORAGE__S3__BUCKET", nowhere.Error, StringComparison.Ordinal);
        var there = await RunAsync(world, [], "move", "--to", "disk", "--metadata-to", "sqlite");
        Assert.Equal((0, true), (there.ExitCode, there.Output.Contains("there already", StringComparison.Ordinal)));
        Assert.Contains("No move was under way", (await RunAsync(world, [], "move", "--undo")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_move_that_was_killed_while_the_site_was_read_only_is_told_of_and_undone()
    {
        await using var world = await World.StartAsync(AtHome);
        using var browser = await world.BrowserOfAsync(world.Ada);
        Assert.Null((await browser.PageAsync("/")).QuerySelector("#read-only"));
        await world.Get<ISiteCatalog>().SetAsync(SiteValues.Standing, new Standing { ReadOnlyFor = "a move", ReadOnlySince = DateTimeOffset.UnixEpoch.AddYears(56) }.ToJson(), Cancel);
        for (var deadline = DateTime.UtcNow.AddSeconds(20); (await browser.PageAsync("/")).QuerySelector("#read-only") is null; await Task.Delay(50, Cancel)) Assert.True(DateTime.UtcNow < deadline);

        using (var nobody = world.ProgramWith(null))
            Assert.Equal("""{"ready":true,"writable":false,"reason":"moving"}""", await nobody.GetStringAsync("/readyz", Cancel));
        Assert.Contains("`vitrine move --undo`", (await RunAsync(world, [], "doctor")).Output, StringComparison.Ordinal);
        Assert.Contains("takes changes again", (await RunAsync(world, [], "move", "--undo")).Output, StringComparison.Ordinal);
        await world.UploadAsync(world.Ada);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(World world, (string Name, string Value)[] environment, params string[] verb)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "vitrine.dll"), .. verb, "--data", world.Data])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Cancel), process.StandardError.ReadToEndAsync(Cancel));
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, await output, await error);
    }
}
