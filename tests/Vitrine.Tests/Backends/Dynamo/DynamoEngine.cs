using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Vitrine.Tests.Imaging;

namespace Vitrine.Tests.Backends.Dynamo;

/// <summary>
/// The DynamoDB of a test run, started when the first test wants it: dynalite behind our front, or whatever
/// <c>VITRINE_TEST_DYNAMODB</c> names (an endpoint, or <c>aws</c> for the account and region of the environment).
/// </summary>
internal sealed class DynamoEngine
{
    private static readonly Lazy<Task<DynamoEngine?>> Started = new(StartAsync);

    /// <summary>Held, because its end of the pipe would be closed with it.</summary>
    private Process? dynalite;

    /// <summary>Null is AWS itself.</summary>
    public Uri? Endpoint { get; private init; }

    /// <summary>Null where the engine has transactions of its own: then no faults can be made.</summary>
    public TransactionsFront? Front { get; private init; }

    /// <summary>Skips the test where there is no engine, which is a failure in CI.</summary>
    public static async Task<DynamoEngine> SharedAsync()
    {
        if (await Started.Value is { } engine) return engine;
        Missing.Tool("Node and npm are missing: dynalite, the double of DynamoDB in these tests, cannot start. On Debian: apt-get install nodejs npm");
        throw new UnreachableException();
    }

    /// <summary>Skips the test where no faults can be made.</summary>
    public Faults Faults()
    {
        if (Front is null) Assert.Skip("Faults are made by our own front, which VITRINE_TEST_DYNAMODB goes past.");
        return Front!.Faults;
    }

    /// <summary>A client as a site makes it, but with credentials that need no chain where the engine takes any.</summary>
    public IAmazonDynamoDB Client() => Endpoint is null
        ? new AmazonDynamoDBClient()
        : new AmazonDynamoDBClient(
            new BasicAWSCredentials("test", "testsecret"),
            new AmazonDynamoDBConfig { ServiceURL = Endpoint.ToString(), AuthenticationRegion = "us-east-1", MaxErrorRetry = 0, Timeout = TimeSpan.FromSeconds(5) });

    private static async Task<DynamoEngine?> StartAsync()
    {
        switch (Environment.GetEnvironmentVariable("VITRINE_TEST_DYNAMODB"))
        {
            case null or "":
                break;
            case "aws":
                return new DynamoEngine();
            case var url:
                return new DynamoEngine { Endpoint = new Uri(url) };
        }

        if (!IsInstalled("node") || !IsInstalled("npm")) return null;
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var dynalite = StartDynalite(address.Port);
        await AnswersAsync(address);
        var front = await TransactionsFront.StartAsync(address);
        return new DynamoEngine { Endpoint = front.Address, Front = front, dynalite = dynalite };
    }

    /// <summary>It ends with its standard input, so also when this process is killed.</summary>
    private static Process? StartDynalite(int port) => Process.Start(
        new ProcessStartInfo("setsid", [Path.Join(Tests.Repository.Root, "tools", "engines", "dynalite.sh"), $"{port}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        });

    private static async Task AnswersAsync(Uri address)
    {
        using var client = new HttpClient { BaseAddress = address };
        for (var deadline = Stopwatch.StartNew(); deadline.Elapsed < TimeSpan.FromMinutes(2); await Task.Delay(50))
        {
            try
            {
                using var answer = await client.GetAsync("/");
                return;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
        }

        throw new TimeoutException("dynalite did not start.");
    }

    private static bool IsInstalled(string tool) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Join(folder, tool)));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
