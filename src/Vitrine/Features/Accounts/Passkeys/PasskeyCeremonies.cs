using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Web;

namespace Vitrine.Features.Accounts.Passkeys;

/// <summary>
/// Registering a passkey and signing in with one, by Identity's handler over our own rows. The authenticator has to know its owner, by finger,
/// face or PIN, so that a passkey is both steps at once; and it has to keep the account's id, so that no name is asked for.
/// </summary>
internal sealed class PasskeyCeremonies : IDisposable
{
    public const int MostPerAccount = 20;
    public const int LongestName = 60;

    private readonly IPasskeyCatalog catalog;
    private readonly PasskeyState states;
    private readonly TimeProvider time;
    private readonly UserManager<Account> users;
    private readonly PasskeyHandler<Account> handler;

    public PasskeyCeremonies(IAccountCatalog accounts, IPasskeyCatalog catalog, PasskeyState states, SiteAddress address, TimeProvider time)
    {
        (this.catalog, this.states, this.time) = (catalog, states, time);
        users = new UserManager<Account>(
            new PasskeyStore(accounts, catalog), Options.Create(new IdentityOptions()), null!, [], [], null!, new IdentityErrorDescriber(), null!,
            NullLogger<UserManager<Account>>.Instance);
        handler = new PasskeyHandler<Account>(users, Options.Create(OptionsFor(address)));
    }

    /// <summary>Browsers want a secure address with a name: https, or this very machine, and no bare IP address.</summary>
    public static bool AreOfferedAt(HttpRequest request) =>
        Uri.CheckHostName(request.Host.Host) == UriHostNameType.Dns && (request.IsHttps || request.Host.Host == "localhost");

    /// <summary>What the browser asks the authenticator for, as JSON.</summary>
    public async Task<string> BeginRegisteringAsync(HttpContext context, string answerTo, Account account)
    {
        var made = await handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = account.Id.ToString(), Name = account.Name, DisplayName = account.Name }, context);
        states.Write(context, answerTo, made.AttestationState!);
        return made.CreationOptionsJson;
    }

    public async Task<bool> RegisterAsync(HttpContext context, string answeredTo, Account account, string name, string credential, CancellationToken cancellationToken)
    {
        if (await states.TakeAsync(context, answeredTo, cancellationToken) is not { } state) return false;
        var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = context, CredentialJson = credential, AttestationState = state });
        if (!result.Succeeded || result.UserEntity.Id != account.Id.ToString()) return false;
        if ((await catalog.OfAsync(account.Id, cancellationToken)).Count >= MostPerAccount) return false;
        var made = result.Passkey;
        var passkey = new Passkey
        {
            CredentialId = made.CredentialId,
            Account = account.Id,
            Name = name,
            PublicKey = made.PublicKey,
            SignCount = made.SignCount,
            Transports = made.Transports ?? [],
            IsBackupEligible = made.IsBackupEligible,
            IsBackedUp = made.IsBackedUp,
            CreatedAt = time.GetUtcNow(),
        };
        return await catalog.AddAsync(passkey, cancellationToken);
    }

    public async Task<string> BeginSignInAsync(HttpContext context, string answerTo)
    {
        var made = await handler.MakeRequestOptionsAsync(null, context);
        states.Write(context, answerTo, made.AssertionState!);
        return made.RequestOptionsJson;
    }

    /// <summary>Whose passkey signed the challenge, or null.</summary>
    public async Task<Account?> SignInAsync(HttpContext context, string answeredTo, string credential, CancellationToken cancellationToken)
    {
        if (await states.TakeAsync(context, answeredTo, cancellationToken) is not { } state) return null;
        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = context, CredentialJson = credential, AssertionState = state });
        if (!result.Succeeded || await catalog.FindAsync(result.Passkey.CredentialId, cancellationToken) is not { } passkey) return null;
        var used = passkey with { SignCount = result.Passkey.SignCount, IsBackedUp = result.Passkey.IsBackedUp, LastUsedAt = time.GetUtcNow() };
        return await catalog.UseAsync(used, cancellationToken) ? result.User : null;
    }

    public void Dispose() => users.Dispose();

    /// <summary>
    /// Identity would compare the origin that the authenticator signed with the Origin header, which somebody in between could forge along with it:
    /// a page of a neighbouring domain must not do.
    /// </summary>
    private static IdentityPasskeyOptions OptionsFor(SiteAddress address) => new()
    {
        UserVerificationRequirement = "required",
        ResidentKeyRequirement = "required",
        AttestationConveyancePreference = "none",
        ValidateOrigin = signed =>
        {
            var request = signed.HttpContext.Request;
            return ValueTask.FromResult(!signed.CrossOrigin && (signed.Origin == $"{request.Scheme}://{request.Host}" || signed.Origin == address.Root(request)));
        },
    };
}
