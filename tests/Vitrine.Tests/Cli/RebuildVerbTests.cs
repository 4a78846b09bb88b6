using System.Diagnostics;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Links;

namespace Vitrine.Tests.Cli;

/// <summary><c>vitrine rebuild</c> as a process of its own: an empty database beside the files of a site.</summary>
public sealed class RebuildVerbTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string?> AtHome = new() { ["Storage:Kind"] = "disk", ["Metadata:Kind"] = "sqlite" };

    private World world = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => world = await World.StartAsync(AtHome);

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task It_brings_back_what_the_store_knows_and_adopt_takes_in_what_lost_its_sidecar()
    {
        var (kept, bare) = (await world.PlantAsync(world.Ada, Planting.Bytes(10)), await world.PlantAsync(world.Ada, Pictures.Png(30, 20, 2), "bare.png"));
        await world.LinkAsync(world.Ada, new NewLink { Name = "Grandma", Items = [kept.Id] });
        await world.Get<Sidecars>().WriteFirstAsync(kept, Cancel);
        await world.Get<CatalogFiles>().WriteAsync(Cancel);
        await world.Get<LinkFileWriter>().WriteDueAsync(Cancel);

        var found = await RunAsync("rebuild");
        Assert.Equal((1, ""), (found.ExitCode, found.Error));
        Assert.Contains($"no sidecar: {bare.OriginalKey}", found.Output, StringComparison.Ordinal);
        Assert.Contains("1 items came back, 0 were there, 0 have lost their original, 0 sidecars are not understood, 1 files have no sidecar. 2 accounts, 0 albums and 1 links came back", found.Output, StringComparison.Ordinal);
        Assert.Contains("nobody can open one before whoever made it gives it a new address", found.Output, StringComparison.Ordinal);
        Assert.Contains("`vitrine rebuild --adopt --account NAME`", found.Output, StringComparison.Ordinal);

        var adopted = await RunAsync("rebuild", "--adopt", "--account", "ada");
        Assert.Equal((0, ""), (adopted.ExitCode, adopted.Error));
        Assert.Contains($"adopted: {bare.OriginalKey}", adopted.Output, StringComparison.Ordinal);
        Assert.Contains("1 originals without sidecar are Ada's now", adopted.Output, StringComparison.Ordinal);
        Assert.Contains("0 items came back, 1 were there", adopted.Output, StringComparison.Ordinal);

        var verified = await RunAsync("verify");
        Assert.True(verified.ExitCode == 0, verified.Output + verified.Error);
        Assert.Contains("2 items: 2 intact", verified.Output, StringComparison.Ordinal);
        Assert.Contains("0 files have no sidecar", (await RunAsync("rebuild")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--adopt goes with --account NAME", "rebuild", "--adopt")]
    [InlineData(2, "--adopt goes with --account NAME", "rebuild", "--account", "Ada")]
    [InlineData(1, "There is no account named Zoe", "rebuild", "--adopt", "--account", "Zoe")]
    public async Task What_is_asked_wrongly_is_told_in_one_sentence(int exitCode, string sentence, params string[] verb)
    {
        var said = await RunAsync(verb);
        Assert.Equal(exitCode, said.ExitCode);
        Assert.Contains(sentence, said.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said.Error, StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] verb)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "vitrine.dll"), .. verb, "--data", world.Data])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["VITRINE_STORAGE__KIND"] = "disk";
        start.Environment["VITRINE_METADATA__KIND"] = "sqlite";
        start.Environment["VITRINE_METADATA__SQLITE__PATH"] = Path.Join(world.Data, "reborn.db");
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Cancel), process.StandardError.ReadToEndAsync(Cancel));
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, await output, await error);
    }
}
