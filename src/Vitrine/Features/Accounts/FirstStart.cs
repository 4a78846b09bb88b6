using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Web;

namespace Vitrine.Features.Accounts;

/// <summary>
/// How the first account comes to be: from the settings, or by <c>/setup</c> with a one-time token that the log prints. The hashes of
/// tokens lie in the metadata: what any node printed is good at every node, until there is an account (RULES 23).
/// </summary>
internal sealed class FirstStart(
    IAccountCatalog accounts, ISiteCatalog catalog, Registration registration, IOptions<AdminOptions> admin, IOptions<SiteOptions> site,
    IServer server, TimeProvider time, ILogger<FirstStart> log) : IHostedLifecycleService
{
    /// <summary>A site that is started again and again and never set up forgets the oldest way in.</summary>
    private const int MostTokens = 20;

    private volatile bool done;

    /// <summary>True until the site has its first account.</summary>
    public async Task<bool> IsOpenAsync(CancellationToken cancellationToken)
    {
        if (!done) done = await accounts.AnyAsync(cancellationToken);
        return !done;
    }

    public async Task<bool> IsTokenAsync(string token, CancellationToken cancellationToken) =>
        await catalog.GetAsync(SiteValues.SetupTokenPrefix + Ids.HashSecret(token), cancellationToken) is not null;

    /// <summary>Makes the first account: of two browsers with the token, one wins; the other finds the setup gone.</summary>
    public async Task<RegistrationOutcome> MakeAsync(string name, string password, CancellationToken cancellationToken)
    {
        var outcome = await registration.AddFirstAsync(name, password, cancellationToken);
        if (outcome is RegistrationOutcome.Added) await ForgetTokensAsync(keep: 0, cancellationToken);
        return outcome;
    }

    /// <summary>Runs when the catalog is open and before the first request is answered.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (admin.Value is not { Name.Length: > 0, Password: not null } || !await IsOpenAsync(cancellationToken)) return;
        switch (await MakeAsync(admin.Value.Name, admin.Value.Password, cancellationToken))
        {
            case RegistrationOutcome.Added added:
                log.LogInformation("Made the first admin, {Name}, from VITRINE_ADMIN__NAME", added.Account.Name);
                break;
            case RegistrationOutcome.Refused { Code: not ProblemCode.NotFound } refused:
                throw new OptionsValidationException(AdminOptions.Section, typeof(AdminOptions),
                    [$"VITRINE_ADMIN__NAME and VITRINE_ADMIN__PASSWORD make no account: {Problems.All[refused.Code].Title}. {Problems.All[refused.Code].Detail}"]);
        }
    }

    /// <summary>Runs when the address is known.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (!await IsOpenAsync(cancellationToken)) return;
        var token = Ids.NewSecret();
        await ForgetTokensAsync(keep: MostTokens - 1, cancellationToken);
        await catalog.SetAsync(SiteValues.SetupTokenPrefix + Ids.HashSecret(token), time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture), cancellationToken);
        log.LogInformation("No account yet. Make the first one at {Address}/setup?token={Token}", Address(), token);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task ForgetTokensAsync(int keep, CancellationToken cancellationToken)
    {
        var tokens = await catalog.ListAsync(SiteValues.SetupTokenPrefix, cancellationToken);
        foreach (var (name, _) in tokens.OrderByDescending(token => token.Value, StringComparer.Ordinal).Skip(keep))
            await catalog.SetAsync(name, null, cancellationToken);
    }

    private string Address() =>
        site.Value.Url is { Length: > 0 } url ? url.TrimEnd('/') : server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
}
