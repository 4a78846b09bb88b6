using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Web.Access;

namespace Vitrine.Features.Accounts.Proving;

/// <summary>How somebody has just shown that they are who is signed in.</summary>
internal enum ProofKind
{
    /// <summary>With a passkey, which is both steps at once.</summary>
    Passkey = 1,

    /// <summary>By signing in at the sign-in service again.</summary>
    Service = 2,
}

/// <summary>
/// Remembers for ten minutes, in a sealed cookie for this one session, that somebody has just proved who they are without a password. It opens
/// nothing by itself: the pages that would ask for a password take it in its place.
/// </summary>
internal sealed class FreshProof(IDataProtectionProvider protection, TimeProvider time)
{
    private const string Name = "proof";
    private const string Path = "/settings";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly IDataProtector protector = protection.CreateProtector("fresh-proof");

    public void Write(HttpContext context, Visitor.SignedIn person, ProofKind kind) => context.Response.Cookies.Append(
        Name,
        protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{person.Session.TokenHash}.{person.Who.Id}.{(int)kind}.{time.GetUtcNow().ToUnixTimeSeconds()}")),
        new CookieOptions { HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = Path, MaxAge = Lifetime, IsEssential = true });

    /// <summary>Null when this person has proved nothing in this session, or too long ago.</summary>
    public ProofKind? Read(HttpContext context, Visitor.SignedIn person)
    {
        if (context.Request.Cookies[Name] is not { Length: > 0 and <= 1000 } sealedText
            || protector.Open(sealedText)?.Split('.') is not [var session, var account, var kind, var seconds]) return null;
        if (session != person.Session.TokenHash || account != person.Who.Id.ToString()) return null;
        if (!long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var at) || DateTimeOffset.FromUnixTimeSeconds(at) + Lifetime <= time.GetUtcNow()) return null;
        return Enum.TryParse<ProofKind>(kind, out var known) && Enum.IsDefined(known) ? known : null;
    }

    public static void Delete(HttpContext context) => context.Response.Cookies.Delete(Name, new CookieOptions { Path = Path });
}
