using Vitrine.Features.Accounts.Passkeys;
using Vitrine.Library;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Accounts.Proving;

/// <summary>Showing with a passkey that it is still the same person.</summary>
internal static class ProofEndpoints
{
    private const string Path = "/settings/prove";

    public static IServiceCollection AddProofs(this IServiceCollection services) => services.AddSingleton<FreshProof>().AddSingleton<Proofs>();

    public static void MapProofs(this IEndpointRouteBuilder app)
    {
        var prove = app.MapGroup(Path).ExcludeFromDescription();
        prove.MapPost("/options", async (HttpContext context, PasskeyCeremonies ceremonies) =>
            Results.Text(await ceremonies.BeginSignInAsync(context, Path), "application/json")).ValidatesForm().NotAudited("only asks").Admits(Who.People);
        prove.MapPost("", ProveAsync).ValidatesForm().NotAudited("changes nothing").Admits(Who.People);
    }

    /// <summary>The passkey has to be one of theirs; somebody else's proves nothing here.</summary>
    private static async Task<IResult> ProveAsync(
        HttpContext context, SignIn signIn, PasskeyCeremonies ceremonies, FreshProof fresh, CancellationToken cancellationToken)
    {
        var (person, form) = (SettingsEndpoints.Person(context), context.Form());
        var outcome = await signIn.TryPasskeyAsync(
            async () => await ceremonies.SignInAsync(context, Path, form.Raw("credential"), cancellationToken) is { } account && account.Id == person.Who.Id ? account : null,
            context.Connection.RemoteIpAddress,
            cancellationToken);
        switch (outcome)
        {
            case SignInOutcome.Welcome:
                fresh.Write(context, person, ProofKind.Passkey);
                return Pages.SeeOther(ReturnUrl.Local(form.Text(ReturnUrl.Name)));
            case SignInOutcome.TooMany tooMany:
                tooMany.Tell(context);
                return Problems.Of(ProblemCode.TooManyAttempts);
            default:
                return Problems.Of(ProblemCode.PasskeyRefused);
        }
    }
}
