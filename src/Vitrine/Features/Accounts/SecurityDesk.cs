using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Web;
using Vitrine.Web.Access;

namespace Vitrine.Features.Accounts;

/// <summary>The page that shows with what somebody signs in.</summary>
internal sealed class SecurityDesk(IAuthenticatorCatalog authenticators)
{
    /// <param name="error">What was wrong with one of the page's forms.</param>
    public async Task<IResult> ShowAsync(HttpContext context, FieldError? error, CancellationToken cancellationToken)
    {
        var account = SettingsEndpoints.Person(context).Who;
        return Pages.Show<SecurityPage>(
            new { account.Name, Authenticator = await authenticators.FindAsync(account.Id, cancellationToken), Error = error },
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
