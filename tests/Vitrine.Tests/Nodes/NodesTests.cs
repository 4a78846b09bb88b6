namespace Vitrine.Tests.Nodes;

/// <summary>What is tested on three nodes that all such tests share, one after the other.</summary>
[Collection(NodesCollection.Name)]
public abstract class NodesTests(NodesFixture fixture) : IAsyncLifetime
{
    public static TheoryData<int> Rounds => NodesCollection.Rounds;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected Cluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await fixture.ClusterAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
