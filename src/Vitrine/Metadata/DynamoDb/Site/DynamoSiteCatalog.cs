using System.Globalization;
using Vitrine.Library;
using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Metadata.DynamoDb.Site;

internal sealed class DynamoSiteCatalog(DynamoTable table, TimeProvider time) : ISiteCatalog
{
    public async Task<string?> GetAsync(string name, CancellationToken cancellationToken) =>
        (await table.FindAsync(RowKey.Value(name), cancellationToken))?.TextOrNull("va");

    public async Task<string> GetOrAddAsync(string name, string value, CancellationToken cancellationToken) =>
        (await table.WriteAsync(Put(name, value, Write.New), cancellationToken)).Won ? value : await GetAsync(name, cancellationToken) ?? value;

    public Task SetAsync(string name, string? value, CancellationToken cancellationToken) =>
        table.WriteAsync(value is null ? Write.Delete(RowKey.Value(name)) : Put(name, value), cancellationToken);

    public async Task<bool> ReplaceAsync(string name, string? expected, string value, CancellationToken cancellationToken)
    {
        var put = Put(name, value, expected is null ? Write.New : "va = :was") with { Values = new Attributes().Add(":was", expected) };
        return (await table.WriteAsync(put, cancellationToken)).Won;
    }

    public async Task<IReadOnlyDictionary<string, string>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        var key = RowKey.Value(prefix);
        var rows = await table.QueryAsync(KeyRange.StartingWith(key.Partition, key.Sort), int.MaxValue, cancellationToken);
        return rows.ToDictionary(row => row.Text("na"), row => row.Text("va"));
    }

    public Task<long?> LeaseAsync(string name, string holder, TimeSpan duration, CancellationToken cancellationToken) =>
        Leases.LeaseAsync(table, name, holder, time.GetUtcNow() + duration, time.GetUtcNow(), cancellationToken);

    public Task ReleaseAsync(string name, string holder, CancellationToken cancellationToken) => Leases.ReleaseAsync(table, name, holder, cancellationToken);

    public Task<long> CountAsync(string bucket, TimeSpan window, CancellationToken cancellationToken) =>
        Throttles.CountAsync(table, bucket, window, time.GetUtcNow(), cancellationToken);

    public Task<long> PeekAsync(string bucket, TimeSpan window, CancellationToken cancellationToken) =>
        Throttles.PeekAsync(table, bucket, window, time.GetUtcNow(), cancellationToken);

    public Task PingAsync(CancellationToken cancellationToken) => GetAsync(SiteValues.Probe, cancellationToken);

    public Task ProbeWriteAsync(CancellationToken cancellationToken) =>
        SetAsync(SiteValues.Probe, time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), cancellationToken);

    public static Write Put(string name, string value, string? condition = null) =>
        Write.Put(RowKey.Value(name), new Attributes().Add("na", name).Add("va", value), condition);
}
