using System.Globalization;
using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Settings;

namespace Vitrine.Features.Accounts.Oidc;

/// <summary>
/// Finds the account that is connected with somebody, or makes one where the settings say so. A name or an e-mail address never connects anybody with
/// an account that is there: the service's users may be free to choose both.
/// </summary>
internal sealed class Provisioning(
    IExternalAccountCatalog externals, IAccountCatalog accounts, Registration registration, FirstStart start, Live<OidcOptions> options, Live<AccountsOptions> signUp,
    TimeProvider time)
{
    private const int MostNames = 20;
    private const int LongestLabel = 100;

    /// <summary>Null when nobody here is connected with them, and an account is not to be made or disabled.</summary>
    public async Task<(Account? Account, bool IsNew)> FindOrMakeAsync(Somebody somebody, CancellationToken cancellationToken)
    {
        if (await FindAsync(somebody, cancellationToken) is not { } external) return (await MakeAsync(somebody, cancellationToken), true);
        return (await accounts.FindAsync(external.Account, cancellationToken) is { Disabled: false } account ? account : null, false);
    }

    /// <summary>Connects somebody with an account; false when they are connected with another.</summary>
    public async Task<bool> ConnectAsync(Account account, Somebody somebody, CancellationToken cancellationToken) =>
        await externals.AddAsync(Of(account.Id, somebody, account.Name), cancellationToken)
        || (await FindAsync(somebody, cancellationToken) is { } external && external.Account == account.Id);

    private Task<ExternalAccount?> FindAsync(Somebody somebody, CancellationToken cancellationToken) =>
        externals.FindAsync(somebody.Issuer, somebody.Subject, cancellationToken);

    /// <summary>The first account of a site is an admin's, and made by its setup alone.</summary>
    private async Task<Account?> MakeAsync(Somebody somebody, CancellationToken cancellationToken)
    {
        if (!options.Value.AutoProvision || signUp.Value.IsClosed || await start.IsOpenAsync(cancellationToken)) return null;
        var wanted = NameFor(somebody.Label);
        for (var n = 1; n <= MostNames; n++)
        {
            var name = n == 1 ? wanted : string.Create(CultureInfo.InvariantCulture, $"{wanted} {n}");
            switch (await AddAsync(name, somebody, cancellationToken))
            {
                case RegistrationOutcome.Added added:
                    return added.Account;
                case RegistrationOutcome.Refused { Code: ProblemCode.AlreadyConnected }:
                    // The same person in two tabs: the other was faster.
                    return await FindAsync(somebody, cancellationToken) is { } other ? await accounts.FindAsync(other.Account, cancellationToken) : null;
                case RegistrationOutcome.Refused { Code: ProblemCode.InvalidName } when n == 1:
                    wanted = NameFor(null);
                    break;
            }
        }

        return null;
    }

    /// <summary>Without a password; its holder sets one after signing in afresh, or by an admin's link.</summary>
    private Task<RegistrationOutcome> AddAsync(string name, Somebody somebody, CancellationToken cancellationToken) => registration.AddAsync(
        new NewAccount(name, Password: null, IsAdmin: false, signUp.Value.DefaultQuotaBytes),
        async (account, cancel) => await externals.AddWithAccountAsync(account, Of(account.Id, somebody, name), cancel) switch
        {
            ConnectOutcome.Connected => null,
            ConnectOutcome.NameTaken => ProblemCode.NameTaken,
            _ => ProblemCode.AlreadyConnected,
        },
        cancellationToken);

    private ExternalAccount Of(AccountId account, Somebody somebody, string otherwise) =>
        new(somebody.Issuer, somebody.Subject, account, Short(somebody.Label, LongestLabel) ?? otherwise, time.GetUtcNow());

    /// <summary>Short enough for a number behind it.</summary>
    private static string NameFor(string? label) => Short(label, 60) ?? "Somebody";

    private static string? Short(string? label, int most) =>
        MediaTexts.Line(label) is { Length: > 0 } line ? line[..Math.Min(line.Length, most)].Trim() : null;
}
