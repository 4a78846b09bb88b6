using System.Globalization;
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
    public const string Name = "visit";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(60);
    private readonly IDataProtector protector = protection.CreateProtector("link-visit");

    public Visit? Read(HttpContext context)
    {
        if (context.Request.Cookies[Name] is not { Length: > 0 and <= 1000 } sealedText) return null;
        if (protector.Open(sealedText)?.Split('.', 4) is not [var id, var secret, var unlocked, .. var name] || !LinkId.TryParse(id, out var link)) return null;
        return long.TryParse(unlocked, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? new Visit(link, secret, seconds == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(seconds), name is [var said] ? said : null)
            : null;
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
