using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Vitrine.Library;
using static Vitrine.Tests.Uploads.UploadWorld;

namespace Vitrine.Tests.Uploads;

/// <summary>The site as the field's own client sees it: tus-js-client under Node (<c>tests/js</c>).</summary>
public sealed class TusClientTests
{
    private const int MiB = 1024 * 1024;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, Trait("trust", "T20"), Trait("trust", "T18")]
    [InlineData(20 * MiB, 2 * MiB, 20)]
    [InlineData(5 * MiB, 50 * MiB, 5)]
    [InlineData(1000, MiB, 0)]
    public async Task A_file_aborted_and_resumed_again_and_again_arrives_whole_and_once(int bytes, int part, int aborts)
    {
        var scripts = await ScriptsAsync();
        await using var world = await World.StartAsync();
        using var program = await world.ProgramOfAsync(world.Ada);
        var bearer = program.DefaultRequestHeaders.Authorization!.Parameter!;
        var answer = await RunAsync("node", scripts, ["tus.mjs", new Uri(world.Address, Tus.Place).ToString(), bearer, $"{bytes}", $"{part}", $"{aborts}"]);

        using var json = JsonDocument.Parse(answer);
        var item = Assert.Single(await world.ItemsAsync(world.Ada));
        Assert.Equal(json.RootElement.GetProperty("sha256").GetString(), item.Sha256);
        Assert.Equal(item.Id.ToString(), json.RootElement.GetProperty("mediaId").GetString());
        Assert.Equal(("from tus-js-client.bin", "Grüße", bytes), (item.FileName, item.Title, item.Bytes));
        Assert.Equal(item.Sha256, Sha256(await OriginalAsync(program, item.Id)));
        await world.NothingStaysHeldAsync();
        Assert.Equal(0, (await world.Get<IUploadCatalog>().UsageAsync(world.Ada.Id, Cancel)).Reserved);
    }

    /// <summary>The folder of the scripts with its packages installed; a skip where there is no Node, a failure in CI.</summary>
    private static async Task<string> ScriptsAsync()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder.FullName, "tests", "js"))) folder = folder.Parent ?? throw new DirectoryNotFoundException("tests/js");
        var scripts = Path.Combine(folder.FullName, "tests", "js");
        try
        {
            await Installing.WaitAsync(Cancel);
            if (!Directory.Exists(Path.Combine(scripts, "node_modules", "tus-js-client"))) await RunAsync("npm", scripts, ["ci", "--no-audit", "--no-fund"]);
        }
        catch (Win32Exception)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "CI needs Node and npm.");
            Assert.Skip("Node and npm are not installed.");
        }
        finally
        {
            Installing.Release();
        }

        return scripts;
    }

    private static readonly SemaphoreSlim Installing = new(1);

    private static async Task<string> RunAsync(string program, string folder, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        var output = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.True(process.ExitCode == 0, $"{program}: {await errors}");
        return output;
    }
}
