using Vitrine.Features.Accounts.TwoStep;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Web;

namespace Vitrine.Features.Accounts.Proving;

/// <summary>
/// What somebody has to show before something that cannot be taken back: the password, or what stands in its place (<see cref="FreshProof"/>), and the code
/// of the second step where they sign in with one.
/// </summary>
internal sealed class Proofs(FreshProof fresh, SignIn signIn, TwoStepSignIn twoStep)
{
    /// <summary>What the form has to ask for.</summary>
    public async Task<Wanted> WantedAsync(HttpContext context, Visitor.SignedIn person, CancellationToken cancellationToken)
    {
        var proof = fresh.Read(context, person);
        return new Wanted(proof is null, proof is not ProofKind.Passkey && await twoStep.IsOnAsync(person.Who.Id, cancellationToken));
    }

    /// <summary>What is wrong with the fields <c>current</c> and <c>code</c>, or null when it is them.</summary>
    public async Task<FieldError?> RefuseAsync(HttpContext context, Visitor.SignedIn person, CancellationToken cancellationToken)
    {
        var wanted = await WantedAsync(context, person, cancellationToken);
        if (wanted.Password && await signIn.RefuseAsync(context, person.Who, cancellationToken) is { } refusal) return new FieldError("current", refusal);
        if (!wanted.Code) return null;
        return await signIn.TryCodeAsync(person.Who, context.Form().Text("code"), context.Connection.RemoteIpAddress, cancellationToken) switch
        {
            SignInOutcome.Welcome => null,
            SignInOutcome.TooMany => new FieldError("code", ProblemCode.TooManyAttempts),
            _ => new FieldError("code", ProblemCode.WrongCode),
        };
    }
}

/// <param name="Password">Or something in its place.</param>
/// <param name="Code">Of the second step.</param>
public sealed record Wanted(bool Password, bool Code);
