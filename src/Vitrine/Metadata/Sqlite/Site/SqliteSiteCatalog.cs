using Vitrine.Library;
using Vitrine.Metadata.Sqlite.Accounts;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Site;

internal sealed class SqliteSiteCatalog(SqliteDatabase database, TimeProvider time) : ISiteCatalog
{
    public Task<string?> GetAsync(string name, CancellationToken cancellationToken) =>
        database.ReadAsync(c => Values.Find(c, name), cancellationToken);

    public Task<string> GetOrAddAsync(string name, string value, CancellationToken cancellationToken) =>
        database.WriteAsync(c => Values.GetOrAdd(c, name, value), cancellationToken);

    public Task SetAsync(string name, string? value, CancellationToken cancellationToken) =>
        name == SiteValues.Standing
            ? database.WriteAnywayAsync(c => Values.Set(c, name, value), cancellationToken)
            : database.WriteAsync(c => Values.Set(c, name, value), cancellationToken);

    public Task<bool> ReplaceAsync(string name, string? expected, string value, CancellationToken cancellationToken) =>
        database.WriteAsync(c => Values.Replace(c, name, expected, value), cancellationToken);

    public Task<IReadOnlyDictionary<string, string>> ListAsync(string prefix, CancellationToken cancellationToken) =>
        database.ReadAsync(c => Values.List(c, prefix), cancellationToken);

    public Task<long?> LeaseAsync(string name, string holder, TimeSpan duration, CancellationToken cancellationToken) =>
        database.WriteUnflushedAnywayAsync(c => Leases.Lease(c, name, holder, time.GetUtcNow() + duration, time.GetUtcNow()), cancellationToken);

    public Task ReleaseAsync(string name, string holder, CancellationToken cancellationToken) =>
        database.WriteAnywayAsync(c => Leases.Release(c, name, holder), cancellationToken);

    public Task<long> CountAsync(string bucket, TimeSpan window, CancellationToken cancellationToken) =>
        database.WriteUnflushedAnywayAsync(c => Throttles.Count(c, bucket, window, time.GetUtcNow()), cancellationToken);

    public Task<long> PeekAsync(string bucket, TimeSpan window, CancellationToken cancellationToken) =>
        database.ReadAsync(c => Throttles.Peek(c, bucket, window, time.GetUtcNow()), cancellationToken);

    public Task PingAsync(CancellationToken cancellationToken) => database.ReadAsync(AccountRows.Any, cancellationToken);

    public Task ProbeWriteAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(c => Values.Set(c, SiteValues.Probe, time.GetUtcNow().ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture)), cancellationToken);
}
