using Vitrine.Jobs;
using Vitrine.Library.Accounts;

namespace Vitrine.Library.Mailing;

/// <summary>
/// Somebody forgot the password of an account by this name, or says so. Whether there is one is found out here and not in the request, which
/// so takes as long for a name that nobody has.
/// </summary>
internal sealed class ForgottenPasswordJob(Outbox outbox, IAccountCatalog accounts, OneTimeLinks links, LetterTexts texts, IJobQueue queue) : IJobHandler
{
    public const string JobKind = "forgotten-password";

    public string Kind => JobKind;

    /// <summary>Killed between the letter and the end, it writes another; the link in the last one works.</summary>
    public async Task RunAsync(Job job, CancellationToken cancellationToken)
    {
        if (outbox.Open(job) is { } name && await accounts.FindByNameAsync(name, cancellationToken) is { Disabled: false, Email: { } address } account)
        {
            var (_, token) = await links.ForPasswordAsync(account, account.Id, cancellationToken);
            await outbox.SendAsync(await texts.ForgottenPasswordAsync(address, account, token, cancellationToken), account.Id, cancellationToken);
        }

        await queue.CompleteAsync(job, cancellationToken);
    }

    public Task GiveUpAsync(Job job, CancellationToken cancellationToken) => queue.CompleteAsync(job, cancellationToken);
}
