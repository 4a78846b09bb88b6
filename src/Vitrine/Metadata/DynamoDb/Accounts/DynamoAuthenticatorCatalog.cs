using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Metadata.DynamoDb.Accounts;

/// <summary>One row beside the account's own. What is used up is a condition of the write that uses it up.</summary>
internal sealed class DynamoAuthenticatorCatalog(DynamoTable table) : IAuthenticatorCatalog
{
    public async Task<Authenticator?> FindAsync(AccountId account, CancellationToken cancellationToken) =>
        await table.FindAsync(RowKey.Authenticator(account), cancellationToken) is { } row
            ? Read(account, row)
            : null;

    public Task SetAsync(Authenticator authenticator, long usedStep, IReadOnlyCollection<string> codeHashes, CancellationToken cancellationToken) =>
        table.WriteAsync(Put(authenticator, usedStep, codeHashes), cancellationToken);

    public Task<bool> UseStepAsync(AccountId account, long step, CancellationToken cancellationToken) =>
        UpdateAsync(account, "SET ls = :step", "ls < :step", new Attributes().Add(":step", step), cancellationToken);

    public Task<bool> UseCodeAsync(AccountId account, string codeHash, CancellationToken cancellationToken) =>
        UpdateAsync(account, "DELETE rc :codes", "contains(rc, :code)", new Attributes().Add(":codes", [codeHash]).Add(":code", codeHash), cancellationToken);

    public Task<bool> ReplaceCodesAsync(AccountId account, IReadOnlyCollection<string> codeHashes, CancellationToken cancellationToken) =>
        UpdateAsync(account, "SET rc = :codes", Write.Existing, new Attributes().Add(":codes", codeHashes), cancellationToken);

    public Task RemoveAsync(AccountId account, CancellationToken cancellationToken) =>
        table.WriteAsync(Write.Delete(RowKey.Authenticator(account)), cancellationToken);

    public static Write Put(Authenticator authenticator, long usedStep, IReadOnlyCollection<string> codeHashes) => Write.Put(
        RowKey.Authenticator(authenticator.Account),
        new Attributes().Add("se", authenticator.SealedSecret).Add("aa", authenticator.AddedAt).Add("ls", usedStep).Add("rc", codeHashes));

    public static Authenticator Read(AccountId account, Attributes row) =>
        new(account, row.Text("se"), row.Moment("aa"), Codes(row).Count);

    public static long LastStep(Attributes row) => row.Long("ls");

    /// <summary>Hashes of the recovery codes left.</summary>
    public static IReadOnlyList<string> Codes(Attributes row) => row.Words("rc");

    private async Task<bool> UpdateAsync(AccountId account, string expression, string condition, Attributes values, CancellationToken cancellationToken) =>
        (await table.WriteAsync(Write.Update(RowKey.Authenticator(account), expression, condition, values), cancellationToken)).Won;
}
