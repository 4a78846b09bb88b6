using Microsoft.Extensions.Options;

namespace Vitrine.Jobs;

/// <summary>Runs one claimed job to one of its ends: recorded by its handler, to be tried again, given up, or given back.</summary>
internal sealed class JobRun(IJobQueue queue, JobHandlers handlers, IOptions<JobOptions> options, TimeProvider time, ILogger<JobRun> log)
{
    private static readonly TimeSpan UntilUpgraded = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan UntilMended = TimeSpan.FromSeconds(30);

    private TimeSpan Lease => TimeSpan.FromSeconds(options.Value.LeaseSeconds);

    /// <summary>False when the world is broken: the caller pauses before it claims more.</summary>
    public async Task<bool> RunAsync(Job job, CancellationToken stopping)
    {
        if (handlers.Find(job.Kind) is not { } handler)
        {
            log.LogError("A job of unknown kind {Kind} waits for a version of this site that knows it.", job.Kind);
            return await LetGoAsync(job, UntilUpgraded, counted: false);
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var renewing = RenewAsync(job, ended);
        try
        {
            // More claims than attempts: the one before took its process down.
            if (job.Attempt > options.Value.Attempts) await handler.GiveUpAsync(job, ended.Token);
            else await handler.RunAsync(job, ended.Token);
            return true;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return await GiveBackAsync(job);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            log.LogInformation("{Kind} {Id} was taken over by another worker; what was done of it here does not count.", job.Kind, job.Id);
            return true;
        }
        catch (JobAttemptFailedException failure)
        {
            return await FailedAsync(job, handler, failure, stopping);
        }
        catch (Exception problem)
        {
            log.LogWarning(problem, "{Kind} {Id} waits: {Problem}", job.Kind, job.Id, problem.Message);
            await LetGoAsync(job, UntilMended, counted: false);
            return false;
        }
        finally
        {
            await ended.CancelAsync();
            await renewing;
        }
    }

    private async Task<bool> FailedAsync(Job job, IJobHandler handler, JobAttemptFailedException failure, CancellationToken stopping)
    {
        log.LogWarning("{Kind} {Id}, attempt {Attempt}: {Problem}", job.Kind, job.Id, job.Attempt, failure.Message);
        if (job.Attempt < options.Value.Attempts) return await LetGoAsync(job, TimeSpan.FromSeconds(2 * job.Attempt * job.Attempt), counted: true);
        return await TryAsync(() => handler.GiveUpAsync(job, stopping), job);
    }

    private Task<bool> LetGoAsync(Job job, TimeSpan pause, bool counted) =>
        TryAsync(() => queue.RetryAsync(job, time.GetUtcNow() + pause, counted, CancellationToken.None), job);

    private Task<bool> GiveBackAsync(Job job) => TryAsync(() => queue.GiveBackAsync(job, CancellationToken.None), job);

    /// <summary>Where even this cannot be written, the lease runs out and somebody claims it again.</summary>
    private async Task<bool> TryAsync(Func<Task> ending, Job job)
    {
        try
        {
            await ending();
            return true;
        }
        catch (Exception problem)
        {
            log.LogWarning(problem, "{Kind} {Id} could not be let go of; its lease will run out.", job.Kind, job.Id);
            return false;
        }
    }

    private async Task RenewAsync(Job job, CancellationTokenSource ended)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Lease / 3, time, ended.Token);
                if (await queue.RenewAsync(job, Lease, ended.Token)) continue;
                await ended.CancelAsync();
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The job ended.
        }
        catch (Exception problem)
        {
            // The fence still guards its writes; whoever claims it next repeats it.
            log.LogWarning(problem, "The lease of {Kind} {Id} could not be renewed.", job.Kind, job.Id);
        }
    }
}
