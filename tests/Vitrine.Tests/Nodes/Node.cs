using System.Globalization;

namespace Vitrine.Tests.Nodes;

/// <summary>
/// One node of a cluster: a process that can be killed, stopped and started again at the same address. Its decoders wait as long as
/// <see cref="Hold"/> says, so that a test can do something to a node in the midst of a job.
/// </summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly (string Name, string Value)[] settings;
    private SiteProcess process = null!;

    private Node(string name, (string Name, string Value)[] settings) => (Name, this.settings) = (name, settings);

    public string Name { get; }

    /// <summary>What lies on this node: nothing of the site's, only what it needs while it runs.</summary>
    public string Data { get; } = Directory.CreateTempSubdirectory("vitrine-node-").FullName;

    public Uri Address => process.Address;

    public int Id => process.Id;

    public string Said => process.Said;

    /// <summary>Each line as it is printed, until the node is started again.</summary>
    public event Action<string> Heard
    {
        add => process.Heard += value;
        remove => process.Heard -= value;
    }

    public bool HasEnded => process.HasEnded;

    /// <summary>Whether a decoder of this node waits now.</summary>
    public bool IsHeld => File.Exists(HeldFile);

    private string HoldFile => Path.Combine(Data, "hold");

    private string HeldFile => Path.Combine(Data, "held");

    /// <summary>Starts a node; what it leaves goes with it.</summary>
    public static async Task<Node> StartAsync(string name, params (string Name, string Value)[] settings)
    {
        var node = new Node(name, settings);
        try
        {
            node.process = await SiteProcess.StartAsync(node.Data, [.. settings, ("VITRINE_IMAGING__DECODER", node.WriteDecoder())]);
            return node;
        }
        catch
        {
            Directory.Delete(node.Data, recursive: true);
            throw;
        }
    }

    /// <summary>Again after its end, at the same address.</summary>
    public async Task RestartAsync()
    {
        var port = Address.Port;
        await process.DisposeAsync();
        Release();
        process = await SiteProcess.StartAsync(Data, port, [.. settings, ("VITRINE_IMAGING__DECODER", WriteDecoder())]);
    }

    public Task KillAsync() => process.KillAsync();

    /// <summary>SIGSTOP: it holds all it holds and hears nothing, as a machine that hangs.</summary>
    public void Pause() => process.Signal("STOP");

    public void Continue() => process.Signal("CONT");

    /// <summary>SIGTERM; completes with its exit code.</summary>
    public Task<int> TerminateAsync()
    {
        process.Signal("TERM");
        return process.EndAsync(TimeSpan.FromMinutes(1));
    }

    public void Hold() => File.WriteAllText(HoldFile, "");

    public void Release()
    {
        File.Delete(HoldFile);
        File.Delete(HeldFile);
    }

    public HttpClient Program(string key) => process.Program(key);

    public Browser Browser() => new(Address);

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        Directory.Delete(Data, recursive: true);
    }

    /// <summary>The decoder behind a door; it does not wait for a node that is gone.</summary>
    private string WriteDecoder()
    {
        var path = Path.Combine(Data, "decoder");
        File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $"""
            #!/bin/sh
            while [ -e '{HoldFile}' ] && kill -0 $PPID 2>/dev/null; do echo >'{HeldFile}'; sleep 0.05; done
            exec '{Decoder()}' "$@"

            """));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private static string Decoder() => Path.Combine(Repository.Root, "artifacts", "decoder", "vitrine-decoder");
}
