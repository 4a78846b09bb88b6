using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Vitrine.Library;
using Vitrine.Web.Access;

namespace Vitrine.Features.Accounts.Mail;

/// <summary>
/// What the link in a letter carries that confirms an address: sealed by the site's keys, for one account, for a day, and only while its address
/// is still the one it was when it asked. So nothing is kept for addresses that nobody confirms.
/// </summary>
internal sealed class AddressSeal(IDataProtectionProvider protection, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly IDataProtector protector = protection.CreateProtector("confirmed-address");

    public string Seal(Account account, string address) => protector.Protect(string.Join(
        '\n', account.Id, (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), account.Email, address));

    /// <summary>The address that this account may confirm by a token, or null.</summary>
    public string? Open(Account account, string token) =>
        protector.Open(token)?.Split('\n') is [var id, var until, var before, var address]
        && id == account.Id.ToString() && before == (account.Email ?? "")
        && long.Parse(until, CultureInfo.InvariantCulture) > time.GetUtcNow().ToUnixTimeSeconds()
            ? address
            : null;
}
