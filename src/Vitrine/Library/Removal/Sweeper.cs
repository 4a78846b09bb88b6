using Vitrine.Library.Access;
using Vitrine.Library.Audit;
using Vitrine.Library.SiteSettings;
using Vitrine.Settings;
using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>
/// Removes what nobody needs any more, on one node at a time: the trash of long ago, uploads that expired, bytes held for nobody,
/// renditions of former recipes. Never an original that no row explains: those are for <c>verify</c> and <c>rebuild</c> to tell of.
/// </summary>
internal sealed class Sweeper(
    IMediaCatalog catalog, IUploadCatalog uploads, IAccountCatalog accounts, ISiteCatalog site, IAuditLog audit, IPartialWrites partial, IStoreMarker marker,
    Removal removal, Completion completion, RenditionSweep renditions, AccountClosing closing, Live<TrashOptions> options, AuditOptions auditing, SettingsWatch settings,
    TimeProvider time, ILogger<Sweeper> log) : BackgroundService
{
    public const string Lease = "sweeper";

    private const int Batch = 200;
    private static readonly TimeSpan FirstAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(10);

    /// <summary>Held bytes younger than this may belong to a row that is just being made.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private readonly string holder = Ids.NewSecret();

    /// <summary>One run; what it did, or why it refused.</summary>
    public async Task<SweepReport> RunAsync(CancellationToken cancellationToken)
    {
        if (await marker.ReadAsync(cancellationToken) is not { } storeId || storeId != await site.GetAsync(SiteValues.StoreId, cancellationToken))
            return SweepReport.Refused("The store's marker is missing or another store's: is the disk mounted?");
        if (!await HoldLeaseAsync(cancellationToken)) return SweepReport.Refused("Another process sweeps.");
        await settings.RefreshAsync(cancellationToken);
        try
        {
            return new SweepReport
            {
                Purged = await ContinuePurgesAsync(cancellationToken) + await EmptyTrashAsync(cancellationToken),
                ExpiredUploads = await EndExpiredUploadsAsync(cancellationToken),
                HeldForNobody = await ForgetHeldAsync(cancellationToken),
                Renditions = await renditions.SweepAsync(HoldLeaseAsync, cancellationToken),
                Accounts = await closing.PurgeDueAsync(cancellationToken),
                AuditEntries = await ForgetDeedsAsync(cancellationToken),
                Sessions = await accounts.SweepSessionsAsync(time.GetUtcNow(), cancellationToken),
            };
        }
        catch (SweepStoppedException stopped)
        {
            log.LogError("The sweeper stopped: {Reason}", stopped.Message);
            return SweepReport.Refused(stopped.Message);
        }
        finally
        {
            await site.ReleaseAsync(Lease, holder, CancellationToken.None);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var delay = FirstAfter;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(delay, time, stoppingToken);
            delay = Pause;
            try
            {
                var report = await RunAsync(stoppingToken);
                if (report.Refusal is { } reason) log.LogWarning("The sweeper did nothing: {Reason}", reason);
                else if (report.Any) log.LogInformation("The sweeper removed: {Report}", report);
            }
            catch (Exception failure) when (failure is StorageUnavailableException or CatalogUnavailableException)
            {
                log.LogWarning("The sweeper waits: {Reason}", failure.Message);
            }
        }
    }

    private async Task<bool> HoldLeaseAsync(CancellationToken cancellationToken) =>
        await site.LeaseAsync(Lease, holder, LeaseTime, cancellationToken) is not null;

    private async Task KeepLeaseAsync(CancellationToken cancellationToken)
    {
        if (!await HoldLeaseAsync(cancellationToken)) throw new SweepStoppedException("another process took over.");
    }

    private async Task<int> ContinuePurgesAsync(CancellationToken cancellationToken)
    {
        var purged = 0;
        while (await catalog.PurgingAsync(Batch, cancellationToken) is { Count: > 0 } tombstones)
        {
            await KeepLeaseAsync(cancellationToken);
            foreach (var item in tombstones)
            {
                await removal.ContinueAsync(item.Id, cancellationToken);
                purged++;
            }
        }

        return purged;
    }

    private async Task<int> EmptyTrashAsync(CancellationToken cancellationToken)
    {
        var purged = 0;
        var before = time.GetUtcNow().AddDays(-options.Value.Days);
        while (await catalog.TrashedBeforeAsync(before, Batch, cancellationToken) is { Count: > 0 } items)
        {
            await KeepLeaseAsync(cancellationToken);
            foreach (var item in items)
            {
                if (!await catalog.BeginPurgeAsync(Scope.Everything, item.Id, cancellationToken)) continue;
                await removal.ContinueAsync(item.Id, cancellationToken);
                purged++;
            }
        }

        return purged;
    }

    /// <summary>An upload that died between its original and its row left both; its row is what explains them.</summary>
    private async Task<int> EndExpiredUploadsAsync(CancellationToken cancellationToken)
    {
        var ended = 0;
        while (await uploads.ExpiredAsync(time.GetUtcNow(), Batch, cancellationToken) is { Count: > 0 } expired)
        {
            await KeepLeaseAsync(cancellationToken);
            var before = ended;
            foreach (var upload in expired)
            {
                if (await completion.DiscardAsync(Scope.Everything, upload.Id, cancellationToken)) ended++;
            }

            if (ended == before) break;
        }

        return ended;
    }

    private async Task<int> ForgetDeedsAsync(CancellationToken cancellationToken)
    {
        var forgotten = 0;
        while (await audit.ForgetAsync(time.GetUtcNow().AddDays(-auditing.Days), Batch, cancellationToken) is > 0 and var some)
        {
            await KeepLeaseAsync(cancellationToken);
            forgotten += some;
        }

        return forgotten;
    }

    private async Task<int> ForgetHeldAsync(CancellationToken cancellationToken)
    {
        var guard = new SweepGuard("bytes in incoming/");
        var nobodys = new List<string>();
        var before = time.GetUtcNow() - Grace;
        await foreach (var held in partial.ListAsync(cancellationToken))
        {
            guard.Examined++;
            if (held.ModifiedAt >= before || await IsNeededAsync(held, cancellationToken)) continue;
            nobodys.Add(held.Upload);
        }

        guard.Require(nobodys.Count);
        foreach (var upload in nobodys) await partial.AbandonAsync(upload, cancellationToken);
        return nobodys.Count;
    }

    private async Task<bool> IsNeededAsync(HeldUpload held, CancellationToken cancellationToken) =>
        MediaId.TryParse(held.Upload, out var id) && await uploads.IsUnderWayAsync(id, cancellationToken);
}
