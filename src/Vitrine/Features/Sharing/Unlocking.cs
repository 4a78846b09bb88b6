using System.Net;
using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Library.Links;
using Vitrine.Web.Access;

namespace Vitrine.Features.Sharing;

public enum Unlocked
{
    Yes,
    WrongPassword,
    TooMany,
}

/// <summary>
/// Checks the password of a link. Wrong ones are counted per link and network, per link, and per network; who is inside already is
/// not asked (RULES 21), nor is the owner, who sees the same things without the link.
/// </summary>
public sealed class Unlocking(ISiteCatalog site, Passwords passwords)
{
    private const int ForLinkFromNetwork = 10;
    private const int ForLink = 100;
    private const int FromNetwork = 50;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    public async Task<Unlocked> TryAsync(ShareLink link, string password, IPAddress? from, CancellationToken cancellationToken)
    {
        var network = Networks.Of(from);
        (string Bucket, int Most)[] limits =
            [($"link/{link.Id}/{network}", ForLinkFromNetwork), ($"link/{link.Id}", ForLink), ($"link/from/{network}", FromNetwork)];
        foreach (var (bucket, most) in limits)
        {
            if (await site.PeekAsync(bucket, Window, cancellationToken) >= most) return Unlocked.TooMany;
        }

        if (link.PasswordHash is not { } hash || await passwords.CheckAsync(hash, password, cancellationToken)) return Unlocked.Yes;
        foreach (var (bucket, _) in limits) await site.CountAsync(bucket, Window, cancellationToken);
        return Unlocked.WrongPassword;
    }
}
