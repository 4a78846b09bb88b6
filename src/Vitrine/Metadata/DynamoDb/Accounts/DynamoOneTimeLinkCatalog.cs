using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.Items;

namespace Vitrine.Metadata.DynamoDb.Accounts;

internal sealed class DynamoOneTimeLinkCatalog(DynamoTable table, DynamoAccountCatalog accounts, TimeProvider time) : IOneTimeLinkCatalog
{
    private readonly OneTimeLinkRows links = new(table);

    private sealed record Answer<T>(T Value);

    public async Task AddAsync(OneTimeLink link, CancellationToken cancellationToken) =>
        await table.TransactAsync(OneTimeLinkRows.Add(link, link.Account is { } whose ? await accounts.EpochAsync(whose, cancellationToken) : 0), cancellationToken);

    public async Task<OneTimeLink?> FindByTokenAsync(string tokenHash, CancellationToken cancellationToken) =>
        (await links.FindLiveAsync(tokenHash, time.GetUtcNow(), cancellationToken))?.Link;

    public Task<IReadOnlyList<OneTimeLink>> InvitationsAsync(int limit, CancellationToken cancellationToken) =>
        links.InvitationsAsync(limit, time.GetUtcNow(), cancellationToken);

    public async Task<bool> RevokeInvitationAsync(Guid id, CancellationToken cancellationToken) =>
        await links.FindInvitationAsync(id, cancellationToken) is { } invitation && await table.TransactAsync(OneTimeLinkRows.Use(invitation), cancellationToken);

    public async Task<JoinOutcome> JoinAsync(string tokenHash, Account account, CancellationToken cancellationToken)
    {
        var joined = await table.InTurnsAsync<Answer<JoinOutcome>>(
            async () =>
            {
                if (await links.FindLiveAsync(tokenHash, time.GetUtcNow(), cancellationToken) is not ({ Account: null } invitation, _)) return new(JoinOutcome.Gone);
                if (await table.FindAsync(RowKey.AccountName(NameKey.Short(account.Name)), cancellationToken) is not null) return new(JoinOutcome.NameTaken);
                Write[] writes = [.. OneTimeLinkRows.Use(invitation), .. AccountRows.Add(account), Admins.With(account, condition: null)];
                return await table.TransactAsync(writes, cancellationToken) ? new(JoinOutcome.Joined) : null;
            },
            cancellationToken);
        return joined.Value;
    }

    public async Task<AccountId?> SetPasswordAsync(string tokenHash, string passwordHash, CancellationToken cancellationToken)
    {
        var set = await table.InTurnsAsync<Answer<AccountId?>>(
            async () =>
            {
                if (await links.FindLiveAsync(tokenHash, time.GetUtcNow(), cancellationToken) is not ({ } link, { } row)) return new(null);
                var after = row with { Epoch = row.Epoch + 1, Account = row.Account with { PasswordHash = passwordHash } };
                Write[] writes = [.. OneTimeLinkRows.Use(link), AccountRows.Save(row, after)];
                return await table.TransactAsync(writes, cancellationToken) ? new(row.Account.Id) : null;
            },
            cancellationToken);
        accounts.ForgetSessions();
        return set.Value;
    }
}
