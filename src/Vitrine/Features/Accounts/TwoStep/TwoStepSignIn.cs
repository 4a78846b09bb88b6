using Microsoft.AspNetCore.DataProtection;
using OtpNet;
using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Web.Access;

namespace Vitrine.Features.Accounts.TwoStep;

/// <summary>A secret for an app, on its way to be confirmed by the first code: nothing is kept of it before.</summary>
/// <param name="Secret">As people type it into an app, in Base32.</param>
/// <param name="Address">The <c>otpauth:</c> address that an app reads from a picture.</param>
/// <param name="Sealed">The same secret, sealed for this account; goes through the form.</param>
public sealed record Enrolment(string Secret, string Address, string Sealed);

/// <summary>
/// The second step of signing in: six digits of an app (RFC 6238, thirty seconds, one step of tolerance either way), or a recovery code.
/// Each is taken once, on all nodes together.
/// </summary>
internal sealed class TwoStepSignIn(IAuthenticatorCatalog catalog, IDataProtectionProvider protection, TimeProvider time, ILogger<TwoStepSignIn> log)
{
    public const int Codes = 10;

    /// <summary>What RFC 4226 recommends, in bytes.</summary>
    private const int SecretLength = 20;

    private readonly IDataProtector protector = protection.CreateProtector("two-step-secret");

    public Enrolment Begin(Account account, string site) => Describe(account, site, KeyGeneration.GenerateRandomKey(SecretLength));

    /// <summary>The same secret again, after a code that did not match; a new one where the text is none of ours for this account.</summary>
    public Enrolment Again(Account account, string site, string sealedSecret) =>
        Unseal(account.Id, sealedSecret) is { } secret ? Describe(account, site, secret) : Begin(account, site);

    /// <summary>Turns it on and returns the recovery codes, in clear for this once; null when the code does not match.</summary>
    public async Task<IReadOnlyList<string>?> TurnOnAsync(Account account, string sealedSecret, string code, CancellationToken cancellationToken)
    {
        if (Unseal(account.Id, sealedSecret) is not { } secret || StepOf(secret, code) is not { } step) return null;
        var codes = NewCodes();
        await catalog.SetAsync(new Authenticator(account.Id, sealedSecret, time.GetUtcNow(), Codes), step, Hashes(codes), cancellationToken);
        return codes;
    }

    /// <summary>New recovery codes in the place of the old; null when it is off.</summary>
    public async Task<IReadOnlyList<string>?> NewCodesAsync(AccountId account, CancellationToken cancellationToken)
    {
        var codes = NewCodes();
        return await catalog.ReplaceCodesAsync(account, Hashes(codes), cancellationToken) ? codes : null;
    }

    public async Task<bool> IsOnAsync(AccountId account, CancellationToken cancellationToken) => await catalog.FindAsync(account, cancellationToken) is not null;

    /// <summary>True when what was typed is a code that was not used yet; it is used then.</summary>
    public async Task<bool> CheckAsync(AccountId account, string typed, CancellationToken cancellationToken)
    {
        var code = new string([.. typed.Where(char.IsAsciiLetterOrDigit)]).ToLowerInvariant();
        if (await catalog.FindAsync(account, cancellationToken) is not { } authenticator) return false;
        if (code.Length != 6) return await catalog.UseCodeAsync(account, Ids.HashSecret(code), cancellationToken);
        if (Unseal(account, authenticator.SealedSecret) is not { } secret)
        {
            log.LogError("The secret of an authenticator cannot be opened: the site’s keys are not those that sealed it. Recovery codes work, and an admin can turn two-step sign-in off");
            return false;
        }

        return StepOf(secret, code) is { } step && await catalog.UseStepAsync(account, step, cancellationToken);
    }

    private Enrolment Describe(Account account, string site, byte[] secret)
    {
        var text = Base32Encoding.ToString(secret).TrimEnd('=');
        var address = new OtpUri(OtpType.Totp, text, account.Name, site).ToString();
        return new Enrolment(text, address, protector.Protect($"{account.Id}.{text}"));
    }

    private byte[]? Unseal(AccountId account, string sealedSecret) =>
        protector.Open(sealedSecret)?.Split('.') is [var owner, var text] && owner == account.ToString() ? Base32Encoding.ToBytes(text) : null;

    private long? StepOf(byte[] secret, string code) =>
        new Totp(secret).VerifyTotp(time.GetUtcNow().UtcDateTime, code, out var step, new VerificationWindow(previous: 1, future: 1)) ? step : null;

    private static string[] NewCodes() => [.. Enumerable.Range(0, Codes).Select(_ => Ids.NewCode())];

    private static string[] Hashes(IEnumerable<string> codes) => [.. codes.Select(code => Ids.HashSecret(code.Replace("-", "", StringComparison.Ordinal)))];
}
