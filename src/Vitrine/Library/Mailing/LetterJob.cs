using Vitrine.Jobs;

namespace Vitrine.Library.Mailing;

/// <summary>
/// Sends one letter. A server that does not take it now is asked again, soon at first and then less and less often, for half a day; what it
/// refuses for good, or has not taken by then, admins see on the page of work.
/// </summary>
internal sealed class LetterJob(Outbox outbox, Smtp smtp, MailTrouble trouble, IJobQueue queue, TimeProvider time, ILogger<LetterJob> log) : IJobHandler
{
    /// <summary>A link for a new password works for a day, and should arrive while it does.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(12);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(2);

    public string Kind => Outbox.JobKind;

    public async Task RunAsync(Job job, CancellationToken cancellationToken)
    {
        if (outbox.Open(job) is not { } json || Letter.Parse(json) is not { } letter)
        {
            await EndAsync(job, null, "A letter could not be read any more.", cancellationToken);
            return;
        }

        switch (await smtp.SendAsync(letter, cancellationToken))
        {
            case MailOutcome.Sent:
                await trouble.OverAsync(cancellationToken);
                await queue.CompleteAsync(job, cancellationToken);
                break;
            case MailOutcome.Refused refused:
                await EndAsync(job, letter, refused.Why, cancellationToken);
                break;
            case MailOutcome.NotNow notNow:
                await LaterAsync(job, letter, notNow.Why, cancellationToken);
                break;
            default:
                throw new InvalidOperationException("An outcome that nobody handles.");
        }
    }

    /// <summary>It took its process down, again and again.</summary>
    public Task GiveUpAsync(Job job, CancellationToken cancellationToken) =>
        EndAsync(job, outbox.Open(job) is { } json ? Letter.Parse(json) : null, "Sending it ended the site's process more than once.", cancellationToken);

    /// <summary>Not counted as the job's own doing: how often it is tried follows from its age.</summary>
    private async Task LaterAsync(Job job, Letter letter, string why, CancellationToken cancellationToken)
    {
        var age = time.GetUtcNow() - Ids.MadeAt(job.Id);
        if (age >= GiveUpAfter)
        {
            await EndAsync(job, letter, why, cancellationToken);
            return;
        }

        log.LogWarning("A letter waits: {Why}", why);
        await trouble.IsAsync(why, cancellationToken);
        var pause = age < ShortestPause ? ShortestPause : age > LongestPause ? LongestPause : age;
        await queue.RetryAsync(job, time.GetUtcNow() + pause, counted: false, cancellationToken);
    }

    private async Task EndAsync(Job job, Letter? letter, string why, CancellationToken cancellationToken)
    {
        log.LogError("A letter was not sent: {Why}", why);
        await trouble.FailedAsync(new FailedLetter(letter?.To ?? "", letter?.About ?? "A letter", why, time.GetUtcNow()), cancellationToken);
        await queue.CompleteAsync(job, cancellationToken);
    }
}
