using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Vitrine.Library;
using Vitrine.Web.Access;

namespace Vitrine.Features.Accounts.Passkeys;

/// <summary>
/// What was asked of an authenticator, challenge included, until it answers: in a cookie sealed by the site's keys, good for five minutes and
/// for one answer on all nodes together.
/// </summary>
internal sealed class PasskeyState(IDataProtectionProvider protection, ISiteCatalog site, TimeProvider time)
{
    private const string Name = "passkey";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Longer than a state lives, so that it is not forgotten that one was answered.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(12);

    /// <param name="path">Where the answer will be sent.</param>
    public void Write(HttpContext context, string path, string state) => context.Response.Cookies.Append(
        Name,
        Protector(path).Protect(string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().ToUnixTimeSeconds()}.{state}")),
        new CookieOptions { HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Strict, Path = path, MaxAge = Lifetime, IsEssential = true });

    /// <summary>The state that a browser brings back, once; null when there is none, or it is too old, or was taken already.</summary>
    public async Task<string?> TakeAsync(HttpContext context, string path, CancellationToken cancellationToken)
    {
        if (context.Request.Cookies[Name] is not { Length: > 0 and <= 4000 } sealedText) return null;
        context.Response.Cookies.Delete(Name, new CookieOptions { Path = path });
        if (Protector(path).Open(sealedText)?.Split('.', 2) is not [var seconds, var state] || !long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var at)) return null;
        if (DateTimeOffset.FromUnixTimeSeconds(at) + Lifetime <= time.GetUtcNow()) return null;
        return await site.CountAsync($"passkey/{Ids.HashSecret(sealedText)}", Remembered, cancellationToken) == 1 ? state : null;
    }

    private IDataProtector Protector(string path) => protection.CreateProtector("passkey", path);
}
