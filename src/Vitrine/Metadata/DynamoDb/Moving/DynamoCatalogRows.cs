using Amazon.DynamoDBv2;
using Vitrine.Library.Audit;
using Vitrine.Library.Moving;
using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Metadata.DynamoDb.Moving;

/// <summary>
/// The whole table as rows that no backend keeps. Reads by Scan, which a move needs the right to besides the site's own: an index may lag,
/// and a list of lists would leave out what nobody thought of.
/// </summary>
internal sealed class DynamoCatalogRows(DynamoTable table, IAmazonDynamoDB client, AuditOptions audit) : ICatalogRows
{
    /// <summary>Writes that are under way at once; each is a single put. At 8 ms each that is what a new table takes in a second.</summary>
    private const int AtOnce = 32;

    private const int RowsPerStep = 100;

    private readonly RowsOut rowsOut = new(table, audit);
    private readonly TableScan scan = new(client, table);

    /// <summary>The gate's second, and as long as a write is tried again (<see cref="Patience"/>), with the last answer's time limit.</summary>
    public TimeSpan WritersHeed => WriteGate.MostAge + TimeSpan.FromSeconds(17);

    public async IAsyncEnumerable<CatalogRow> ReadAsync(
        CatalogPart part, DateTimeOffset livesBeyond, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var rows in scan.ReadAsync(cancellationToken))
        {
            foreach (var row in await rowsOut.ReadAsync(rows, part, livesBeyond, cancellationToken)) yield return row;
        }
    }

    public async Task WriteAsync(IAsyncEnumerable<CatalogRow> rows, CancellationToken cancellationToken)
    {
        var rowsIn = new RowsIn(audit);
        await foreach (var some in rows.Chunk(RowsPerStep).WithCancellation(cancellationToken)) await PutAsync([.. some.SelectMany(rowsIn.Put)], cancellationToken);
        await PutAsync([.. rowsIn.Totals()], cancellationToken);
    }

    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        await foreach (var rows in scan.ReadAsync(cancellationToken))
            await PutAsync([.. rows.Select(table.KeyOf).Where(key => !RowKinds.Stays(key)).Select(key => Write.Delete(key))], cancellationToken);
    }

    private Task PutAsync(IReadOnlyList<Write> writes, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        writes,
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
        async (write, stop) => await table.WriteAnywayAsync(write, stop));
}
