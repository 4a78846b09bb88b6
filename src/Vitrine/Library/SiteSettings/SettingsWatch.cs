using Vitrine.Settings;

namespace Vitrine.Library.SiteSettings;

/// <summary>Reads what admins chose, at most a second old: for each request before it begins, and for work that decides by a setting.</summary>
public sealed class SettingsWatch(ISiteCatalog site, ChosenSettings chosen, TimeProvider time)
{
    /// <summary>How old a choice may be that a node goes by.</summary>
    public static readonly TimeSpan MostAge = TimeSpan.FromSeconds(1);

    private readonly Lock reading = new();
    private long? readAt;

    /// <summary>Throws <see cref="CatalogUnavailableException"/>.</summary>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        lock (reading)
        {
            if (readAt is { } at && time.GetElapsedTime(at) < MostAge) return;
        }

        var began = time.GetTimestamp();
        Take(await site.GetAsync(SiteValues.Settings, cancellationToken), began);
    }

    /// <summary>The same, for whoever goes on without: what was read last still holds then.</summary>
    public async ValueTask TryRefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RefreshAsync(cancellationToken);
        }
        catch (CatalogUnavailableException)
        {
            // Whatever else the request asks of the metadata says so better.
        }
    }

    /// <summary>A slow reading never takes the place of one that began later.</summary>
    internal void Take(string? json, long began)
    {
        lock (reading)
        {
            if (readAt > began) return;
            readAt = began;
            var now = SettingsRow.Parse(json);

            // The same object while nothing changes: options are bound anew for another one.
            if (now.Version != chosen.Current.Version) chosen.Current = now;
        }
    }
}
