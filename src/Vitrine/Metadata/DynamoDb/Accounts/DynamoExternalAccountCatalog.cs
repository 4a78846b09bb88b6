using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.Items;

namespace Vitrine.Metadata.DynamoDb.Accounts;

/// <summary>A row by the hash of issuer and subject, and one among the account's own that lists it.</summary>
internal sealed class DynamoExternalAccountCatalog(DynamoTable table) : IExternalAccountCatalog
{
    private const int Most = 100;

    private sealed record Answer(ConnectOutcome Outcome);

    public async Task<ExternalAccount?> FindAsync(string issuer, string subject, CancellationToken cancellationToken) =>
        await table.FindAsync(RowKey.External(ExternalAccount.PublicIdOf(issuer, subject)), cancellationToken) is { } row ? Read(row) : null;

    public async Task<IReadOnlyList<ExternalAccount>> OfAsync(AccountId account, CancellationToken cancellationToken)
    {
        var listed = await table.QueryAsync(KeyRange.StartingWith(RowKey.Account(account).Partition, RowKey.Externals), Most, cancellationToken);
        var rows = await table.FindManyAsync(listed.Select(row => RowKey.External(row.Text("xi"))), cancellationToken);
        return [.. rows.Values.Select(Read).OrderBy(external => external.CreatedAt).ThenBy(external => external.Issuer, StringComparer.Ordinal).ThenBy(external => external.Subject, StringComparer.Ordinal)];
    }

    public Task<bool> AddAsync(ExternalAccount external, CancellationToken cancellationToken) => table.TransactAsync(Add(external), cancellationToken);

    public async Task<ConnectOutcome> AddWithAccountAsync(Account account, ExternalAccount external, CancellationToken cancellationToken)
    {
        var added = await table.InTurnsAsync<Answer>(
            async () =>
            {
                if (await FindAsync(external.Issuer, external.Subject, cancellationToken) is not null) return new Answer(ConnectOutcome.Known);
                if (await table.FindAsync(RowKey.AccountName(NameKey.Short(account.Name)), cancellationToken) is not null) return new Answer(ConnectOutcome.NameTaken);
                Write[] writes = [.. Add(external), .. AccountRows.Add(account), Admins.With(account, condition: null)];
                return await table.TransactAsync(writes, cancellationToken) ? new Answer(ConnectOutcome.Connected) : null;
            },
            cancellationToken);
        return added.Outcome;
    }

    public Task<bool> RemoveAsync(AccountId account, string issuer, string subject, CancellationToken cancellationToken)
    {
        var id = ExternalAccount.PublicIdOf(issuer, subject);
        return table.TransactAsync([Write.Delete(RowKey.ExternalOf(account, id), Write.Existing), Write.Delete(RowKey.External(id))], cancellationToken);
    }

    public static Write[] Add(ExternalAccount external) =>
    [
        Write.Put(
            RowKey.External(external.PublicId),
            new Attributes()
                .Add("is", external.Issuer).Add("su", external.Subject).Add("ac", external.Account.ToString()).Add("la", external.Label).Add("ca", external.CreatedAt),
            Write.New),
        Write.Put(RowKey.ExternalOf(external.Account, external.PublicId), new Attributes().Add("xi", external.PublicId)),
    ];

    public static ExternalAccount Read(Attributes row) =>
        new(row.Text("is"), row.Text("su"), new AccountId(row.Id("ac")), row.Text("la"), row.Moment("ca"));
}
