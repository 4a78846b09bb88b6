using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Web;
using Vitrine.Web.Access;

namespace Vitrine.Features.Accounts;

/// <summary>Looks up the token of a one-time link; guessing is slowed down per network (RULES 21).</summary>
internal sealed class OneTimeDoor(OneTimeLinks links, ISiteCatalog site)
{
    private const int MostMisses = 50;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>The live link of a token, or the answer that says why there is none to be had.</summary>
    public async Task<(OneTimeLink? Link, IResult Refusal)> FindAsync(HttpContext context, string token, bool forPassword, CancellationToken cancellationToken)
    {
        var misses = $"one-time-miss/{Networks.Of(context.Connection.RemoteIpAddress)}";
        if (await site.PeekAsync(misses, Window, cancellationToken) >= MostMisses)
            return (null, Problems.Of(ProblemCode.TooManyAttempts, "There were too many wrong addresses. Wait a few minutes, then try again."));
        if (await links.FindAsync(token, cancellationToken) is { } link && link.Account is not null == forPassword) return (link, Results.Empty);
        await site.CountAsync(misses, Window, cancellationToken);
        return (null, Problems.Of(ProblemCode.LinkUsedUp));
    }
}
