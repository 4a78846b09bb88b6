namespace Vitrine.Library.Accounts;

/// <summary>An app that makes one-time codes (RFC 6238), which its account types at sign-in after the password.</summary>
/// <param name="SealedSecret">What the app computes its codes from, sealed by the site's keys.</param>
/// <param name="CodesLeft">Recovery codes that were not used yet.</param>
public sealed record Authenticator(AccountId Account, string SealedSecret, DateTimeOffset AddedAt, int CodesLeft);

/// <summary>The authenticators of accounts, at most one each. Every implementation passes <c>AuthenticatorContract</c>.</summary>
public interface IAuthenticatorCatalog
{
    Task<Authenticator?> FindAsync(AccountId account, CancellationToken cancellationToken);

    /// <summary>Adds an authenticator in the place of any other, with the step of the code that proved it and the hashes of its recovery codes.</summary>
    Task SetAsync(Authenticator authenticator, long usedStep, IReadOnlyCollection<string> codeHashes, CancellationToken cancellationToken);

    /// <summary>True once for each step: a code, and any older one, works a single time on all nodes together.</summary>
    Task<bool> UseStepAsync(AccountId account, long step, CancellationToken cancellationToken);

    /// <summary>True once for each recovery code.</summary>
    Task<bool> UseCodeAsync(AccountId account, string codeHash, CancellationToken cancellationToken);

    /// <summary>New recovery codes in the place of all others; false without an authenticator.</summary>
    Task<bool> ReplaceCodesAsync(AccountId account, IReadOnlyCollection<string> codeHashes, CancellationToken cancellationToken);

    Task RemoveAsync(AccountId account, CancellationToken cancellationToken);
}
