using Vitrine.Storage;

namespace Vitrine.Library.Moving;

/// <summary>
/// Moves a site's files, its metadata, or both (RULES 31, decision 0019). Copies while the site works; makes it read-only, brings over what
/// changed meanwhile and proves all by hash; then switches. Killed at any moment, it is simply run again. Deletes nothing where the site was.
/// </summary>
public sealed class SiteMove(MovePlace from, MovePlace to, MovePlan plan, TimeProvider time, Action<string> tell)
{
    public const string Lease = "move";

    /// <summary>How far the clocks of a store and of this machine may differ: files this much older than the first walk are trusted.</summary>
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(15);

    /// <summary>What would be forgotten by itself within this time is not carried, so that it cannot vanish between copying and comparing.</summary>
    private static readonly TimeSpan Forgetful = TimeSpan.FromDays(1);

    private readonly MoveTarget target = new(to, plan);
    private readonly MoveSwitch switching = new(from, to, plan);

    /// <summary>How long writers that had not seen the flag are waited for; the catalog's own answer unless a test says otherwise.</summary>
    public TimeSpan Heed { get; init; } = from.Rows.WritersHeed;

    /// <summary>Null when an earlier run had ended, or nearly, and this one had nothing to copy.</summary>
    public async Task<MoveReport?> RunAsync(CancellationToken cancellationToken)
    {
        await using var lease = await TakeLeaseAsync(cancellationToken);
        try
        {
            return await RunAsync(await Standing.ReadAsync(from.Site, cancellationToken), lease.Working);
        }
        catch (OperationCanceledException) when (lease.IsLost)
        {
            throw new CatalogUnavailableException("Another move took over, or the metadata did not answer for a minute, so this one stopped. Run it again.");
        }
    }

    /// <summary>Ends a move that has not switched: the site takes changes again, and the copy stays as it is. True when there was one.</summary>
    public static async Task<bool> UndoAsync(ISiteCatalog site, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var lease = await HeldLease.TakeAsync(site, Lease, time, cancellationToken) ?? throw Busy();
        var standing = await Standing.ReadAsync(site, cancellationToken);
        if (standing.Switching || standing.MovedTo is not null)
            throw new CatalogUnavailableException("The move has switched already and cannot be undone. Run the same `vitrine move` again to end it, or move back.");
        if (standing.ReadOnlyFor is null) return false;
        await OpenAsync(site, standing);
        return true;
    }

    private async Task<HeldLease> TakeLeaseAsync(CancellationToken cancellationToken) =>
        await HeldLease.TakeAsync(from.Site, Lease, time, cancellationToken) ?? throw Busy();

    private static CatalogUnavailableException Busy() =>
        new("A move is under way, or was killed less than a minute ago. Stop it, or wait a minute and try again.");

    private async Task<MoveReport?> RunAsync(Standing standing, CancellationToken cancellationToken)
    {
        if (await switching.IsBegunAsync(standing, cancellationToken))
        {
            await switching.EndAsync(cancellationToken);
            return null;
        }

        var storeId = await RequireSiteAsync(standing, cancellationToken);
        await target.PrepareAsync(storeId, standing.Generation, tell, cancellationToken);
        var walked = time.GetUtcNow();
        var copy = new StoreCopy(from.Blobs, to.Blobs, from.Media, tell);
        var first = plan.Files is null ? null : await copy.WalkAsync(DateTimeOffset.MinValue, removes: false, cancellationToken);
        return await FreezeAsync(standing, async frozen =>
        {
            var second = plan.Files is null ? null : await copy.WalkAsync(walked - ClocksDiffer, removes: true, cancellationToken);
            var rows = plan.Metadata is null ? null : await CarryAsync(storeId, frozen, cancellationToken);
            await switching.BeginAsync(frozen, cancellationToken);
            return new MoveReport(first, second, rows, time.GetUtcNow() - frozen.ReadOnlySince!.Value);
        }, cancellationToken);
    }

    private async Task<string> RequireSiteAsync(Standing standing, CancellationToken cancellationToken)
    {
        var mark = (await from.Marker.LookAsync(cancellationToken))?.RequireInUse()
            ?? throw new StorageUnavailableException($"There is no store to move: its marker vitrine-store.json is missing. Is the disk mounted, and is {from.Marker.Setting} right?");
        if (await from.Site.GetAsync(SiteValues.StoreId, cancellationToken) != mark.StoreId)
            throw new StorageUnavailableException($"The metadata and the store belong to different sites, so neither is moved. Correct {from.Marker.Setting}, or the settings of the metadata.");
        standing.RequireHome(mark.Generation);
        return mark.StoreId;
    }

    /// <summary>
    /// Makes the site read-only for some work that ends in the switch. When the work fails or is stopped before that, the site takes changes
    /// again; when this process is killed, the next run, or an undo, ends it.
    /// </summary>
    private async Task<MoveReport> FreezeAsync(Standing standing, Func<Standing, Task<MoveReport>> work, CancellationToken cancellationToken)
    {
        var frozen = standing with { ReadOnlyFor = Ids.NewSecret(), ReadOnlySince = time.GetUtcNow() };
        MoveReport report;
        try
        {
            await from.Site.SetAsync(SiteValues.Standing, frozen.ToJson(), cancellationToken);
            tell("The site is read-only now; what changed meanwhile is brought over.");
            if (Heed > TimeSpan.Zero) await Task.Delay(Heed, time, cancellationToken);
            report = await work(frozen);
        }
        catch
        {
            await ThawAsync(frozen);
            throw;
        }

        await switching.EndAsync(cancellationToken);
        return report;
    }

    /// <summary>Only where nobody else has taken over, and the switch has not begun.</summary>
    private async Task ThawAsync(Standing frozen)
    {
        var now = await Standing.ReadAsync(from.Site, CancellationToken.None);
        if (now.ReadOnlyFor == frozen.ReadOnlyFor && !now.Switching) await OpenAsync(from.Site, now);
    }

    private static Task OpenAsync(ISiteCatalog site, Standing standing) =>
        site.SetAsync(SiteValues.Standing, (standing with { ReadOnlyFor = null, ReadOnlySince = null }).ToJson(), CancellationToken.None);

    /// <summary>Copies all rows and compares both catalogs, each read afresh.</summary>
    private async Task<IReadOnlyDictionary<string, long>> CarryAsync(string storeId, Standing frozen, CancellationToken cancellationToken)
    {
        await target.MakeRoomAsync(storeId, cancellationToken);
        var livesBeyond = frozen.ReadOnlySince!.Value + Forgetful;
        await to.Rows.WriteAsync(RowsOf(from.Rows), cancellationToken);
        var (here, there) = (await CatalogDigest.OfAsync(RowsOf(from.Rows), cancellationToken), await CatalogDigest.OfAsync(RowsOf(to.Rows), cancellationToken));
        if (here.DifferencesTo(there) is { Count: > 0 } differences)
            throw new CatalogUnavailableException($"The copied metadata is not the same as before: {string.Join(", ", differences)}. The site stays where it is; try again.");
        return here.Counts;

        IAsyncEnumerable<CatalogRow> RowsOf(ICatalogRows rows) =>
            rows.ReadAsync(CatalogPart.Frame, livesBeyond, cancellationToken).Concat(rows.ReadAsync(CatalogPart.Things, livesBeyond, cancellationToken));
    }
}
