using Vitrine.Features.Accounts.Passkeys;
using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Web;
using Vitrine.Web.Access;

namespace Vitrine.Features.Accounts;

/// <summary>The page that shows with what somebody signs in.</summary>
internal sealed class SecurityDesk(IAuthenticatorCatalog authenticators, IPasskeyCatalog passkeys, IExternalAccountCatalog externals)
{
    /// <param name="error">What was wrong with one of the page's forms.</param>
    public async Task<IResult> ShowAsync(HttpContext context, FieldError? error, CancellationToken cancellationToken)
    {
        var account = SettingsEndpoints.Person(context).Who;
        return Pages.Show<SecurityPage>(
            new
            {
                account.Name,
                account.HasPassword,
                Authenticator = await authenticators.FindAsync(account.Id, cancellationToken),
                Passkeys = await passkeys.OfAsync(account.Id, cancellationToken),
                Externals = await externals.OfAsync(account.Id, cancellationToken),
                PasskeysOffered = PasskeyCeremonies.AreOfferedAt(context.Request),
                Error = error,
            },
            error?.Status ?? StatusCodes.Status200OK);
    }
}

internal static class SecurityEndpoints
{
    public static void MapSecurity(this IEndpointRouteBuilder app) => app
        .MapGet("/settings/security", (HttpContext context, SecurityDesk desk, CancellationToken cancellationToken) => desk.ShowAsync(context, null, cancellationToken))
        .ExcludeFromDescription()
        .Admits(Who.People);
}
