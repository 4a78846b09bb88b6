using Microsoft.Extensions.Options;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Accounts;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Accounts.Oidc;

/// <summary>Signing in by the sign-in service, and connecting it with an account; as if they were not there where none is set up.</summary>
internal static class ServiceEndpoints
{
    public static void MapSignInService(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("").ExcludeFromDescription().AddEndpointFilter(async (invocation, next) =>
            invocation.HttpContext.RequestServices.GetRequiredService<IOptions<OidcOptions>>().Value.IsOn ? await next(invocation) : Problems.Of(ProblemCode.NotFound));

        // A link and no form: where a form may lead, redirects included, is in the page's policy, and the service's address is not.
        routes.MapGet("/login/service", LeaveAsync).Admits(Who.Everyone);
        routes.MapGet(SignInService.ReturnPath, ReturnAsync).Admits(Who.Everyone);
        routes.MapPost("/settings/security/service", ConnectAsync).ValidatesForm().NotAudited("only asks").Admits(Who.People);
        routes.MapPost("/settings/security/service/prove", ProveAsync).ValidatesForm().NotAudited("only asks").Admits(Who.People);
        routes.MapPost("/settings/security/service/{id}/disconnect", DisconnectAsync).ValidatesForm().Audits(AuditAct.ServiceDisconnected).Admits(Who.People);
    }

    private static async Task<IResult> LeaveAsync(HttpContext context, string? returnUrl, SignInService service) =>
        await service.TryLeaveAsync(context, new Errand(ReturnUrl.Local(returnUrl), Connect: null))
            ? Results.Empty
            : SignInEndpoints.Page(returnUrl, "", ProblemCode.SignInServiceFailed);

    private static async Task<IResult> ReturnAsync(
        HttpContext context, SignInService service, Provisioning provisioning, Arrival arrival, ServiceProofs proofs, SecurityDesk desk, CancellationToken cancellationToken)
    {
        await service.ReturnAsync(
            context,
            async (errand, somebody) =>
            {
                var answer = errand switch
                {
                    { Prove: { } prover } => await proofs.FinishAsync(context, errand, prover, somebody, cancellationToken),
                    { Connect: { } account } => await FinishConnectingAsync(context, account, somebody, provisioning, desk, cancellationToken),
                    _ => await LetInAsync(context, errand, somebody, provisioning, arrival, cancellationToken),
                };
                await answer.ExecuteAsync(context);
            },
            () => SignInEndpoints.Page(null, "", ProblemCode.SignInServiceFailed).ExecuteAsync(context));
        return Results.Empty;
    }

    private static async Task<IResult> LetInAsync(
        HttpContext context, Errand errand, Somebody somebody, Provisioning provisioning, Arrival arrival, CancellationToken cancellationToken)
    {
        var (account, isNew) = await provisioning.FindOrMakeAsync(somebody, cancellationToken);
        if (account is null) return SignInEndpoints.Page(errand.ReturnUrl, "", ProblemCode.NotConnected);
        if (isNew) (context.Audit().Act, context.Audit().Subject) = (AuditAct.AccountFromService, $"accounts/{account.Id}");
        return await arrival.LetInAsync(context, account, errand.ReturnUrl, cancellationToken);
    }

    /// <summary>Only for whoever began it, and is still signed in.</summary>
    private static async Task<IResult> FinishConnectingAsync(
        HttpContext context, AccountId began, Somebody somebody, Provisioning provisioning, SecurityDesk desk, CancellationToken cancellationToken)
    {
        if (context.Visitor() is not Visitor.SignedIn { Who: var account } || account.Id != began) return Problems.Of(ProblemCode.NotFound);
        if (!await provisioning.ConnectAsync(account, somebody, cancellationToken))
            return await desk.ShowAsync(context, new FieldError("service", ProblemCode.AlreadyConnected), cancellationToken);
        (context.Audit().Act, context.Audit().Name) = (AuditAct.ServiceConnected, somebody.Label);
        new Notice(NoticeKind.Connected, 1, []).Announce(context);
        return Pages.SeeOther("/settings/security");
    }

    /// <summary>Answers with a page that links to the service, because a form cannot lead there.</summary>
    private static async Task<IResult> ConnectAsync(
        HttpContext context, SignIn signIn, SignInService service, SecurityDesk desk, IOptions<OidcOptions> options, CancellationToken cancellationToken)
    {
        var account = SettingsEndpoints.Person(context).Who;
        if (await signIn.RefuseAsync(context, account, cancellationToken) is { } refusal) return await desk.ShowAsync(context, new FieldError("service", refusal), cancellationToken);
        return await GoOnAsync(context, service, new Errand("/settings/security", account.Id), desk, options.Value, cancellationToken);
    }

    /// <summary>Asks for nothing here: that they sign in there again is what is asked for.</summary>
    private static Task<IResult> ProveAsync(HttpContext context, SignInService service, SecurityDesk desk, IOptions<OidcOptions> options, CancellationToken cancellationToken)
    {
        var errand = new Errand(ReturnUrl.Local(context.Form().Text(ReturnUrl.Name)), Connect: null, SettingsEndpoints.Person(context).Who.Id);
        return GoOnAsync(context, service, errand, desk, options.Value, cancellationToken);
    }

    private static async Task<IResult> GoOnAsync(
        HttpContext context, SignInService service, Errand errand, SecurityDesk desk, OidcOptions options, CancellationToken cancellationToken)
    {
        if (!await service.TryLeaveAsync(context, errand)) return await desk.ShowAsync(context, new FieldError("service", ProblemCode.SignInServiceFailed), cancellationToken);
        var there = context.Response.Headers.Location.ToString();
        context.Response.Headers.Remove("Location");
        return Pages.Show<GoOnPage>(new { options.Name, Address = there, IsProof = errand.Prove is not null });
    }

    private static async Task<IResult> DisconnectAsync(
        string id, HttpContext context, SignIn signIn, IExternalAccountCatalog externals, SecurityDesk desk, CancellationToken cancellationToken)
    {
        var account = SettingsEndpoints.Person(context).Who;
        if ((await externals.OfAsync(account.Id, cancellationToken)).FirstOrDefault(each => each.PublicId == id) is not { } external) return Problems.Of(ProblemCode.NotFound);
        if (await signIn.RefuseAsync(context, account, cancellationToken) is { } refusal) return await desk.ShowAsync(context, new FieldError(id, refusal), cancellationToken);
        await externals.RemoveAsync(account.Id, external.Issuer, external.Subject, cancellationToken);
        context.Audit().Name = external.Label;
        new Notice(NoticeKind.Disconnected, 1, []).Announce(context);
        return Pages.SeeOther("/settings/security");
    }
}
