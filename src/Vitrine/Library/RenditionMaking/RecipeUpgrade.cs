using Vitrine.Jobs;
using Vitrine.Library.Access;

namespace Vitrine.Library;

/// <summary>
/// When the recipe has changed since the last start, every item made by another is queued again, a page at a time; where it got to is
/// kept, so a restart goes on from there.
/// </summary>
internal sealed class RecipeUpgrade(IMediaCatalog catalog, ISiteCatalog site, TimeProvider time, ILogger<RecipeUpgrade> log) : BackgroundService
{
    private const string Done = "recipe";
    private const string Place = "recipe-place";
    private const int Step = 200;

    private static readonly TimeSpan BetweenSteps = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await UpgradeAsync(stoppingToken);
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem)
            {
                log.LogWarning(problem, "Previews of an older recipe wait: {Problem}", problem.Message);
                await Task.Delay(AfterTrouble, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Returns how many items were queued.</summary>
    public async Task<int> UpgradeAsync(CancellationToken cancellationToken)
    {
        var known = await site.GetOrAddAsync(Done, Recipe.Name, cancellationToken);
        if (known == Recipe.Name) return 0;

        log.LogInformation("Previews are made again: the recipe is {New}, it was {Old}.", Recipe.Name, known);
        var queued = 0;
        var after = await PlaceAsync(cancellationToken);
        do
        {
            var page = await catalog.WalkAsync(after, Step, cancellationToken);
            foreach (var item in page.Items.Where(IsOutdated))
            {
                var work = new NextWork(MediaWork.Tile, Lanes.Ordinary, time.GetUtcNow());
                if (await catalog.RequeueAsync(Scope.Everything, item.Id, work, cancellationToken)) queued++;
            }

            after = page.Next is null ? null : page.Items[^1].Id;
            await site.SetAsync(Place, after is { } place ? $"{Recipe.Name}/{place}" : null, cancellationToken);
            if (after is not null) await Task.Delay(BetweenSteps, time, cancellationToken);
        }
        while (after is not null);

        await site.SetAsync(Done, Recipe.Name, cancellationToken);
        return queued;
    }

    private static bool IsOutdated(MediaItem item) => !item.Synthetic && item.TrashedAt is null && item.Recipe != Recipe.Name;

    /// <summary>A place noted for another recipe is of no use.</summary>
    private async Task<MediaId?> PlaceAsync(CancellationToken cancellationToken)
    {
        var parts = (await site.GetAsync(Place, cancellationToken))?.Split('/');
        return parts is [var recipe, var id] && recipe == Recipe.Name && MediaId.TryParse(id, out var place) ? place : null;
    }
}
