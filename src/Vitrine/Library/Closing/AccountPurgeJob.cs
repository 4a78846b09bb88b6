using Vitrine.Jobs;

namespace Vitrine.Library;

/// <summary>One claim is one step of <see cref="AccountPurge"/>, so that others' work goes on beside it.</summary>
internal sealed class AccountPurgeJob(AccountPurge purge, CatalogFiles files, IJobQueue queue, TimeProvider time) : IJobHandler
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public string Kind => AccountClosing.JobKind;

    public async Task RunAsync(Job job, CancellationToken cancellationToken)
    {
        var step = await purge.StepAsync(new AccountId(job.Id), cancellationToken);
        if (step != PurgeStep.Done)
        {
            await queue.RetryAsync(job, time.GetUtcNow() + (step == PurgeStep.Later ? Pause : TimeSpan.Zero), counted: false, cancellationToken);
            return;
        }

        // The list of accounts in the store names it no longer when this is over: a rebuild does not bring it back.
        await files.WriteAsync(cancellationToken);
        await queue.CompleteAsync(job, cancellationToken);
    }

    /// <summary>It has to end, and nothing that it does can be the death of its process: so it is never given up.</summary>
    public Task GiveUpAsync(Job job, CancellationToken cancellationToken) => RunAsync(job, cancellationToken);
}

public static class ClosingServices
{
    public static IServiceCollection AddClosing(this IServiceCollection services) => services
        .AddSingleton<AccountClosing>()
        .AddSingleton<ClosingCounts>()
        .AddSingleton<AlbumPurge>()
        .AddSingleton<ItemPurge>()
        .AddSingleton<AccountPurge>()
        .AddSingleton(new JobKind(AccountClosing.JobKind)).AddSingleton<IJobHandler, AccountPurgeJob>();
}
