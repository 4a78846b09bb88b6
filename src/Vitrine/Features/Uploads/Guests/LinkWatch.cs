using Vitrine.Library.Access;
using Vitrine.Web.Access;

namespace Vitrine.Features.Uploads.Guests;

/// <summary>
/// While a guest sends a body: asks twice a second whether the link still stands, and stops the body when it does not. Others are not
/// watched: what they send goes into their own library.
/// </summary>
internal sealed class LinkWatch : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource stop;
    private readonly CancellationTokenSource over = new();
    private readonly Task watching;

    private LinkWatch(Visitor visitor, StillAdmitted admitted, TimeProvider time, CancellationToken cancellationToken)
    {
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        watching = visitor is Visitor.LinkHolder ? WatchAsync(visitor, admitted, time) : Task.CompletedTask;
    }

    /// <summary>Cancelled when the link ended, and when the request was.</summary>
    public CancellationToken Token => stop.Token;

    public bool LinkEnded { get; private set; }

    public static LinkWatch Over(HttpContext context, CancellationToken cancellationToken) => new(
        context.Visitor(),
        context.RequestServices.GetRequiredService<StillAdmitted>(),
        context.RequestServices.GetRequiredService<TimeProvider>(),
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await watching;
        over.Dispose();
        stop.Dispose();
    }

    private async Task WatchAsync(Visitor visitor, StillAdmitted admitted, TimeProvider time)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(over.Token))
            {
                if (await admitted.AskAsync(visitor, over.Token)) continue;
                LinkEnded = true;
                await stop.CancelAsync();
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The body ended first.
        }
        catch (Library.CatalogUnavailableException)
        {
            // Nobody can tell now whether it stands; what is sent ends with its own answer from the catalog.
        }
    }
}
