using System.CommandLine;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace Vitrine.Cli;

/// <summary>What a verb works with.</summary>
/// <param name="Parsed">Its arguments and options.</param>
/// <param name="Services">Storage, metadata, imaging, jobs and library; no web, and nothing hosted is running.</param>
internal sealed record VerbCall(ParseResult Parsed, IServiceProvider Services)
{
    public TextWriter Output => Parsed.InvocationConfiguration.Output;

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();
}

/// <summary>Ends a verb with one sentence on stderr and an exit code: 1 it did not work, 2 it was asked wrongly.</summary>
internal sealed class VerbFailed(string sentence, int exitCode = 1) : Exception(sentence)
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>Gives a verb the site's parts without its web.</summary>
internal sealed class VerbHost(Action<IServiceCollection, IConfiguration> addParts)
{
    /// <summary>Turns a verb's body into a command's action. SIGINT and SIGTERM cancel its token.</summary>
    public Func<ParseResult, CancellationToken, Task<int>> Run(Func<VerbCall, CancellationToken, Task<int>> body) =>
        async (parsed, cancellationToken) =>
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, stop));
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, stop));
            await using var services = Services(Layers.Read(parsed));
            services.GetService<IStartupValidator>()?.Validate();
            return await body(new VerbCall(parsed, services), stop.Token);
        };

    /// <summary>The same parts by other settings: the other end of a move. The caller disposes.</summary>
    public ServiceProvider Another(IConfiguration settings, IReadOnlyDictionary<string, string?> instead)
    {
        var services = Services(new ConfigurationBuilder().AddConfiguration(settings).AddInMemoryCollection(instead).Build());
        services.GetService<IStartupValidator>()?.Validate();
        return services;
    }

    private static void Stop(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = true;
        stop.Cancel();
    }

    private ServiceProvider Services(IConfiguration settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton(settings);
        services.AddLogging(logging => Web.SiteLog.AddTo(logging, settings));
        addParts(services, settings);
        return services.BuildServiceProvider();
    }
}
