using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Vitrine.Library;

/// <summary>
/// Who writes which upload in this process. A new writer cancels one that hangs and takes its place; across processes the fencing
/// number does the same. Bounds how many bodies are received at once.
/// </summary>
public sealed class UploadWriters(IOptions<IntakeOptions> options) : IDisposable
{
    private readonly ConcurrentDictionary<MediaId, Turn> turns = new();
    private readonly SemaphoreSlim room = new(options.Value.AtOnce);

    /// <summary>How many bodies are being received now.</summary>
    public int BodiesUnderWay => options.Value.AtOnce - room.CurrentCount;

    public bool IsBusy(MediaId id) => turns.ContainsKey(id);

    /// <summary>
    /// Waits until the former writer has flushed and left, which it was told to do. Dispose the turn when done.
    /// </summary>
    internal async Task<Turn> TakeTurnAsync(MediaId id)
    {
        var mine = new Turn(this, id);
        Turn? former = null;
        turns.AddOrUpdate(id, mine, (_, present) =>
        {
            former = present;
            return mine;
        });
        if (former is null) return mine;

        await former.YieldAsync();
        await former.Left;
        return mine;
    }

    /// <summary>A place among the bodies being received, or null when there is none: answer 503.</summary>
    internal Place? TryTakePlace() => room.Wait(0) ? new Place(room) : null;

    public void Dispose() => room.Dispose();

    internal sealed class Turn(UploadWriters writers, MediaId id) : IDisposable
    {
        private readonly CancellationTokenSource yielded = new();
        private readonly TaskCompletionSource left = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Cancelled when another writer waits for this one to leave.</summary>
        public CancellationToken Yielded => yielded.Token;

        public Task Left => left.Task;

        public Task YieldAsync() => yielded.CancelAsync();

        /// <summary>The source is never disposed: a successor may be cancelling it at this moment, and it holds no timer.</summary>
        public void Dispose()
        {
            writers.turns.TryRemove(new(id, this));
            left.TrySetResult();
        }
    }

    internal sealed class Place(SemaphoreSlim room) : IDisposable
    {
        public void Dispose() => room.Release();
    }
}
