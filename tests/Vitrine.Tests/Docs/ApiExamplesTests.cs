using System.Diagnostics;
using System.Text.RegularExpressions;
using Vitrine.Library;
using Vitrine.Library.Accounts;

namespace Vitrine.Tests.Docs;

public partial class ApiExamplesTests
{
    [Fact]
    public async Task The_examples_of_api_md_run_as_they_stand()
    {
        // No previews are made meanwhile: a tile that comes between reading a version and changing it is a change, and rightly 412.
        await using var world = await World.StartAsync(new Dictionary<string, string?> { ["Imaging:Decoder"] = "/nowhere/vitrine-decoder" });
        var (_, key) = await world.Get<KeyMaking>().MakeAsync(world.Ada.Id, "examples", true, true, TestContext.Current.CancellationToken);
        var place = Directory.CreateTempSubdirectory("vitrine-examples-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(place, "photo.jpg"), Pictures.Png(64, 48, 1), TestContext.Current.CancellationToken);
            await File.WriteAllBytesAsync(Path.Combine(place, "big.jpg"), Pictures.Png(320, 240, 2), TestContext.Current.CancellationToken);

            var (exitCode, output) = await BashAsync(await ScriptAsync(), place, world.Address.ToString().TrimEnd('/'), key);

            Assert.True(exitCode == 0, output);
            Assert.Contains("\"place\":\"Faro\"", output, StringComparison.Ordinal);
            Assert.Contains("{\"count\":1,\"done\":1,", output, StringComparison.Ordinal);
            Assert.Equal(100, new FileInfo(Path.Combine(place, "part.bin")).Length);
            using var ada = await world.ProgramOfAsync(world.Ada);
            var left = Assert.Single((await ada.JsonAsync("/api/v1/media")).GetProperty("items").EnumerateArray());
            Assert.Equal("big.jpg", left.GetProperty("fileName").GetString());
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    private static async Task<string> ScriptAsync() =>
        "set -euo pipefail\n" + string.Join('\n', Example().Matches(await Repository.ReadAsync("docs/api.md")).Select(match => match.Groups[1].Value));

    private static async Task<(int ExitCode, string Output)> BashAsync(string script, string folder, string address, string key)
    {
        var start = new ProcessStartInfo("bash") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["VITRINE"] = address;
        start.Environment["KEY"] = key;
        using var bash = Process.Start(start)!;
        var said = bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var complained = bash.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.StandardInput.WriteAsync(script);
        bash.StandardInput.Close();
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (bash.ExitCode, await said + await complained);
    }

    [GeneratedRegex("^```bash\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
