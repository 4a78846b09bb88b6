using Vitrine.Storage;

namespace Vitrine.Library.Moving;

/// <summary>
/// The end of a move. What is to be switched is noted first, where the site was; from then on there is only going on, by steps that can each
/// be repeated: the new home is opened only after the old one refuses.
/// </summary>
internal sealed class MoveSwitch(MovePlace from, MovePlace to, MovePlan plan)
{
    /// <summary>The point of no return.</summary>
    public async Task BeginAsync(Standing frozen, CancellationToken cancellationToken)
    {
        if (await Standing.ReadAsync(from.Site, cancellationToken) != frozen)
            throw new CatalogUnavailableException("The site was opened again meanwhile, or another move took over, so nothing was switched. Run the move again.");
        await from.Site.SetAsync(SiteValues.Standing, (frozen with { Switching = true, FilesTo = plan.Files, MetadataTo = plan.Metadata }).ToJson(), cancellationToken);
    }

    /// <summary>True when there is nothing left but to end it, or it has ended; throws when it was begun with another plan.</summary>
    public async Task<bool> IsBegunAsync(Standing standing, CancellationToken cancellationToken)
    {
        if (!standing.Switching && standing.MovedTo is null)
            return plan is { Files: not null, Metadata: null } && await from.Marker.LookAsync(cancellationToken) is { State: StoreState.Moved } mark && mark.MovedTo == plan.Instead;
        if (standing.FilesTo == plan.Files && standing.MetadataTo == plan.Metadata) return true;
        standing.RequireHome(standing.Generation);
        throw new CatalogUnavailableException($"Another move has switched already, and has to be ended first: run it again. It led to {string.Join(" and ", new[] { standing.FilesTo, standing.MetadataTo }.OfType<string>())}.");
    }

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        var standing = await Standing.ReadAsync(from.Site, cancellationToken);
        if (!standing.Switching && standing.MovedTo is null) return;
        var generation = plan.Files is not null ? await SwitchFilesAsync(cancellationToken) : standing.Generation;
        if (plan.Metadata is null)
        {
            await from.Site.SetAsync(SiteValues.Standing, new Standing(generation).ToJson(), cancellationToken);
            return;
        }

        var old = standing with { Switching = false, MovedTo = plan.Instead };
        if (old != standing) await from.Site.SetAsync(SiteValues.Standing, old.ToJson(), cancellationToken);
        if ((await Standing.ReadAsync(to.Site, cancellationToken)).CopyOf is not null)
            await to.Site.SetAsync(SiteValues.Standing, new Standing(generation).ToJson(), cancellationToken);
    }

    /// <summary>The generation that is the present one from now on.</summary>
    private async Task<long> SwitchFilesAsync(CancellationToken cancellationToken)
    {
        var there = await to.Marker.LookAsync(cancellationToken) ?? throw Unmarked(to);
        if (there.State == StoreState.Copying) await to.Marker.ReplaceAsync(there with { State = StoreState.InUse }, cancellationToken);
        var here = await from.Marker.LookAsync(cancellationToken) ?? throw Unmarked(from);
        if (here.State == StoreState.InUse) await from.Marker.ReplaceAsync(here with { State = StoreState.Moved, MovedTo = plan.Instead }, cancellationToken);
        return there.Generation;
    }

    private static StorageUnavailableException Unmarked(MovePlace place) =>
        new($"The marker vitrine-store.json is missing. Is the disk mounted, and is {place.Marker.Setting} right?");
}
