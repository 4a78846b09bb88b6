using System.CommandLine;
using Microsoft.Extensions.Options;
using Vitrine.Library;
using Vitrine.Storage;

namespace Vitrine.Cli;

/// <summary>The verbs of the one binary; <c>serve</c> when none is given. What fails says so in one sentence on stderr.</summary>
public static class Commands
{
    /// <param name="addParts">Adds the site's parts without its web, for verbs.</param>
    /// <param name="build">Builds the whole site, for <c>serve</c>.</param>
    public static async Task<int> RunAsync(
        string[] args, Action<IServiceCollection, IConfiguration> addParts, Func<IConfiguration, WebApplication> build)
    {
        var parsed = Root(new VerbHost(addParts), build).Parse(args);

        // No termination handling of its own: the site drains by the host's, verbs by VerbHost's.
        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        try
        {
            var exitCode = await parsed.InvokeAsync(invocation, CancellationToken.None);
            return parsed.Errors.Count > 0 ? 2 : exitCode;
        }
        catch (Exception failure)
        {
            await Console.Error.WriteLineAsync(Sentence(failure));
            return failure is VerbFailed verb ? verb.ExitCode : failure is OptionsValidationException ? 2 : 1;
        }
    }

    private static RootCommand Root(VerbHost host, Func<IConfiguration, WebApplication> build)
    {
        var root = new RootCommand("Vitrine: a website for sharing media that you host yourself.")
        {
            ServeVerb.Create(build), AccountVerb.Create(host), KeyVerb.Create(host), SeedVerb.Create(host), ImportVerb.Create(host),
            VerifyVerb.Create(host), RebuildVerb.Create(host), BackupVerb.Create(host), BackupVerb.CreateRestore(host),
            ProvisionVerb.Create(host), DoctorVerb.Create(host), MoveVerb.Create(host),
        };
        Layers.AddOptions(root);
        root.SetAction(ServeVerb.Action(build));
        return root;
    }

    private static string Sentence(Exception failure) => failure switch
    {
        VerbFailed or CatalogUnavailableException or StorageUnavailableException => failure.Message,
        OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures),
        OperationCanceledException => "Stopped before it was done.",
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } =>
            $"{failure.Message.TrimEnd('.')}. Another program listens there: stop it, or choose another with --port.",
        AggregateException { InnerExceptions: [var only] } => Sentence(only),
        _ => $"{failure.GetType().Name}: {failure.Message}",
    };
}
