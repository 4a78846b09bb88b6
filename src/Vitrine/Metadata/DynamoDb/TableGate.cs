using Vitrine.Library;
using Vitrine.Library.Moving;
using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Metadata.DynamoDb;

/// <summary>Asks the gate before a write of what a move carries; the standing is read once a second at most, by a node that writes.</summary>
internal sealed class TableGate(WriteGate gate, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim reading = new(1, 1);
    private volatile Seen? seen;

    public async ValueTask RequireAsync(DynamoTable table, IEnumerable<RowKey> keys, CancellationToken cancellationToken)
    {
        if (keys.All(key => key.StaysBehind)) return;
        gate.Require((Fresh() ?? await ReadAsync(table, cancellationToken)).Standing);
    }

    public void Dispose() => reading.Dispose();

    private Seen? Fresh() => seen is { } last && time.GetElapsedTime(last.At) < WriteGate.MostAge ? last : null;

    private async Task<Seen> ReadAsync(DynamoTable table, CancellationToken cancellationToken)
    {
        await reading.WaitAsync(cancellationToken);
        try
        {
            if (Fresh() is { } meanwhile) return meanwhile;
            var at = time.GetTimestamp(); // before the read: what it says is at least so old
            var row = await table.FindAsync(RowKey.Value(SiteValues.Standing), cancellationToken);
            return seen = new Seen(row?.TextOrNull("va"), at);
        }
        finally
        {
            reading.Release();
        }
    }

    private sealed record Seen(string? Standing, long At);
}
