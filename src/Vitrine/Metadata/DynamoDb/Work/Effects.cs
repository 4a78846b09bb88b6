using Vitrine.Library;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Media;
using Vitrine.Metadata.DynamoDb.Uploads;

namespace Vitrine.Metadata.DynamoDb.Work;

/// <summary>
/// What a change means for rows that all uploads of an owner share: day counts and the quota. A change only notes that an effect is due;
/// here effects are applied in batches of one owner, each a transaction that changes the shared rows and clears the notes, so exactly once.
/// </summary>
internal sealed class Effects(DynamoTable table)
{
    /// <summary>A transaction has at most 100 actions; an item is one, and may move from one month to another.</summary>
    private const int Batch = 30;

    private const int Attempts = 5;

    /// <summary>Applies all that is due now; returns how many.</summary>
    public async Task<int> ApplyAsync(CancellationToken cancellationToken)
    {
        var applied = await Task.WhenAll(Shard.All(ItemRows.EffectList).Select(shard =>
            ApplyAsync(KeyRange.All("g4", shard, ascending: true), cancellationToken)));
        return applied.Sum();
    }

    /// <summary>Applies what is due of one owner: for a decision that hangs on it.</summary>
    public Task<int> ApplyAsync(AccountId owner, CancellationToken cancellationToken) => ApplyAsync(
        new KeyRange("g4", Shard.Name(ItemRows.EffectList, owner.Value), $"{owner}#", $"{owner}~", Ascending: true), cancellationToken);

    private async Task<int> ApplyAsync(KeyRange stretch, CancellationToken cancellationToken)
    {
        var applied = 0;
        while (await table.QueryAsync(stretch, Batch, cancellationToken) is { Count: > 0 } due)
        {
            var owner = OwnerOf(due[0]);
            var batch = due.TakeWhile(row => OwnerOf(row) == owner).ToList();
            applied += await ApplyAsync(new AccountId(owner), [.. batch.Select(table.KeyOf)], cancellationToken);
            stretch = stretch with { From = KeyRange.JustAfter(batch[^1].Text("g4s")) };
        }

        return applied;
    }

    /// <summary>What cannot be applied now, because it changes all the time, stays due.</summary>
    private async Task<int> ApplyAsync(AccountId owner, IReadOnlyList<RowKey> keys, CancellationToken cancellationToken)
    {
        var quotaKey = RowKey.Quota(owner);
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var rows = await table.FindManyAsync([quotaKey, .. keys], cancellationToken);
            if (!rows.Remove(quotaKey, out var quota))
            {
                await QuotaRows.MakeAsync(table, owner, cancellationToken);
                continue;
            }

            var batch = EffectBatch.Of(owner, rows, quota.Numbers("op"));
            if (batch.Applied == 0) return 0;
            if (await table.TransactAsync(batch.Writes, cancellationToken)) return batch.Applied;
        }

        return 0;
    }

    private static Guid OwnerOf(Attributes key) => Guid.ParseExact(key.Text("g4s").AsSpan(0, 32), "N");
}
