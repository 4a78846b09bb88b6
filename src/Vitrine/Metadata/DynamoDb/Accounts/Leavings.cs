using Vitrine.Library;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Uploads;

namespace Vitrine.Metadata.DynamoDb.Accounts;

/// <summary>
/// The rows that an account leaves behind once all that it had is gone: those beside its own that say how it signed in, with the claims that lead to
/// them, and its counters. Each removal can be repeated; what leads to a row goes before the row that names it.
/// </summary>
internal sealed class Leavings(DynamoTable table)
{
    private const int AtOnce = 50;

    private readonly SessionRows sessions = new(table);

    /// <summary>What other catalogs remove first is there still. Items stand in the quota's row until their tombstone is gone and counted off.</summary>
    public async Task<bool> AnyOfOthersAsync(AccountId id, CancellationToken cancellationToken)
    {
        if (await table.FindAsync(RowKey.Quota(id), cancellationToken) is { } quota && !QuotaRows.IsEmpty(quota)) return true;
        var own = RowKey.OfAccount(id);
        foreach (var prefix in new[] { RowKey.OwnAlbums, RowKey.SharedAlbums, RowKey.Links, RowKey.WaitingAlbums, RowKey.Publications, RowKey.PublicOnes })
        {
            if ((await table.QueryAsync(KeyRange.StartingWith(own, prefix), 1, cancellationToken)).Count > 0) return true;
        }

        return false;
    }

    public async Task RemoveAsync(AccountId id, CancellationToken cancellationToken)
    {
        var partition = RowKey.Account(id).Partition;
        await RemoveAsync(KeyRange.StartingWith(partition, RowKey.ApiKeys), row => [RowKey.ApiSecret(KeyRows.Read(row).Key.SecretHash)], cancellationToken);
        await RemoveAsync(KeyRange.StartingWith(partition, RowKey.Passkeys), row => [RowKey.Credential(table.KeyOf(row).Sort[RowKey.Passkeys.Length..])], cancellationToken);
        await RemoveAsync(KeyRange.StartingWith(partition, RowKey.Externals), row => [RowKey.External(row.Text("xi"))], cancellationToken);
        await RemoveAsync(KeyRange.StartingWith(partition, RowKey.PasswordLink(id).Sort), row => [RowKey.OneTimeToken(row.Text("th"))], cancellationToken);
        await RemoveAsync(KeyRange.StartingWith(partition, RowKey.Authenticator(id).Sort), _ => [], cancellationToken);
        await RemoveAsync(KeyRange.All(null, RowKey.Months(id), ascending: true), _ => [], cancellationToken);
        await RemoveAsync(KeyRange.All(null, RowKey.Quota(id).Partition, ascending: true), _ => [], cancellationToken);
        await RemoveInvitationsAsync(id, cancellationToken);
        await sessions.RemoveAllAsync(id, cancellationToken);
    }

    private async Task RemoveAsync(KeyRange stretch, Func<Attributes, RowKey[]> leading, CancellationToken cancellationToken)
    {
        while (await table.QueryAsync(stretch, AtOnce, cancellationToken) is { Count: > 0 } found)
        {
            foreach (var row in found)
            {
                foreach (var key in leading(row)) await table.WriteAsync(Write.Delete(key), cancellationToken);
                await table.WriteAsync(Write.Delete(table.KeyOf(row)), cancellationToken);
            }
        }
    }

    /// <summary>Those that it made; the site has a hundred at most that are open.</summary>
    private async Task RemoveInvitationsAsync(AccountId id, CancellationToken cancellationToken)
    {
        foreach (var row in await table.QueryAsync(KeyRange.All(null, RowKey.Invitations, ascending: true), int.MaxValue, cancellationToken))
        {
            if (OneTimeLinkRows.Read(row) is { } made && made.MadeBy == id) await table.TransactAsync(OneTimeLinkRows.Use(made), cancellationToken);
        }
    }
}
