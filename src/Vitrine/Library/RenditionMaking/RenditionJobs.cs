using Vitrine.Jobs;

namespace Vitrine.Library;

internal sealed class TileJob(RenditionMaking making) : IJobHandler
{
    public string Kind => MediaWork.Tile;

    public Task RunAsync(Job job, CancellationToken cancellationToken) => making.MakeTileAsync(job, cancellationToken);

    public Task GiveUpAsync(Job job, CancellationToken cancellationToken) => making.GiveUpAsync(job, cancellationToken);
}

internal sealed class RenditionsJob(RenditionMaking making) : IJobHandler
{
    public string Kind => MediaWork.Renditions;

    public Task RunAsync(Job job, CancellationToken cancellationToken) => making.MakeBiggerAsync(job, cancellationToken);

    public Task GiveUpAsync(Job job, CancellationToken cancellationToken) => making.GiveUpAsync(job, cancellationToken);
}
