using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Web;

namespace Vitrine.Features.Administration;

/// <summary>The page of one account.</summary>
internal sealed class AccountDesk(IAccountCatalog accounts, IUploadCatalog uploads, IAuthenticatorCatalog authenticators, IPasskeyCatalog passkeys, AccountClosing closing)
{
    public async Task<Account?> FindAsync(string id, CancellationToken cancellationToken) =>
        AccountId.TryParse(id, out var account) ? await accounts.FindAsync(account, cancellationToken) : null;

    public async Task<IResult> ShowAsync(string id, EditAccountForm form, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } account) return Problems.Of(ProblemCode.NotFound);
        return Pages.Show<EditAccountPage>(
            new
            {
                Account = account,
                Usage = await uploads.UsageAsync(account.Id, cancellationToken),
                Authenticator = await authenticators.FindAsync(account.Id, cancellationToken),
                Passkeys = (await passkeys.OfAsync(account.Id, cancellationToken)).Count,
                closing.Days,
                Form = form,
            },
            form.Error?.Status ?? StatusCodes.Status200OK);
    }
}

/// <summary>What the page of one account says besides the account.</summary>
/// <param name="PasswordUrl">The link that was just made, in clear.</param>
public sealed record EditAccountForm(FieldError? Error = null, bool Saved = false, string? PasswordUrl = null, string? SentTo = null)
{
    public string? ErrorOf(string field) => Error?.Field == field ? Error.Sentence : null;
}
