using Vitrine.Jobs;
using Vitrine.Library.Access;

namespace Vitrine.Library;

/// <summary>Has the previews of a file made again, from the tile on, after they failed.</summary>
public sealed class AnotherTry(IMediaCatalog catalog, IJobBell bell, TimeProvider time)
{
    /// <summary>How many of them are tried again; what is absent within the scope or has work waiting is left alone.</summary>
    public async Task<int> StartAsync(Scope scope, IEnumerable<MediaId> items, CancellationToken cancellationToken)
    {
        var started = 0;
        foreach (var item in items)
            if (await catalog.RequeueAsync(scope, item, new NextWork(MediaWork.Tile, Lanes.Tile, time.GetUtcNow()), cancellationToken)) started++;
        if (started > 0) bell.Ring(Lanes.Tile);
        return started;
    }
}
