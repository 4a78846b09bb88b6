using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Vitrine.Library;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;

namespace Vitrine.Web.Access;

/// <summary>One browser's visit of one link.</summary>
/// <param name="Secret">Tells visitors apart; kept only as a hash.</param>
/// <param name="UnlockedAt">When the password was right, if it was asked for.</param>
/// <param name="GuestName">What they said they are called, for links that take something.</param>
public sealed record Visit(LinkId Link, string Secret, DateTimeOffset? UnlockedAt = null, string? GuestName = null)
{
    public static Visit New(ShareLink link) => new(link.Id, Ids.NewSecret());

    public Guest? Guest => GuestName is { Length: > 0 } name ? new Guest(Ids.HashSecret(Secret), name) : null;
}

/// <summary>
/// The cookie of a visit: sealed by the site's keys, sent to the paths of its own link only. Whatever it says, the link's row decides.
/// </summary>
public sealed class VisitCookie(IDataProtectionProvider protection)
{
    private const string Name = "visit";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(60);
    private readonly IDataProtector protector = protection.CreateProtector("link-visit");

    public Visit? Read(HttpContext context)
    {
        if (context.Request.Cookies[Name] is not { Length: > 0 and <= 1000 } sealedText) return null;
        try
        {
            var parts = protector.Unprotect(sealedText).Split('.', 4);
            if (parts.Length < 3 || !LinkId.TryParse(parts[0], out var link)) return null;
            return long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? new Visit(link, parts[1], seconds == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(seconds), parts.Length > 3 ? parts[3] : null)
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Write(HttpContext context, string token, Visit visit) => context.Response.Cookies.Append(
        Name,
        protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{visit.Link}.{visit.Secret}.{visit.UnlockedAt?.ToUnixTimeSeconds() ?? 0}.{visit.GuestName}")),
        new CookieOptions
        {
            HttpOnly = true,
            Secure = context.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            Path = $"/s/{token}",
            MaxAge = Lifetime,
            IsEssential = true,
        });
}
