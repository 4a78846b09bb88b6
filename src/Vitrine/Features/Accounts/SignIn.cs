using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;
using Vitrine.Features.Accounts.TwoStep;
using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Web;
using Vitrine.Web.Access;

namespace Vitrine.Features.Accounts;

internal abstract record SignInOutcome
{
    private SignInOutcome()
    {
    }

    public sealed record Welcome(Account Account) : SignInOutcome;

    public sealed record Wrong : SignInOutcome;

    public sealed record TooMany(TimeSpan RetryAfter) : SignInOutcome
    {
        public void Tell(HttpContext context) => context.Response.Headers.RetryAfter = ((int)RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>
/// Checks a name and a password, and the code of the second step. Wrong ones are counted for all nodes together: few for one name from one
/// network, more for a name from anywhere and for a network with any name. So guessing is slow, and somebody who guesses elsewhere does not
/// keep the owner out. Sessions that exist are never touched (RULES 21).
/// </summary>
internal sealed class SignIn(
    IAccountCatalog accounts, ISiteCatalog catalog, Passwords passwords, TwoStepSignIn twoStep, IOptions<SignInOptions> options)
{
    public Task<SignInOutcome> TryAsync(string name, string password, IPAddress? from, CancellationToken cancellationToken) => TryAsync(
        Limits(name, Networks.Of(from), options.Value),
        async () => await accounts.FindByNameAsync(name, cancellationToken) is var account && await passwords.CheckAsync(account, password, cancellationToken)
            ? account
            : null,
        cancellationToken);

    /// <summary>For somebody whose password was right.</summary>
    public Task<SignInOutcome> TryCodeAsync(Account account, string code, IPAddress? from, CancellationToken cancellationToken) => TryAsync(
        Limits(account.Name, Networks.Of(from), options.Value), async () => await twoStep.CheckAsync(account.Id, code, cancellationToken) ? account : null, cancellationToken);

    /// <summary>Nobody can guess a signature, and there is no name: only the network is counted.</summary>
    public Task<SignInOutcome> TryPasskeyAsync(Func<Task<Account?>> check, IPAddress? from, CancellationToken cancellationToken) =>
        TryAsync([FromNetwork(Networks.Of(from), options.Value)], check, cancellationToken);

    /// <summary>Why a signed-in person may not change how they sign in, or null: the form's field <c>current</c> must hold their password.</summary>
    public async Task<ProblemCode?> RefuseAsync(HttpContext context, Account account, CancellationToken cancellationToken) =>
        await TryAsync(account.Name, context.Form().Raw("current"), context.Connection.RemoteIpAddress, cancellationToken) switch
        {
            SignInOutcome.Welcome => null,
            SignInOutcome.TooMany => ProblemCode.TooManyAttempts,
            _ => ProblemCode.WrongPassword,
        };

    private async Task<SignInOutcome> TryAsync((string Bucket, int Most)[] limits, Func<Task<Account?>> check, CancellationToken cancellationToken)
    {
        var window = options.Value.Window;
        foreach (var (bucket, most) in limits)
        {
            if (await catalog.PeekAsync(bucket, window, cancellationToken) >= most) return new SignInOutcome.TooMany(window);
        }

        if (await check() is { } account) return new SignInOutcome.Welcome(account);
        foreach (var (bucket, _) in limits) await catalog.CountAsync(bucket, window, cancellationToken);
        return new SignInOutcome.Wrong();
    }

    /// <summary>Names are hashed: what people type there is now and then a password.</summary>
    private static (string Bucket, int Most)[] Limits(string name, string network, SignInOptions most)
    {
        var who = Ids.HashSecret(name.ToUpperInvariant())[..32];
        return
        [
            ($"sign-in/{who}/{network}", most.WrongForNameFromNetwork), ($"sign-in/{who}", most.WrongForName), FromNetwork(network, most),
        ];
    }

    private static (string Bucket, int Most) FromNetwork(string network, SignInOptions most) => ($"sign-in/from/{network}", most.WrongFromNetwork);
}
