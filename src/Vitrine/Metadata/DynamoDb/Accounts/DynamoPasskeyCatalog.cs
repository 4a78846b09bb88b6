using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Metadata.DynamoDb.Accounts;

/// <summary>A row among the account's own, and one by the credential's hash that leads to it, so that a credential has one owner.</summary>
internal sealed class DynamoPasskeyCatalog(DynamoTable table) : IPasskeyCatalog
{
    /// <summary>More than callers let an account have.</summary>
    private const int Most = 100;

    public Task<bool> AddAsync(Passkey passkey, CancellationToken cancellationToken) => table.TransactAsync(Add(passkey), cancellationToken);

    public async Task<Passkey?> FindAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        var id = Passkey.PublicIdOf(credentialId);
        return await table.FindAsync(RowKey.Credential(id), cancellationToken) is { } owner
            && await table.FindAsync(RowKey.Passkey(new AccountId(owner.Id("ac")), id), cancellationToken) is { } row
            ? Read(row)
            : null;
    }

    public async Task<IReadOnlyList<Passkey>> OfAsync(AccountId account, CancellationToken cancellationToken)
    {
        var rows = await table.QueryAsync(KeyRange.StartingWith(RowKey.Account(account).Partition, RowKey.Passkeys), Most, cancellationToken);
        return [.. rows.Select(Read).OrderBy(passkey => passkey.CreatedAt).ThenBy(passkey => passkey.PublicId, StringComparer.Ordinal)];
    }

    public Task<bool> UseAsync(Passkey used, CancellationToken cancellationToken) => UpdateAsync(
        RowKey.Passkey(used.Account, used.PublicId),
        used.IsBackedUp ? "SET sc = :sc, lu = :lu, bu = :bu" : "SET sc = :sc, lu = :lu REMOVE bu",
        "attribute_exists(#pk) AND (sc < :sc OR (sc = :none AND :sc = :none))",
        new Attributes().Add(":sc", (long)used.SignCount).Add(":none", 0L).Add(":lu", used.LastUsedAt).Add(":bu", used.IsBackedUp),
        cancellationToken);

    public Task<bool> RenameAsync(AccountId account, byte[] credentialId, string name, CancellationToken cancellationToken) => UpdateAsync(
        RowKey.Passkey(account, Passkey.PublicIdOf(credentialId)), "SET na = :na", Write.Existing, new Attributes().Add(":na", name), cancellationToken);

    public Task<bool> RemoveAsync(AccountId account, byte[] credentialId, CancellationToken cancellationToken)
    {
        var id = Passkey.PublicIdOf(credentialId);
        return table.TransactAsync([Write.Delete(RowKey.Passkey(account, id), Write.Existing), Write.Delete(RowKey.Credential(id))], cancellationToken);
    }

    public static Write[] Add(Passkey passkey) =>
    [
        Write.Put(
            RowKey.Passkey(passkey.Account, passkey.PublicId),
            new Attributes()
                .Add("ci", passkey.CredentialId).Add("ac", passkey.Account.ToString()).Add("na", passkey.Name).Add("ky", passkey.PublicKey)
                .Add("sc", (long)passkey.SignCount).Add("tr", string.Join(' ', passkey.Transports)).Add("be", passkey.IsBackupEligible)
                .Add("bu", passkey.IsBackedUp).Add("ca", passkey.CreatedAt).Add("lu", passkey.LastUsedAt),
            Write.New),
        Write.Put(RowKey.Credential(passkey.PublicId), new Attributes().Add("ac", passkey.Account.ToString()), Write.New),
    ];

    /// <summary>Where the claim of a credential leads.</summary>
    public static RowKey KeyOf(RowKey claim, Attributes row) => RowKey.Passkey(new AccountId(row.Id("ac")), claim.Partition["C#".Length..]);

    public static Passkey Read(Attributes row) => new()
    {
        CredentialId = row.BytesOrNull("ci")!,
        Account = new AccountId(row.Id("ac")),
        Name = row.Text("na"),
        PublicKey = row.BytesOrNull("ky")!,
        SignCount = (uint)row.Long("sc"),
        Transports = row.Text("tr").Split(' ', StringSplitOptions.RemoveEmptyEntries),
        IsBackupEligible = row.Has("be"),
        IsBackedUp = row.Has("bu"),
        CreatedAt = row.Moment("ca"),
        LastUsedAt = row.MomentOrNull("lu"),
    };

    private async Task<bool> UpdateAsync(RowKey key, string expression, string condition, Attributes values, CancellationToken cancellationToken) =>
        (await table.WriteAsync(Write.Update(key, expression, condition, values), cancellationToken)).Won;
}
