namespace Vitrine.Tests;

/// <summary>One world for all tests of a class that leave each other alone: <c>IClassFixture&lt;SharedWorld&gt;</c>.</summary>
public sealed class SharedWorld : IAsyncLifetime
{
    public World World { get; private set; } = null!;

    public async ValueTask InitializeAsync() => World = await World.StartAsync();

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
