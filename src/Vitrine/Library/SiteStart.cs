using Vitrine.Library.Moving;
using Vitrine.Library.SiteSettings;
using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>
/// Before the site listens: the store and the database must belong together, and the store must take a test write (RULES 23, 28).
/// What is wrong is one sentence with its remedy; nothing is made or changed then.
/// </summary>
public sealed class SiteStart(ISiteCatalog site, IMediaCatalog media, IStoreMarker marker, WriteGate gate, SettingsWatch settings, SiteStart.Expectation expectation)
{
    /// <param name="Existing">The operator says that there is a site: an empty folder is a missing mount.</param>
    public sealed record Expectation(bool Existing);

    /// <summary>Checks an existing site, or makes the marker of a new one.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var inStore = await AtHomeAsync(cancellationToken);
        var inDatabase = await site.GetAsync(SiteValues.StoreId, cancellationToken);
        if (inStore is null) await MakeNewAsync(inDatabase, cancellationToken);
        else RequireSame(inStore, inDatabase);
        await marker.ProbeAsync(cancellationToken);
    }

    /// <summary>For verbs: the same checks, but nothing new is made.</summary>
    public async Task RequireExistingAsync(CancellationToken cancellationToken)
    {
        var inDatabase = await site.GetAsync(SiteValues.StoreId, cancellationToken);
        if (await AtHomeAsync(cancellationToken) is { } inStore) RequireSame(inStore, inDatabase);
        else throw inDatabase is null ? NoSite() : NoMarker();
    }

    /// <summary>The store's id, where neither the store nor the metadata has been moved away from; from now on writers look for that, too.</summary>
    private async Task<string?> AtHomeAsync(CancellationToken cancellationToken)
    {
        var standing = await Standing.ReadAsync(site, cancellationToken);
        var mark = (await marker.LookAsync(cancellationToken))?.RequireInUse();
        standing.RequireHome(mark?.Generation ?? standing.Generation);
        gate.WorkWith(mark?.Generation ?? standing.Generation);
        await settings.RefreshAsync(cancellationToken);
        return mark?.StoreId;
    }

    private async Task MakeNewAsync(string? inDatabase, CancellationToken cancellationToken)
    {
        // A first start may have died between the database and the marker: then neither holds anything yet.
        if (await marker.HoldsAnythingAsync(cancellationToken)) throw inDatabase is null ? NoDatabase() : NoMarker();
        if ((await media.WalkAsync(null, 1, cancellationToken)).Items.Count > 0) throw NoMarker();
        if (expectation.Existing) throw NoSite();
        await marker.ProbeAsync(cancellationToken);
        var id = await site.GetOrAddAsync(SiteValues.StoreId, Ids.NewSecret(), cancellationToken);
        if (!await marker.CreateAsync(id, cancellationToken)) RequireSame(await marker.ReadAsync(cancellationToken), id);
    }

    private void RequireSame(string? inStore, string? inDatabase)
    {
        if (inDatabase is null) throw NoDatabase();
        if (inStore != inDatabase)
            throw new StorageUnavailableException(
                $"The database and the store belong to different sites. Set VITRINE_SITE__DATA (--data), or {marker.Setting} and VITRINE_METADATA__SQLITE__PATH (or VITRINE_METADATA__DYNAMODB__TABLE), to those of the same site.");
    }

    private static StorageUnavailableException NoDatabase() => new(
        "The store holds a site, but its database is missing. If this is the wrong folder, set VITRINE_SITE__DATA (--data); otherwise bring the database back with `vitrine restore DIR`, or make it again from the store with `vitrine rebuild`.");

    private StorageUnavailableException NoMarker() => new(
        $"The database knows a store, but its marker vitrine-store.json is not there. Is the disk mounted, and is {marker.Setting} right?");

    private static StorageUnavailableException NoSite() => new(
        "There is no site in this data folder. Is its disk mounted, and is VITRINE_SITE__DATA (--data) right?");
}

/// <summary>Runs the checks once the database is open, before any other part of the site starts.</summary>
internal sealed class SiteStartCheck(SiteStart start) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => start.CheckAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

public static class SiteStartServices
{
    public static IServiceCollection AddSiteStart(this IServiceCollection services, IConfiguration settings) => services
        .AddSingleton(new SiteStart.Expectation(settings.GetValue("Site:ExpectExisting", false)))
        .AddSingleton<SiteStart>()
        .AddHostedService<SiteStartCheck>();
}
