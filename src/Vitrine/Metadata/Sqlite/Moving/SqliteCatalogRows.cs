using Vitrine.Library.Audit;
using Vitrine.Library.Moving;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Moving;

/// <summary>The whole database as rows that no backend keeps, read and written some hundred at a time.</summary>
internal sealed class SqliteCatalogRows(SqliteDatabase database, AuditOptions audit) : ICatalogRows
{
    private const int AtOnce = 200;

    private static readonly Sql Tables = new("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");

    /// <summary>The gate is asked in the change's own transaction.</summary>
    public TimeSpan WritersHeed => TimeSpan.Zero;

    /// <summary>What becomes of each table; a test holds it to the schema.</summary>
    public static readonly IReadOnlyDictionary<string, string> Known = new Dictionary<string, string>
    {
        ["site"] = "carried, but for the standing and the probe",
        ["accounts"] = "carried",
        ["api_keys"] = "carried",
        ["authenticators"] = "carried",
        ["recovery_codes"] = "carried with its authenticator",
        ["passkeys"] = "carried",
        ["external_accounts"] = "carried",
        ["one_time_links"] = "carried until it expires",
        ["albums"] = "carried",
        ["album_members"] = "carried with its album",
        ["items"] = "carried",
        ["facts"] = "carried with its item",
        ["album_items"] = "carried with its item",
        ["jobs"] = "carried",
        ["links"] = "carried",
        ["link_opens"] = "carried with its link",
        ["link_files"] = "carried",
        ["guest_files"] = "carried with its link, but for what is under way",
        ["publications"] = "carried",
        ["uploads"] = "carried once ended, until forgotten",
        ["audit"] = "carried until forgotten",
        ["days"] = "follows from items",
        ["usage"] = "follows from items",
        ["turns"] = "follows from jobs",
        ["sessions"] = "stays behind: people sign in again",
        ["leases"] = "stays behind",
        ["throttles"] = "stays behind",
    };

    public async IAsyncEnumerable<CatalogRow> ReadAsync(
        CatalogPart part, DateTimeOffset livesBeyond, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var walk in part == CatalogPart.Frame ? RowsOut.Frame : RowsOut.Things(livesBeyond, audit))
        {
            for (object? after = null; ;)
            {
                var step = await database.ReadAsync(c => walk(c, after, AtOnce), cancellationToken);
                foreach (var (key, row) in step)
                {
                    after = key;
                    if (row is not null) yield return row;
                }

                if (step.Count < AtOnce) break;
            }
        }
    }

    public async Task WriteAsync(IAsyncEnumerable<CatalogRow> rows, CancellationToken cancellationToken)
    {
        await foreach (var some in rows.Chunk(AtOnce).WithCancellation(cancellationToken))
        {
            await database.WriteAnywayAsync(
                c =>
                {
                    foreach (var row in some) RowsIn.Put(c, row);
                },
                cancellationToken);
        }

        await database.WriteAnywayAsync(RowsIn.TellJobsOfItems, cancellationToken);
    }

    public Task ClearAsync(CancellationToken cancellationToken) => database.WriteAnywayAsync(
        c =>
        {
            foreach (var table in c.Use(Tables).All(row => row.ReadText()).Where(table => table != "leases"))
                c.Execute(table == "site" ? "DELETE FROM site WHERE name <> 'standing'" : $"DELETE FROM {table}");
        },
        cancellationToken);
}
