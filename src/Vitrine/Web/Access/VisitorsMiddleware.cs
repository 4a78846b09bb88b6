using System.Security.Claims;
using Microsoft.Extensions.Options;
using Vitrine.Library;
using Vitrine.Library.Access;

namespace Vitrine.Web.Access;

/// <summary>
/// Finds out who is asking: by share link, by API key or by cookie, never by two of them. The session or key row is read afresh for each request
/// (RULES 19), so what is revoked is refused at once, on every node.
/// </summary>
internal sealed class VisitorsMiddleware(
    RequestDelegate next, IAccountCatalog accounts, LinkVisits visits, IOptions<SessionsOptions> sessions, TimeProvider time)
{
    private const string Scheme = "Bearer ";
    private static readonly TimeSpan TouchAfter = TimeSpan.FromMinutes(1);

    private long failedAt;

    public async Task InvokeAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } visitor)
        {
            await Problems.Of(ProblemCode.TooManyAttempts, "There were too many wrong addresses. Wait a few minutes, then try again.").ExecuteAsync(context);
            return;
        }

        Remember(context, visitor);
        await next(context);
    }

    private static void Remember(HttpContext context, Visitor visitor)
    {
        context.Features.Set(visitor);
        if (visitor.Account is not { } account) return;

        // Antiforgery binds its tokens to this: a form got before signing in is no good after.
        var claim = new Claim(ClaimTypes.NameIdentifier, account.Id.ToString());
        context.User = new ClaimsPrincipal(new ClaimsIdentity([claim], authenticationType: "vitrine"));
    }

    /// <summary>Null for somebody who guesses at links.</summary>
    private async Task<Visitor?> FindAsync(HttpContext context)
    {
        if (context.IsLinkRoute()) return await visits.FindAsync(context, context.Request.RouteValues["token"] as string ?? "", context.RequestAborted);
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.Length > 0) return await ByKeyAsync(authorization, context.RequestAborted);
        return SessionCookie.Read(context.Request) is { } secret ? await BySessionAsync(secret, context.RequestAborted) : Visitor.Anonymous;
    }

    private async Task<Visitor> ByKeyAsync(string authorization, CancellationToken cancellationToken)
    {
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return Visitor.Anonymous;
        var secret = authorization[Scheme.Length..].Trim();
        if (secret.Length is 0 or > 200 || await accounts.FindKeyAsync(Ids.HashSecret(secret), cancellationToken) is not var (key, account))
            return Visitor.Anonymous;
        if (key.LastUsedAt is null || time.GetUtcNow() - key.LastUsedAt > TouchAfter)
            await NoteAsync(() => accounts.TouchKeyAsync(key.Id, cancellationToken));
        return new Visitor.Keyed(account, key);
    }

    private async Task<Visitor> BySessionAsync(string secret, CancellationToken cancellationToken)
    {
        if (await accounts.FindSessionAsync(Ids.HashSecret(secret), cancellationToken) is not var (session, account))
            return Visitor.Anonymous;
        var fresh = time.GetUtcNow() + sessions.Value.Lifetime;
        if (fresh - session.ExpiresAt > sessions.Value.ExtendAfter)
            await NoteAsync(() => accounts.ExtendSessionAsync(session.TokenHash, fresh, cancellationToken));
        return new Visitor.SignedIn(account, session);
    }

    /// <summary>
    /// Notes that somebody was here, where that can be written: whoever only looks is not refused because it cannot. After a failure nothing
    /// is noted for a while, or each request would wait for another.
    /// </summary>
    private async Task NoteAsync(Func<Task> write)
    {
        if (Interlocked.Read(ref failedAt) is not 0 and var at && time.GetElapsedTime(at) < TouchAfter) return;
        try
        {
            await write();
        }
        catch (CatalogUnavailableException)
        {
            Interlocked.Exchange(ref failedAt, time.GetTimestamp());
        }
    }
}
