using System.Buffers;
using System.Numerics;

namespace Vitrine.Storage.S3;

/// <summary>
/// The memory for parts on their way, one budget for the process (RULES 6). Whoever finds none waits in a queue, and gives up after a while.
/// </summary>
internal sealed class S3Buffers(S3Options options, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly LinkedList<Waiter> waiting = new();
    private long free = options.BufferMegabytes * 1024L * 1024;

    /// <summary>Dispose the buffer to give it back. Throws <see cref="StorageUnavailableException"/> when none became free in time.</summary>
    public async Task<Buffer> TakeAsync(int length, CancellationToken cancellationToken)
    {
        var cost = CostOf(length);
        if (TryTake(length) is { } buffer) return buffer;
        var waiter = new Waiter(cost);
        lock (gate) waiting.AddLast(waiter.Place);
        GiveOut();
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(options.BufferWaitSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        await using var end = either.Token.Register(() => waiter.Turn.TrySetResult(false));
        if (await waiter.Turn.Task) return new Buffer(this, length, cost);
        lock (gate)
        {
            if (waiter.Place.List is not null) waiting.Remove(waiter.Place);
        }

        GiveOut();
        cancellationToken.ThrowIfCancellationRequested();
        throw new StorageUnavailableException("Too many uploads are on their way to the bucket at once; this one is to come back. More memory for them is VITRINE_STORAGE__S3__BUFFERMEGABYTES.");
    }

    /// <summary>Null when there is none at once, or somebody waits.</summary>
    public Buffer? TryTake(int length)
    {
        var cost = CostOf(length);
        lock (gate)
        {
            if (waiting.Count > 0 || free < cost) return null;
            free -= cost;
        }

        return new Buffer(this, length, cost);
    }

    /// <summary>The pool hands out powers of two.</summary>
    private long CostOf(int length)
    {
        long cost = BitOperations.RoundUpToPowerOf2((uint)Math.Max(length, 1));
        if (cost <= options.BufferMegabytes * 1024L * 1024) return cost;
        throw new StorageUnavailableException($"A file this large goes in parts of {cost >> 20} MB; VITRINE_STORAGE__S3__BUFFERMEGABYTES must be at least that.");
    }

    private void Return(long cost)
    {
        lock (gate) free += cost;
        GiveOut();
    }

    private void GiveOut()
    {
        lock (gate)
        {
            while (waiting.First is { } first && free >= first.Value.Cost)
            {
                waiting.RemoveFirst();
                if (first.Value.Turn.TrySetResult(true)) free -= first.Value.Cost;
            }
        }
    }

    public sealed class Buffer(S3Buffers buffers, int length, long cost) : IDisposable
    {
        private byte[]? bytes = ArrayPool<byte>.Shared.Rent(length);

        public int Length { get; } = length;

        public Memory<byte> Memory => bytes.AsMemory(0, Length);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref bytes, null) is not { } mine) return;
            ArrayPool<byte>.Shared.Return(mine);
            buffers.Return(cost);
        }
    }

    private sealed class Waiter
    {
        public Waiter(long cost)
        {
            Cost = cost;
            Place = new LinkedListNode<Waiter>(this);
        }

        public long Cost { get; }

        public LinkedListNode<Waiter> Place { get; }

        /// <summary>True when the memory was counted to this waiter.</summary>
        public TaskCompletionSource<bool> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
