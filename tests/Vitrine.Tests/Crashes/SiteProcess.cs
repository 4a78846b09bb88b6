using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Vitrine.Tests.Crashes;

/// <summary>The site as a process of its own, which a test can kill as a power cut would.</summary>
public sealed partial class SiteProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder errors;

    private SiteProcess(Process process, StringBuilder errors, Uri address) => (this.process, this.errors, Address) = (process, errors, address);

    public Uri Address { get; }

    public int Id => process.Id;

    public string Errors => errors.ToString();

    private static string Binary => Environment.GetEnvironmentVariable("VITRINE_CRASH_SITE") ?? Path.Join(AppContext.BaseDirectory, "vitrine");

    /// <summary>Starts the site on a free port and returns once it says where it is.</summary>
    public static async Task<SiteProcess> StartAsync(string data, CancellationToken cancellationToken)
    {
        var process = Launch(["serve", "--data", data, "--port", "0", "--bind", "127.0.0.1"], withInput: false);
        var errors = Collect(process.StandardError);
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (Said().Match(line) is not { Success: true } said) continue;
            _ = Collect(process.StandardOutput);
            return new SiteProcess(process, errors, new Uri(said.Groups[1].Value));
        }

        await process.WaitForExitAsync(cancellationToken);
        throw new InvalidOperationException($"The site did not start (exit code {process.ExitCode}): {errors}");
    }

    /// <summary>Runs a verb to its end.</summary>
    public static async Task<(int ExitCode, string Output)> VerbAsync(IEnumerable<string> arguments, string? input, CancellationToken cancellationToken)
    {
        using var process = Launch(arguments, withInput: true);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        if (input is not null) await process.StandardInput.WriteLineAsync(input);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, output + await errors);
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>SIGTERM, as a service manager sends it.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{Id}"]);
        kill.WaitForExit();
    }

    /// <summary>The exit code of a site that ends by itself.</summary>
    public async Task<int> EndAsync(TimeSpan patience)
    {
        await process.WaitForExitAsync(CancellationToken.None).WaitAsync(patience);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await KillAsync();
        process.Dispose();
    }

    private static Process Launch(IEnumerable<string> arguments, bool withInput)
    {
        var isAssembly = Binary.EndsWith(".dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo(isAssembly ? "dotnet" : Binary, isAssembly ? [Binary, .. arguments] : arguments)
        {
            RedirectStandardInput = withInput,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["VITRINE_STORAGE__DISK__FREEFLOOR"] = "0";
        return Process.Start(start)!;
    }

    private static StringBuilder Collect(StreamReader reader)
    {
        var text = new StringBuilder();
        _ = Task.Run(async () =>
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                lock (text) text.AppendLine(line);
            }
        });
        return text;
    }

    [GeneratedRegex(@"\bis at (http://\S+?),? ")]
    private static partial Regex Said();
}
