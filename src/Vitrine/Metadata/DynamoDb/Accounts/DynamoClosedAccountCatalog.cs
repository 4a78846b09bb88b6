using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Media;

namespace Vitrine.Metadata.DynamoDb.Accounts;

internal sealed class DynamoClosedAccountCatalog(DynamoTable table, DynamoAccountCatalog accounts, TimeProvider time) : IClosedAccountCatalog
{
    private readonly Leavings leavings = new(table);

    private sealed record Answer<T>(T Value);

    public Task<AccountChange> CloseAsync(AccountId id, CancellationToken cancellationToken) => ChangeAsync(
        id,
        AccountChange.Absent,
        async row =>
        {
            if (row.Account.ClosedAt is not null) return (AccountChange.Changed, null, []);
            var admins = Admins.Read(await table.FindAsync(RowKey.Admins, cancellationToken));
            if (!admins.Remain(without: id)) return (AccountChange.LastAdmin, null, []);
            var closed = row.Account with { Disabled = true, ClosedAt = time.GetUtcNow() };
            return (AccountChange.Changed, row with { Account = closed, Epoch = row.Epoch + 1 }, admins.Set(id, isAdmin: false));
        },
        cancellationToken);

    public Task<bool> ReopenAsync(AccountId id, CancellationToken cancellationToken) => ChangeAsync(
        id,
        false,
        async row =>
        {
            if (row.Account is not { ClosedAt: not null, PurgingAt: null }) return (false, null, []);
            var admins = Admins.Read(await table.FindAsync(RowKey.Admins, cancellationToken));
            return (true, row with { Account = row.Account with { Disabled = false, ClosedAt = null } }, admins.Set(id, row.Account.IsAdmin));
        },
        cancellationToken);

    public Task<bool> BeginPurgeAsync(AccountId id, CancellationToken cancellationToken) => ChangeAsync(
        id,
        false,
        row => Task.FromResult<(bool, AccountRow?, IEnumerable<Write>)>(
            row.Account.PurgingAt is null && row.Account.ClosedAt is not null
                ? (true, row with { Account = row.Account with { PurgingAt = time.GetUtcNow() } }, [])
                : (row.Account.PurgingAt is not null, null, [])),
        cancellationToken);

    public async Task<IReadOnlyList<Account>> ClosedBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancellationToken)
    {
        var found = await table.QueryShardsAsync("g5", AccountRows.ClosedList, ItemRows.Milliseconds(moment), limit, cancellationToken);
        var rows = await table.FindManyAsync(found.Select(table.KeyOf), cancellationToken);
        return [.. rows.Values.Select(row => AccountRows.Read(row).Account).Where(account => account.ClosedAt < moment).OrderBy(account => account.ClosedAt).ThenBy(account => account.Id.ToString(), StringComparer.Ordinal)];
    }

    public async Task<bool> ClearAsync(AccountId id, CancellationToken cancellationToken)
    {
        if (await table.FindAsync(RowKey.Account(id), cancellationToken) is not { } found) return true;
        var row = AccountRows.Read(found);
        if (row.Account.PurgingAt is null || await leavings.AnyOfOthersAsync(id, cancellationToken)) return false;
        await leavings.RemoveAsync(id, cancellationToken);
        var cleared = await table.TransactAsync(AccountRows.Remove(row), cancellationToken);
        accounts.ForgetSessions();
        return cleared;
    }

    /// <param name="decide">The answer, and with it the row to be kept and what else is written; no row changes nothing.</param>
    private async Task<T> ChangeAsync<T>(
        AccountId id, T absent, Func<AccountRow, Task<(T Answer, AccountRow? After, IEnumerable<Write> Writes)>> decide, CancellationToken cancellationToken)
    {
        var changed = await table.InTurnsAsync<Answer<T>>(
            async () =>
            {
                if (await table.FindAsync(RowKey.Account(id), cancellationToken) is not { } found) return new Answer<T>(absent);
                var row = AccountRows.Read(found);
                var (answer, after, writes) = await decide(row);
                return after is null || await table.TransactAsync([AccountRows.Save(row, after), .. writes], cancellationToken) ? new Answer<T>(answer) : null;
            },
            cancellationToken);
        accounts.ForgetSessions();
        return changed.Value;
    }
}
