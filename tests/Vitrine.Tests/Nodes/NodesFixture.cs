namespace Vitrine.Tests.Nodes;

/// <summary>
/// The cluster that the tests of several nodes share, one test after the other. Each finds all nodes running, whatever the one before did.
/// </summary>
public sealed class NodesFixture : IAsyncDisposable
{
    /// <summary>Short leases, for tests that wait until one has run out; one picture a decoder, so that each passes the node's door.</summary>
    private static readonly (string Name, string Value)[] Settings =
    [
        ("VITRINE_JOBS__LEASESECONDS", "5"), ("VITRINE_IMAGING__PICTURESPERDECODER", "1"), ("VITRINE_SIGNIN__WRONGFORNAMEFROMNETWORK", "4"),
        ("VITRINE_SITE__TRUSTEDPROXIES", "127.0.0.1"), ("VITRINE_LOGGING__LOGLEVEL__DEFAULT", "Information"),
    ];

    private Cluster? cluster;

    /// <summary>Skips the test where an engine is missing.</summary>
    internal async Task<Cluster> ClusterAsync()
    {
        if (cluster is null)
        {
            cluster = await Cluster.StartAsync(3, Settings);
            await cluster.MakeKeyAsync();
        }

        await cluster.MendAsync();
        return cluster;
    }

    public ValueTask DisposeAsync() => cluster?.DisposeAsync() ?? ValueTask.CompletedTask;
}

[CollectionDefinition(Name)]
public sealed class NodesCollection : ICollectionFixture<NodesFixture>
{
    public const string Name = "nodes";

    /// <summary>How often the tests of what nodes do run, by <c>./run cluster --repeat N</c>.</summary>
    public static TheoryData<int> Rounds =>
        [.. Enumerable.Range(1, int.Parse(Environment.GetEnvironmentVariable("VITRINE_CLUSTER_ROUNDS") ?? "1", System.Globalization.CultureInfo.InvariantCulture))];
}
