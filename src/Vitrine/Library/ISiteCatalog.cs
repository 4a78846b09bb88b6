namespace Vitrine.Library;

/// <summary>What belongs to the site as a whole: its id, small settings, named leases, throttles. Passes <c>SiteCatalogContract</c>.</summary>
public interface ISiteCatalog
{
    /// <summary>A small value (at most 64 KB) by name, or null. Names in use are the constants of <see cref="SiteValues"/>.</summary>
    Task<string?> GetAsync(string name, CancellationToken cancellationToken);

    /// <summary>Sets a value only where there is none; returns the value that is there afterwards.</summary>
    Task<string> GetOrAddAsync(string name, string value, CancellationToken cancellationToken);

    Task SetAsync(string name, string? value, CancellationToken cancellationToken);

    /// <summary>Sets a value only where the present one is as expected (null: where there is none). False when it is another: somebody was faster.</summary>
    Task<bool> ReplaceAsync(string name, string? expected, string value, CancellationToken cancellationToken);

    /// <summary>All values whose name starts with a prefix.</summary>
    Task<IReadOnlyDictionary<string, string>> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>
    /// Takes or prolongs a named lease (sweeper, rebuild, move, scrub). The fencing number rises when the holder changes.
    /// Null while somebody else holds it.
    /// </summary>
    Task<long?> LeaseAsync(string name, string holder, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Ends a lease that this holder has.</summary>
    Task ReleaseAsync(string name, string holder, CancellationToken cancellationToken);

    /// <summary>
    /// Counts one event in a bucket of fixed windows and returns how many the window holds now. Rows vanish after their window.
    /// The same for all nodes.
    /// </summary>
    Task<long> CountAsync(string bucket, TimeSpan window, CancellationToken cancellationToken);

    /// <summary>How many events the bucket's present window holds, without counting one.</summary>
    Task<long> PeekAsync(string bucket, TimeSpan window, CancellationToken cancellationToken);

    /// <summary>A cheap read, for <c>/readyz</c>; throws <see cref="CatalogUnavailableException"/>.</summary>
    Task PingAsync(CancellationToken cancellationToken);

    /// <summary>A cheap durable write; throws <see cref="CatalogUnavailableException"/>.</summary>
    Task ProbeWriteAsync(CancellationToken cancellationToken);
}

public static class SiteValues
{
    public const string StoreId = "store-id";

    /// <summary>A <see cref="Moving.Standing"/>. It is set also while the site is read-only, and no move carries it.</summary>
    public const string Standing = "standing";

    /// <summary>What admins chose on the settings page (<see cref="SiteSettings.SettingsRow"/>).</summary>
    public const string Settings = "settings";

    /// <summary>Written to see whether it can be.</summary>
    public const string Probe = "probe";

    /// <summary>How the mail is doing (<see cref="Mailing.MailTrouble"/>).</summary>
    public const string Mail = "mail";

    /// <summary>When an account was last told of what guests added, in Unix seconds.</summary>
    public const string DigestPrefix = "guest-digest/";

    public const string SetupTokenPrefix = "setup-token/";
    public const string DataProtectionPrefix = "data-protection/";
}
