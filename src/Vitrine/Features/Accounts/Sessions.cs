using Microsoft.Extensions.Options;
using Vitrine.Library;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Accounts;

/// <summary>Starts and ends the session of a browser. Signing in always makes a new one: an id from before is worth nothing.</summary>
internal sealed class Sessions(IAccountCatalog accounts, IOptions<SessionsOptions> options, TimeProvider time)
{
    private const int LongestAgent = 200;

    public async Task StartAsync(HttpContext context, Account account, CancellationToken cancellationToken)
    {
        await EndRowAsync(context, cancellationToken);
        var secret = Ids.NewSecret();
        var now = time.GetUtcNow();
        var agent = context.Request.Headers.UserAgent.ToString();
        await accounts.AddSessionAsync(
            new Session(Ids.HashSecret(secret), account.Id, now, now + options.Value.Lifetime, agent[..Math.Min(agent.Length, LongestAgent)]), cancellationToken);
        SessionCookie.Write(context, secret);
        context.Audit().Actor = account;
    }

    public async Task EndAsync(HttpContext context, CancellationToken cancellationToken)
    {
        await EndRowAsync(context, cancellationToken);
        SessionCookie.Delete(context);
    }

    private Task EndRowAsync(HttpContext context, CancellationToken cancellationToken) =>
        SessionCookie.Read(context.Request) is { } secret ? accounts.EndSessionAsync(Ids.HashSecret(secret), cancellationToken) : Task.CompletedTask;
}
