using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Vitrine.Library;
using Vitrine.Web.Access;

namespace Vitrine.Features.Accounts.TwoStep;

/// <summary>
/// Remembers for some minutes that the password was right, until the second step is taken. It is no session: it opens one page, and a
/// new password ends it.
/// </summary>
internal sealed class FirstStepCookie(IDataProtectionProvider protection, IAccountCatalog accounts, TimeProvider time)
{
    private const string Name = "first-step";
    private const string Path = "/login";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly IDataProtector protector = protection.CreateProtector("first-step");

    public void Write(HttpContext context, Account account) => context.Response.Cookies.Append(
        Name,
        protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{account.Id}.{time.GetUtcNow().ToUnixTimeSeconds()}.{Ids.HashSecret(account.PasswordHash)}")),
        new CookieOptions { HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = Path, MaxAge = Lifetime, IsEssential = true });

    /// <summary>Whose password was right, as they are now; null when it was too long ago.</summary>
    public async Task<Account?> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (context.Request.Cookies[Name] is not { Length: > 0 and <= 1000 } sealedText
            || protector.Open(sealedText)?.Split('.') is not [var id, var seconds, var password]) return null;
        if (!AccountId.TryParse(id, out var account) || !long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var at)) return null;
        if (DateTimeOffset.FromUnixTimeSeconds(at) + Lifetime <= time.GetUtcNow()) return null;
        return await accounts.FindAsync(account, cancellationToken) is { Disabled: false } found && Ids.HashSecret(found.PasswordHash) == password ? found : null;
    }

    public static void Delete(HttpContext context) => context.Response.Cookies.Delete(Name, new CookieOptions { Path = Path });
}
