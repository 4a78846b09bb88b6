using Vitrine.Library;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Media;

namespace Vitrine.Metadata.DynamoDb.Accounts;

/// <summary>
/// Sessions. The row by the token's hash alone grants, together with the account's row; the indexes only list. DynamoDB removes expired
/// ones by their time to live, the sweep those that it is slow with.
/// </summary>
internal sealed class SessionRows(DynamoTable table)
{
    private const string ExpiryList = "SESSIONS";

    /// <summary>A page of the person's own list; nobody has so many.</summary>
    private const int Most = 200;

    public Task AddAsync(Session session, long epoch, CancellationToken cancellationToken) => table.WriteAsync(
        Write.Put(
            RowKey.Session(session.TokenHash),
            new Attributes()
                .Add("th", session.TokenHash).Add("ac", session.Account.ToString()).Add("ca", session.CreatedAt).Add("ea", session.ExpiresAt)
                .Add("ag", session.Agent).Add("ep", epoch).AddRemoval(session.ExpiresAt)
                .Add("g1p", ListOf(session.Account)).Add("g1s", $"{ItemRows.Milliseconds(session.CreatedAt)}#{session.TokenHash}")
                .Add("g2p", Shard.Name(ExpiryList, session.Account.Value)).Add("g2s", ExpirySort(session.ExpiresAt, session.TokenHash)),
            Write.New),
        cancellationToken);

    public async Task<SessionRow?> FindAsync(string tokenHash, CancellationToken cancellationToken) =>
        await table.FindAsync(RowKey.Session(tokenHash), cancellationToken) is { } row ? Read(row) : null;

    /// <summary>Newest first, read back from the table: an ended session does not linger with the index.</summary>
    public async Task<IEnumerable<SessionRow>> OfAsync(AccountId account, CancellationToken cancellationToken)
    {
        var listed = await table.QueryAsync(KeyRange.All("g1", ListOf(account), ascending: false), Most, cancellationToken);
        var keys = listed.Select(row => RowKey.Session(row.Text("th"))).ToList();
        var rows = await table.FindManyAsync(keys, cancellationToken);
        return keys.Where(rows.ContainsKey).Select(key => Read(rows[key]));
    }

    public Task ExtendAsync(string tokenHash, DateTimeOffset expiresAt, CancellationToken cancellationToken) => table.WriteAsync(
        Write.Update(
            RowKey.Session(tokenHash),
            "SET ea = :ea, g2s = :s, #ttl = :ttl",
            Write.Existing,
            new Attributes().Add(":ea", expiresAt).Add(":s", ExpirySort(expiresAt, tokenHash)).Add(":ttl", expiresAt.ToUnixTimeSeconds())),
        cancellationToken);

    /// <summary>Brings a session into the account's next epoch, in the transaction that begins it.</summary>
    public static Write Keep(Session session, long epoch) => Write.Update(
        RowKey.Session(session.TokenHash), "SET ep = :ep", Write.Existing, new Attributes().Add(":ep", epoch));

    public Task EndAsync(string tokenHash, CancellationToken cancellationToken) => table.WriteAsync(Write.Delete(RowKey.Session(tokenHash)), cancellationToken);

    public async Task<int> SweepAsync(DateTimeOffset moment, CancellationToken cancellationToken)
    {
        var swept = 0;
        while (true)
        {
            var found = await table.QueryShardsAsync("g2", ExpiryList, ItemRows.Milliseconds(moment), Most, cancellationToken);
            var removed = 0;
            foreach (var row in found)
            {
                var remove = Write.Delete(RowKey.Session(row.Text("th")), "ea < :now", new Attributes().Add(":now", moment));
                if ((await table.WriteAsync(remove, cancellationToken)).Won) removed++;
            }

            swept += removed;
            if (found.Count < Most || removed == 0) return swept;
        }
    }

    /// <summary>By the index, which may lag: what it does not list yet is refused all the same, and ends by its time to live.</summary>
    public async Task RemoveAllAsync(AccountId account, CancellationToken cancellationToken)
    {
        foreach (var row in await table.QueryAsync(KeyRange.All("g1", ListOf(account), ascending: true), int.MaxValue, cancellationToken))
            await table.WriteAsync(Write.Delete(RowKey.Session(row.Text("th"))), cancellationToken);
    }

    private static SessionRow Read(Attributes row) => new(
        new Session(row.Text("th"), new AccountId(row.Id("ac")), row.Moment("ca"), row.Moment("ea"), row.TextOrNull("ag")), row.Long("ep"));

    private static string ListOf(AccountId account) => $"SESSIONS#{account}";

    private static string ExpirySort(DateTimeOffset expiresAt, string tokenHash) => $"{ItemRows.Milliseconds(expiresAt)}#{tokenHash}";
}

internal sealed record SessionRow(Session Session, long Epoch);
