using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Vitrine.Tests.Nodes;

/// <summary><c>./run cluster</c>: a cluster to look at, to be killed node by node; it lasts until Ctrl-C and leaves nothing.</summary>
internal static partial class Stand
{
    public static async Task<int> RunAsync(string[] arguments, TextWriter output)
    {
        var port = arguments is ["--port", var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 8080;
        var stopped = new TaskCompletionSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        await output.WriteLineAsync("Starting an S3 (Ceph) and a DynamoDB (dynalite), making a bucket and a table, starting three nodes ...");
        await using var cluster = await Cluster.StartAsync(
            3, ("VITRINE_SITE__URL", $"http://127.0.0.1:{port}"), ("VITRINE_SITE__TRUSTEDPROXIES", "127.0.0.1"),
            ("VITRINE_ADMIN__NAME", ""), ("VITRINE_ADMIN__PASSWORD", ""), ("VITRINE_LOGGING__LOGLEVEL__DEFAULT", "Information"));
        await using var balancer = await Balancer.StartAsync(cluster.Nodes.Select(node => node.Address), port);
        await TellAsync(cluster, balancer, output);
        foreach (var node in cluster.Nodes) node.Heard += line => output.WriteLine($"{node.Name} | {line}");
        await stopped.Task;
        await output.WriteLineAsync("Stopping ...");
        return 0;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopped.TrySetResult();
        }
    }

    private static async Task TellAsync(Cluster cluster, Balancer balancer, TextWriter output)
    {
        foreach (var (name, value) in cluster.Settings) await output.WriteLineAsync($"  {name}={value}");
        foreach (var node in cluster.Nodes) await output.WriteLineAsync($"Node {node.Name}: {node.Address} (process {node.Id}; kill -9 it, kill -STOP it, and see what the others do)");
        await output.WriteLineAsync($"The site: {balancer.Address}, by whichever node is ready");
        await output.WriteLineAsync($"Make the first account at {cluster.Nodes.Select(node => Setup().Match(node.Said)).First(match => match.Success).Value}");
        await output.WriteLineAsync("Ctrl-C stops everything and leaves nothing behind.");
    }

    [GeneratedRegex(@"http\S+/setup\?token=\S+")]
    private static partial Regex Setup();
}
