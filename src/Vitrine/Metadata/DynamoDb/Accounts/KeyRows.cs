using Vitrine.Library;
using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Metadata.DynamoDb.Accounts;

/// <summary>API keys: a row among the account's own, and one that leads from the secret's hash to it.</summary>
internal sealed class KeyRows(DynamoTable table)
{
    private const int Most = 500;

    public Task AddAsync(ApiKey key, long epoch, CancellationToken cancellationToken) => table.TransactAsync([.. Add(key, epoch)], cancellationToken);

    /// <summary>The key and the account it belongs to, both read consistently.</summary>
    public async Task<(KeyRow Key, AccountRow Account)?> FindAsync(string secretHash, CancellationToken cancellationToken)
    {
        if (await table.FindAsync(RowKey.ApiSecret(secretHash), cancellationToken) is not { } secret) return null;
        var account = new AccountId(secret.Id("ac"));
        var (keyAt, accountAt) = (RowKey.ApiKey(account, secret.Id("id")), RowKey.Account(account));
        var rows = await table.FindManyAsync([keyAt, accountAt], cancellationToken);
        return rows.TryGetValue(keyAt, out var key) && rows.TryGetValue(accountAt, out var owner) ? (Read(key), AccountRows.Read(owner)) : null;
    }

    public async Task<IEnumerable<KeyRow>> OfAsync(AccountId account, CancellationToken cancellationToken) =>
        (await table.QueryAsync(KeyRange.StartingWith(RowKey.Account(account).Partition, RowKey.ApiKeys), Most, cancellationToken)).Select(Read);

    /// <summary>By an index, which may lag: a use in a key's first moments may go unnoted.</summary>
    public async Task TouchAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var row in await table.QueryAsync(KeyRange.All("g1", ListOf(id), ascending: true), 1, cancellationToken))
            await table.WriteAsync(Write.Update(table.KeyOf(row), "SET lu = :now", Write.Existing, new Attributes().Add(":now", now)), cancellationToken);
    }

    public async Task<bool> RevokeAsync(AccountId account, Guid id, long epoch, CancellationToken cancellationToken)
    {
        if (await table.FindAsync(RowKey.ApiKey(account, id), cancellationToken) is not { } row || Read(row) is not { } key || key.Epoch != epoch) return false;
        return await table.TransactAsync(
            [Write.Delete(RowKey.ApiKey(account, id), Write.Existing), Write.Delete(RowKey.ApiSecret(key.Key.SecretHash))], cancellationToken);
    }

    public static Write[] Add(ApiKey key, long epoch) =>
    [
        Write.Put(
            RowKey.ApiKey(key.Account, key.Id),
            new Attributes()
                .Add("id", key.Id.ToString("N")).Add("ac", key.Account.ToString()).Add("na", key.Name).Add("sh", key.SecretHash).Add("cr", key.CanRead)
                .Add("cw", key.CanWrite).Add("ca", key.CreatedAt).Add("lu", key.LastUsedAt).Add("ep", epoch).Add("g1p", ListOf(key.Id)).Add("g1s", "KEY"),
            Write.New),
        Write.Put(RowKey.ApiSecret(key.SecretHash), new Attributes().Add("id", key.Id.ToString("N")).Add("ac", key.Account.ToString()), Write.New),
    ];

    public static KeyRow Read(Attributes row) => new(
        new ApiKey(
            row.Id("id"), new AccountId(row.Id("ac")), row.Text("na"), row.Text("sh"), row.Has("cr"), row.Has("cw"), row.Moment("ca"), row.MomentOrNull("lu")),
        row.Long("ep"));

    private static string ListOf(Guid id) => $"KEYS#{id:N}";
}

internal sealed record KeyRow(ApiKey Key, long Epoch);
