using Vitrine.Features.Accounts.Proving;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Accounts;
using Vitrine.Web;
using Vitrine.Web.Access;

namespace Vitrine.Features.Accounts.Oidc;

/// <summary>Signing in at the service again, to show that it is still the same person.</summary>
internal sealed class ServiceProofs(IExternalAccountCatalog externals, FreshProof fresh, SecurityDesk desk, TimeProvider time)
{
    /// <summary>So long ago at most they may have signed in there: the way back takes its time, and clocks differ.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Only for whoever began it, is still signed in, and is connected with who came back.</summary>
    public async Task<IResult> FinishAsync(HttpContext context, Errand errand, AccountId began, Somebody somebody, CancellationToken cancellationToken)
    {
        if (context.Visitor() is not Visitor.SignedIn person || person.Who.Id != began) return Problems.Of(ProblemCode.NotFound);
        if (await externals.FindAsync(somebody.Issuer, somebody.Subject, cancellationToken) is not { } external || external.Account != began)
            return await desk.ShowAsync(context, new FieldError("service", ProblemCode.NotConnected), cancellationToken);
        if (somebody.SignedInAt is not { } seconds || DateTimeOffset.FromUnixTimeSeconds(seconds) < time.GetUtcNow() - Longest)
            return await desk.ShowAsync(context, new FieldError("service", ProblemCode.NotAfresh), cancellationToken);
        fresh.Write(context, person, ProofKind.Service);
        return Pages.SeeOther(errand.ReturnUrl);
    }
}
