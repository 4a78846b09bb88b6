using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Vitrine.Jobs;

namespace Vitrine.Library.Mailing;

/// <summary>
/// Takes letters and leaves the rest to jobs: no request ever waits for a mail server. What a job carries is sealed by the site's keys, since
/// letters hold addresses that work once.
/// </summary>
public sealed class Outbox(IJobQueue queue, IOptions<MailOptions> options, IDataProtectionProvider protection, TimeProvider time)
{
    internal const string JobKind = "letter";

    private readonly IDataProtector seal = protection.CreateProtector("vitrine.mail");

    /// <summary>Whether the site can send mail at all; if not, nothing offers it.</summary>
    public bool IsOn => options.Value.IsOn;

    /// <param name="whose">On whose behalf, for fairness among letters.</param>
    public Task SendAsync(Letter letter, AccountId whose, CancellationToken cancellationToken)
    {
        if (!MailAddresses.IsOne(letter.To)) throw new ArgumentException("Not an address that letters go to.", nameof(letter));
        return EnqueueAsync(JobKind, letter.ToJson(), whose, cancellationToken);
    }

    /// <summary>Somebody says that they forgot the password of this account, which may or may not exist.</summary>
    public Task AskForPasswordAsync(string name, CancellationToken cancellationToken) => EnqueueAsync(ForgottenPasswordJob.JobKind, name, default, cancellationToken);

    /// <summary>A job of the mail's lane that decides itself whether there is a letter to be written.</summary>
    private Task EnqueueAsync(string kind, string payload, AccountId whose, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return queue.EnqueueAsync(new NewJob(Ids.New(time), kind, Lanes.Mail, whose.Value, now, seal.Protect(payload)), cancellationToken);
    }

    /// <summary>What a job carries; null when these keys did not seal it.</summary>
    internal string? Open(Job job)
    {
        try
        {
            return job.Payload is null ? null : seal.Unprotect(job.Payload);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
