using Vitrine.Library;

namespace Vitrine.Tests.Contracts;

/// <summary>What the suites of all catalogs share: a world of one backend, thrown away after each test.</summary>
public abstract class CatalogContract(CatalogWorld world) : IAsyncLifetime
{
    protected CatalogWorld World { get; } = world;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public virtual ValueTask InitializeAsync() => World.StartAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return CloseAsync();
    }

    protected virtual ValueTask CloseAsync() => World.DisposeAsync();

    /// <summary>All items of a list, page by page; fails when pages do not end.</summary>
    protected static async Task<List<T>> AllAsync<T>(Func<Cursor?, Task<Page<T>>> page)
    {
        var items = new List<T>();
        Cursor? after = null;
        for (var turned = 0; turned < 1000; turned++)
        {
            var read = await page(after);
            items.AddRange(read.Items);
            if (read.Next is null) return items;
            Assert.NotEmpty(read.Items);
            Assert.True(Cursor.TryParse(read.Next.ToString(), out after));
        }

        throw new InvalidOperationException("The pages do not end.");
    }
}
