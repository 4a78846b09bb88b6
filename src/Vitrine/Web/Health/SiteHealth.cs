using Vitrine.Library;
using Vitrine.Storage;

namespace Vitrine.Web.Health;

/// <summary>Asks store and database how they are. A durable write is tried at most every few seconds, however often somebody asks.</summary>
public sealed class SiteHealth(IStorageHealth storage, ISiteCatalog catalog, Draining draining, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim probing = new(1, 1);
    private long? probedAt;
    private string? whyNoWrites;

    public async Task<Readiness> AskAsync(CancellationToken cancellationToken)
    {
        if (draining.IsUnderWay) return new Readiness(false, false, "stopping");
        if (storage.NotReadable is not null) return new Readiness(false, false, "storage");
        try
        {
            await catalog.PingAsync(cancellationToken);
        }
        catch (CatalogUnavailableException)
        {
            return new Readiness(false, false, "database");
        }

        if (storage.NotWritable is not null) return new Readiness(true, false, "storage");
        var reason = await WhyNoWritesAsync(cancellationToken);
        return new Readiness(true, reason is null, reason);
    }

    public void Dispose() => probing.Dispose();

    private async Task<string?> WhyNoWritesAsync(CancellationToken cancellationToken)
    {
        await probing.WaitAsync(cancellationToken);
        try
        {
            if (probedAt is { } at && time.GetElapsedTime(at) < ProbeEvery) return whyNoWrites;
            whyNoWrites = await TryWriteAsync(cancellationToken);
            probedAt = time.GetTimestamp();
            return whyNoWrites;
        }
        finally
        {
            probing.Release();
        }
    }

    private async Task<string?> TryWriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await catalog.ProbeWriteAsync(cancellationToken);
            return null;
        }
        catch (CatalogUnavailableException failure)
        {
            return failure.ReadOnly ? "moving" : "database";
        }
    }
}
