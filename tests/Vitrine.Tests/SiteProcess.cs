using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Vitrine.Tests;

/// <summary>The site as a process of its own, for what only a process shows: its memory, its death, verbs beside it.</summary>
internal sealed partial class SiteProcess : IAsyncDisposable
{
    private readonly Process process;

    private SiteProcess(Process process, string data, Uri address) => (this.process, Data, Address) = (process, data, address);

    public string Data { get; }

    public Uri Address { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts <c>serve</c> on a data folder that the caller removes. Its first admin is ada.</summary>
    public static async Task<SiteProcess> StartAsync(string data, params (string Name, string Value)[] environment)
    {
        var process = Start(data, ["serve", "--port", "0", "--bind", "127.0.0.1"], environment);
        while (await process.StandardOutput.ReadLineAsync(Cancel) is { } line)
        {
            if (Listening().Match(line) is not { Success: true } listening) continue;
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // or a full pipe would stop it
            return new SiteProcess(process, data, new Uri(listening.Value));
        }

        throw new InvalidOperationException($"The site did not start: {await process.StandardError.ReadToEndAsync(Cancel)}");
    }

    /// <summary>Runs a verb beside the site and returns what it printed.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string data, params string[] verb)
    {
        using var process = Start(data, verb, []);
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        var output = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, output + await errors);
    }

    public async Task<HttpClient> ProgramAsync()
    {
        var (exitCode, output) = await RunAsync(Data, "key", "add", "--account", "ada", "--scopes", "read,write");
        Assert.Equal(0, exitCode);
        var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(10) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[^1]);
        return client;
    }

    /// <summary>Proportional set size in bytes: what it really takes, shared pages counted by share.</summary>
    public long Memory() => 1024 * long.Parse(
        File.ReadLines($"/proc/{process.Id}/smaps_rollup").First(line => line.StartsWith("Pss:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], null);

    public void Kill() => process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    private static Process Start(string data, string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "vitrine.dll"), .. arguments, "--data", data])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["VITRINE_ADMIN__NAME"] = "ada";
        start.Environment["VITRINE_ADMIN__PASSWORD"] = World.Password;
        start.Environment["VITRINE_LOGGING__LOGLEVEL__DEFAULT"] = "None";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    [GeneratedRegex(@"(?<=^Vitrine is at )http://127\.0\.0\.1:\d+")]
    private static partial Regex Listening();
}
