using System.Buffers;
using System.Numerics;

namespace Vitrine.Storage.S3;

/// <summary>
/// The memory for parts on their way, one budget for the process (RULES 6). Whoever finds none waits in a queue, and gives up after a while.
/// </summary>
internal sealed class S3Buffers(S3Options options, TimeProvider time) : IDisposable
{
    /// <summary>Up to here the shared pool serves; it keeps large arrays for every thread that ever gave one back.</summary>
    private const int Small = 1024 * 1024;

    /// <summary>
    /// Buffers outlive an upload's steps and the pause between two photos: fresh ones for each would be garbage of 32 MiB for every 64 that came in. Afterwards
    /// a site at rest has none.
    /// </summary>
    private static readonly TimeSpan KeptIdle = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly LinkedList<Waiter> waiting = new();
    private readonly Stack<byte[]> spare = new();
    private readonly long budget = options.BufferMegabytes * 1024L * 1024;
    private long free = options.BufferMegabytes * 1024L * 1024;
    private ITimer? idle;

    /// <summary>Whether somebody has none yet: who has several is to give one back.</summary>
    public bool AreAwaited
    {
        get
        {
            lock (gate) return waiting.Count > 0;
        }
    }

    /// <summary>Dispose the buffer to give it back. Throws <see cref="StorageUnavailableException"/> when none became free in time.</summary>
    public async Task<Buffer> TakeAsync(int length, CancellationToken cancellationToken)
    {
        var cost = CostOf(length);
        if (TryTake(length, leaving: 0) is { } buffer) return buffer;
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
    /// <param name="leaving">How many of the kind must be free afterwards.</param>
    public Buffer? TryTake(int length, int leaving)
    {
        var cost = CostOf(length);
        lock (gate)
        {
            if (waiting.Count > 0 || free < cost * (leaving + 1)) return null;
            free -= cost;
        }

        return new Buffer(this, length, cost);
    }

    public void Dispose() => idle?.Dispose();

    private long CostOf(int length)
    {
        long cost = length <= Small ? BitOperations.RoundUpToPowerOf2((uint)Math.Max(length, 16)) : Math.Max(length, S3Parts.Smallest);
        if (cost <= budget) return cost;
        throw new StorageUnavailableException($"A file this large goes in parts of {cost >> 20} MB; VITRINE_STORAGE__S3__BUFFERMEGABYTES must be at least that.");
    }

    private byte[] Rent(long cost)
    {
        if (cost <= Small) return ArrayPool<byte>.Shared.Rent((int)cost);
        lock (gate)
        {
            if (cost == S3Parts.Smallest && spare.TryPop(out var kept)) return kept;
            while (spare.Count * (long)S3Parts.Smallest > free) spare.Pop(); // they count as free memory, and parts of another size take it
        }

        return GC.AllocateUninitializedArray<byte>((int)cost);
    }

    private void Return(byte[] bytes, long cost)
    {
        if (cost <= Small) ArrayPool<byte>.Shared.Return(bytes);
        lock (gate)
        {
            free += cost;
            if (cost == S3Parts.Smallest) spare.Push(bytes);
            if (free == budget && spare.Count > 0)
            {
                idle ??= time.CreateTimer(_ => Forget(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                idle.Change(KeptIdle, Timeout.InfiniteTimeSpan);
            }
        }

        GiveOut();
    }

    private void Forget()
    {
        lock (gate)
        {
            if (free == budget) spare.Clear();
        }
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
        private byte[]? bytes = buffers.Rent(cost);

        public int Length { get; } = length;

        public Memory<byte> Memory => bytes.AsMemory(0, Length);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref bytes, null) is not { } mine) return;
            buffers.Return(mine, cost);
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
