using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace Vitrine.Tests;

/// <summary>
/// The site as a process of its own, for what only a process shows: its memory, its death, verbs beside it. It ends with this process
/// however that ends, and its data folder with it.
/// </summary>
internal sealed partial class SiteProcess : IAsyncDisposable
{
    private readonly Process leash;
    private readonly Voice voice;

    private SiteProcess(Process leash, int id, string data, Uri address, Voice voice) =>
        (this.leash, Id, Data, Address, this.voice) = (leash, id, data, address, voice);

    public int Id { get; }

    public string Data { get; }

    public Uri Address { get; }

    /// <summary>What it has printed.</summary>
    public string Said => voice.Said;

    public event Action<string> Heard
    {
        add => voice.Heard += value;
        remove => voice.Heard -= value;
    }

    public bool HasEnded => leash.HasExited;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts <c>serve</c> on a data folder that the caller removes. Its first admin is ada.</summary>
    public static Task<SiteProcess> StartAsync(string data, params (string Name, string Value)[] environment) => StartAsync(data, 0, environment);

    /// <param name="port">0 takes a free one.</param>
    public static async Task<SiteProcess> StartAsync(string data, int port, params (string Name, string Value)[] environment)
    {
        var start = Describe("setsid", [Path.Combine(Repository.Root, "tests", "leashed"), data, "dotnet", .. Verb(data, ["serve", "--port", $"{port}", "--bind", "127.0.0.1"])], environment);
        start.RedirectStandardInput = true;
        var process = Process.Start(start)!;
        var voice = new Voice();
        voice.Hear(process.StandardError);
        var id = await process.StandardOutput.ReadLineAsync(Cancel);
        while (await process.StandardOutput.ReadLineAsync(Cancel) is { } line)
        {
            voice.Say(line);
            if (Listening().Match(line) is not { Success: true } listening) continue;
            voice.Hear(process.StandardOutput);
            return new SiteProcess(process, int.Parse(id!, CultureInfo.InvariantCulture), data, new Uri(listening.Value), voice);
        }

        await LetGoAsync(process);
        throw new InvalidOperationException($"The site did not start: {voice.Said}");
    }

    /// <summary>Runs a verb beside the site and returns what it printed.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(string data, params string[] verb) => RunAsync(data, [], null, verb);

    /// <param name="input">What the verb reads, such as a password.</param>
    public static async Task<(int ExitCode, string Output)> RunAsync(string data, (string Name, string Value)[] environment, string? input, string[] verb)
    {
        var start = Describe("dotnet", Verb(data, verb), environment);
        start.RedirectStandardInput = true;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        if (input is not null) await process.StandardInput.WriteLineAsync(input);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, output + await errors);
    }

    /// <summary>Settings as their names are in the environment.</summary>
    public static (string Name, string Value)[] EnvironmentOf(IEnumerable<KeyValuePair<string, string?>> settings) =>
        [.. settings.Select(setting => ($"VITRINE_{setting.Key.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant()}", setting.Value ?? ""))];

    public async Task<HttpClient> ProgramAsync() => Program(await MakeKeyAsync(Data));

    /// <summary>A key of Ada's that reads and writes.</summary>
    public static async Task<string> MakeKeyAsync(string data, params (string Name, string Value)[] environment)
    {
        var (exitCode, output) = await RunAsync(data, environment, null, ["key", "add", "--account", "ada", "--scopes", "read,write"]);
        Assert.True(exitCode == 0, output);
        return output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[^1];
    }

    /// <summary>A program with a key that the site knows.</summary>
    public HttpClient Program(string key)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(10) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>Proportional set size in bytes: what it really takes, shared pages counted by share.</summary>
    public long Memory() => 1024 * long.Parse(
        File.ReadLines($"/proc/{Id}/smaps_rollup").First(line => line.StartsWith("Pss:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], null);

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public void Kill() => Signal("KILL");

    /// <summary>SIGKILL; completes when it is gone.</summary>
    public Task KillAsync()
    {
        Kill();
        return EndAsync(TimeSpan.FromMinutes(1));
    }

    /// <param name="name">Such as TERM, STOP, CONT.</param>
    public void Signal(string name)
    {
        if (leash.HasExited) return; // its number may be somebody else's by now
        using var kill = Process.Start("kill", [$"-{name}", $"{Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Its exit code once it has ended by itself.</summary>
    public async Task<int> EndAsync(TimeSpan patience)
    {
        await leash.WaitForExitAsync(CancellationToken.None).WaitAsync(patience);
        return leash.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await LetGoAsync(leash);
    }

    /// <summary>The folder stays: whoever gave it removes it.</summary>
    private static async Task LetGoAsync(Process leash)
    {
        await leash.WaitForExitAsync(CancellationToken.None);
        await leash.StandardInput.WriteLineAsync("keep");
        leash.Dispose();
    }

    /// <summary>The site that was built with the tests, or the one that VITRINE_CRASH_SITE names.</summary>
    private static string[] Verb(string data, string[] arguments) =>
        [Environment.GetEnvironmentVariable("VITRINE_CRASH_SITE") ?? Path.Combine(AppContext.BaseDirectory, "vitrine.dll"), .. arguments, "--data", data];

    private static ProcessStartInfo Describe(string program, string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["VITRINE_ADMIN__NAME"] = "ada";
        start.Environment["VITRINE_ADMIN__PASSWORD"] = World.Password;
        start.Environment["VITRINE_LOGGING__LOGLEVEL__DEFAULT"] = "None";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return start;
    }

    [GeneratedRegex(@"(?<=^Vitrine is at )http://127\.0\.0\.1:\d+")]
    private static partial Regex Listening();

    /// <summary>Collects what a process prints, or a full pipe would stop it.</summary>
    private sealed class Voice
    {
        private readonly StringBuilder said = new();

        public event Action<string>? Heard;

        public string Said
        {
            get
            {
                lock (said) return said.ToString();
            }
        }

        public void Hear(StreamReader reader) => _ = Task.Run(async () =>
        {
            while (await reader.ReadLineAsync() is { } line) Say(line);
        });

        public void Say(string line)
        {
            lock (said) said.AppendLine(line);
            Heard?.Invoke(line);
        }
    }
}
