using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Vitrine.Tests.Imaging;

namespace Vitrine.Tests.Backends;

/// <summary>
/// One Ceph with an S3 gateway for all tests of a run, started by the first that asks. It ends when this process does, however that ends: the
/// engine's standard input closes then. VITRINE_TEST_S3 names an endpoint that runs already (its keys in the usual AWS_ variables).
/// </summary>
internal static class CephRgw
{
    private static readonly string[] Programs = ["ceph-mon", "ceph-osd", "radosgw", "radosgw-admin", "monmaptool", "curl", "setsid"];
    private static readonly Lazy<Task<string>> Endpoint = new(StartAsync);

    /// <summary>Its address; a visible skip (a failure in CI) where it cannot be had.</summary>
    public static async Task<string> AddressAsync()
    {
        if (Environment.GetEnvironmentVariable("VITRINE_TEST_S3") is { Length: > 0 } running) return running;
        if (Programs.FirstOrDefault(IsMissing) is { } missing)
            Missing.Tool($"{missing} is missing, so nothing is tested against a real S3: install ceph-mon ceph-osd radosgw ceph-common curl.");
        return await Endpoint.Value.WaitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Credentials as the SDK's chain finds them; ours are the engine's.</summary>
    public static void UseItsKeys()
    {
        if (Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID") is not null) return;
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "test");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "testsecret");
    }

    private static async Task<string> StartAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePorts();
            try
            {
                await StartAsync(port);
                return $"http://127.0.0.1:{port}";
            }
            catch (InvalidOperationException) when (attempt < 3)
            {
                // Somebody else may have taken one of the ports meanwhile.
            }
        }
    }

    private static async Task StartAsync(int port)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"vitrine-ceph-{Environment.ProcessId}-{port}");
        var start = new ProcessStartInfo("setsid", [Path.Combine(Repository.Root, "tools", "engines", "ceph-rgw.sh"), folder, $"{port}"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in new[] { ("CEPH_OSDS", "1"), ("CEPH_STORE", "memstore"), ("CEPH_NO_MGR", "1"), ("STOP_ON_EOF", "1") }) start.Environment[name] = value;
        var engine = Process.Start(start)!;
        var said = new System.Text.StringBuilder();
        engine.ErrorDataReceived += (_, line) => said.AppendLine(line.Data);
        engine.BeginErrorReadLine();
        for (var deadline = DateTime.UtcNow.AddMinutes(3); !File.Exists(Path.Combine(folder, "ready")); await Task.Delay(200))
        {
            if (engine.HasExited || DateTime.UtcNow > deadline)
            {
                engine.StandardInput.Close();
                throw new InvalidOperationException($"Ceph did not start: {said}");
            }
        }
    }

    /// <summary>The gateway's, the monitor's next to it, and room behind them, below what the kernel hands out.</summary>
    private static int FreePorts()
    {
        while (true)
        {
#pragma warning disable CA5394 // a port, not a secret
            var port = Random.Shared.Next(200, 320) * 100;
#pragma warning restore CA5394
            if (IsFree(port) && IsFree(port + 1)) return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static bool IsMissing(string program) =>
        !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
