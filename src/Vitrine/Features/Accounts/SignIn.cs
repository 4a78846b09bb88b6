using System.Net;
using Microsoft.Extensions.Options;
using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Web.Access;

namespace Vitrine.Features.Accounts;

internal abstract record SignInOutcome
{
    private SignInOutcome()
    {
    }

    public sealed record Welcome(Account Account) : SignInOutcome;

    public sealed record Wrong : SignInOutcome;

    public sealed record TooMany(TimeSpan RetryAfter) : SignInOutcome;
}

/// <summary>
/// Checks a name and a password. Wrong ones are counted for all nodes together: few for one name from one network, more for a name
/// from anywhere and for a network with any name. So guessing is slow, and somebody who guesses elsewhere does not keep the owner
/// out. Sessions that exist are never touched (RULES 21).
/// </summary>
internal sealed class SignIn(IAccountCatalog accounts, ISiteCatalog catalog, Passwords passwords, IOptions<SignInOptions> options)
{
    public async Task<SignInOutcome> TryAsync(string name, string password, IPAddress? from, CancellationToken cancellationToken)
    {
        var window = options.Value.Window;
        var limits = Limits(name, Networks.Of(from), options.Value);
        foreach (var (bucket, most) in limits)
        {
            if (await catalog.PeekAsync(bucket, window, cancellationToken) >= most) return new SignInOutcome.TooMany(window);
        }

        var account = await accounts.FindByNameAsync(name, cancellationToken);
        if (await passwords.CheckAsync(account, password, cancellationToken)) return new SignInOutcome.Welcome(account!);
        foreach (var (bucket, _) in limits) await catalog.CountAsync(bucket, window, cancellationToken);
        return new SignInOutcome.Wrong();
    }

    /// <summary>Names are hashed: what people type there is now and then a password.</summary>
    private static (string Bucket, int Most)[] Limits(string name, string network, SignInOptions most)
    {
        var who = Ids.HashSecret(name.ToUpperInvariant())[..32];
        return
        [
            ($"sign-in/{who}/{network}", most.WrongForNameFromNetwork), ($"sign-in/{who}", most.WrongForName), ($"sign-in/from/{network}", most.WrongFromNetwork),
        ];
    }
}
