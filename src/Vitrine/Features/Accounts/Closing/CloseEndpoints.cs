using Vitrine.Features.Accounts.Oidc;
using Vitrine.Features.Accounts.Passkeys;
using Vitrine.Features.Accounts.Proving;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Accounts;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;
using Microsoft.Extensions.Options;

namespace Vitrine.Features.Accounts.Closing;

/// <summary><c>/settings/delete</c>: deleting one's own account, after a proof that it is them and with the name typed.</summary>
internal static class CloseEndpoints
{
    private const string Path = "/settings/delete";

    public static void MapClosing(this IEndpointRouteBuilder app)
    {
        var closing = app.MapGroup(Path).ExcludeFromDescription();
        closing.MapGet("", (HttpContext context, CloseDesk desk, CancellationToken cancellationToken) => desk.ShowAsync(context, null, cancellationToken)).Admits(Who.People);
        closing.MapPost("", CloseAsync).ValidatesForm().Audits(AuditAct.AccountClosed).Admits(Who.People);
    }

    private static async Task<IResult> CloseAsync(HttpContext context, AccountClosing closing, Proofs proofs, CloseDesk desk, CancellationToken cancellationToken)
    {
        var person = SettingsEndpoints.Person(context);
        if (context.Form().Text("name") != person.Who.Name) return await desk.ShowAsync(context, new FieldError("name", ProblemCode.NameNotRepeated), cancellationToken);
        if (await proofs.RefuseAsync(context, person, cancellationToken) is { } refusal) return await desk.ShowAsync(context, refusal, cancellationToken);
        switch (await closing.CloseAsync(person.Who.Id, cancellationToken))
        {
            case AccountChange.Changed:
                (context.Audit().Subject, context.Audit().Name) = ($"accounts/{person.Who.Id}", person.Who.Name);
                SessionCookie.Delete(context);
                FreshProof.Delete(context);
                new Notice(NoticeKind.AccountClosed, closing.Days, []).Announce(context);
                return Pages.SeeOther("/login");
            case AccountChange.LastAdmin:
                return await desk.ShowAsync(context, new FieldError("name", ProblemCode.LastAdmin), cancellationToken);
            default:
                return Problems.Of(ProblemCode.NotFound);
        }
    }
}

/// <summary>The page that asks whether they mean it.</summary>
internal sealed class CloseDesk(
    AccountClosing closing, ClosingCounts counts, Proofs proofs, IExternalAccountCatalog externals, IPasskeyCatalog passkeys, IOptions<OidcOptions> oidc)
{
    public async Task<IResult> ShowAsync(HttpContext context, FieldError? error, CancellationToken cancellationToken)
    {
        var person = SettingsEndpoints.Person(context);
        return Pages.Show<CloseAccountPage>(
            new
            {
                Account = person.Who,
                Goes = await counts.OfAsync(person.Who.Id, cancellationToken),
                closing.Days,
                Wanted = await proofs.WantedAsync(context, person, cancellationToken),
                Service = oidc.Value.IsOn && (await externals.OfAsync(person.Who.Id, cancellationToken)).Count > 0 ? oidc.Value.Name : null,
                HasPasskey = PasskeyCeremonies.AreOfferedAt(context.Request) && (await passkeys.OfAsync(person.Who.Id, cancellationToken)).Count > 0,
                Error = error,
            },
            error?.Status ?? StatusCodes.Status200OK);
    }
}
