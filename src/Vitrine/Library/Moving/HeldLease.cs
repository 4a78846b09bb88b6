namespace Vitrine.Library.Moving;

/// <summary>A named lease that is prolonged while its holder works, however long one step takes; losing it cancels the work.</summary>
internal sealed class HeldLease : IAsyncDisposable
{
    /// <summary>Short: one who was killed must not keep others waiting.</summary>
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private readonly ISiteCatalog site;
    private readonly string name;
    private readonly string holder = Ids.NewSecret();
    private readonly CancellationTokenSource working;
    private readonly CancellationTokenSource ended = new();
    private Task keeping = Task.CompletedTask;

    private HeldLease(ISiteCatalog site, string name, CancellationToken cancellationToken)
    {
        (this.site, this.name) = (site, name);
        working = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>For the work: cancelled by the caller, or because the lease was lost.</summary>
    public CancellationToken Working => working.Token;

    public bool IsLost { get; private set; }

    /// <summary>Null while somebody else holds it. The caller disposes, which gives it back.</summary>
    public static async Task<HeldLease?> TakeAsync(ISiteCatalog site, string name, TimeProvider time, CancellationToken cancellationToken)
    {
        var lease = new HeldLease(site, name, cancellationToken);
        if (await lease.RenewAsync(cancellationToken))
        {
            lease.keeping = lease.KeepAsync(time);
            return lease;
        }

        await lease.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await keeping;
        if (!IsLost) await site.ReleaseAsync(name, holder, CancellationToken.None);
        ended.Dispose();
        working.Dispose();
    }

    private async Task<bool> RenewAsync(CancellationToken cancellationToken) => await site.LeaseAsync(name, holder, Duration, cancellationToken) is not null;

    /// <summary>A catalog that does not answer is asked again as long as the lease can still be ours.</summary>
    private async Task KeepAsync(TimeProvider time)
    {
        var renewed = time.GetTimestamp();
        try
        {
            while (true)
            {
                await Task.Delay(Every, time, ended.Token);
                try
                {
                    if (!await RenewAsync(ended.Token)) break;
                    renewed = time.GetTimestamp();
                }
                catch (CatalogUnavailableException) when (time.GetElapsedTime(renewed) < Duration)
                {
                }
                catch (CatalogUnavailableException)
                {
                    break;
                }
            }

            IsLost = true;
            await working.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // It was given back.
        }
    }
}
