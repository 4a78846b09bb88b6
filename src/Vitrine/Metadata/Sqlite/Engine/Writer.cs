using Vitrine.Library;

namespace Vitrine.Metadata.Sqlite.Engine;

/// <summary>
/// The one writer of this process: a thread that runs queued writes, all that wait in one transaction with one flush (group commit).
/// When anything in a batch fails, the batch is undone and each of its writes runs alone, so a write fails only by itself. A write
/// may therefore run twice; it must not do anything but use its connection. A write that began is finished even when its caller left.
/// </summary>
internal sealed class Writer : IDisposable
{
    /// <summary>A batch is short enough that the other processes' writers get their turn within their busy timeout.</summary>
    private const int LongestBatch = 1024;

    /// <summary>Beyond this the disk does not keep up and waiting longer helps nobody.</summary>
    private const int LongestQueue = 10_000;

    private readonly Func<Connection> open;
    private readonly Queue<Work> queue = new();
    private readonly Thread thread;
    private Connection? connection;
    private bool flushes;
    private bool closing;

    public Writer(Func<Connection> open)
    {
        this.open = open;
        thread = new Thread(RunToTheEnd) { IsBackground = true, Name = "database writer" };
        thread.Start();
    }

    /// <summary>Completes once the change is committed, and where it is to be <paramref name="durable"/>, flushed to disk.</summary>
    public Task<T> WriteAsync<T>(Func<Connection, T> change, bool durable, CancellationToken cancellationToken)
    {
        var work = new Work<T>(change, durable, cancellationToken);
        lock (queue)
        {
            ObjectDisposedException.ThrowIf(closing, this);
            if (queue.Count >= LongestQueue) throw new CatalogUnavailableException("More changes wait for the database than it can take. Try again in a moment.");
            queue.Enqueue(work);
            if (queue.Count == 1) Monitor.Pulse(queue);
        }

        return work.Task;
    }

    /// <summary>Finishes what is queued, then closes.</summary>
    public void Dispose()
    {
        lock (queue)
        {
            if (closing) return;
            closing = true;
            Monitor.Pulse(queue);
        }

        thread.Join();
    }

    private void RunToTheEnd()
    {
        var batch = new List<Work>();
        while (TakeBatch(batch))
        {
            RunBatch(batch);
            batch.Clear();
        }

        connection?.Dispose();
    }

    private bool TakeBatch(List<Work> batch)
    {
        lock (queue)
        {
            while (queue.Count == 0 && !closing) Monitor.Wait(queue);
            while (batch.Count < LongestBatch && queue.TryDequeue(out var work))
            {
                if (!work.WasLeft()) batch.Add(work);
            }

            return batch.Count > 0 || queue.Count > 0 || !closing;
        }
    }

    private void RunBatch(List<Work> batch)
    {
        if (batch.Count == 0) return;
        if (Try(() => Begin(batch.Exists(work => work.Durable))) is { } locked)
        {
            // Nobody got in, so nobody's fault: trying each alone would make the last one wait a busy timeout per neighbour.
            batch.ForEach(work => work.Fail(locked));
            return;
        }

        if (Try(() => RunAndCommit(batch)) is not { } failure) batch.ForEach(work => work.Complete());
        else if (batch.Count == 1) batch[0].Fail(failure);
        else batch.ForEach(work => RunBatch([work]));
    }

    /// <summary>A flush of the log flushes all that was committed before it, so durable changes never overtake others.</summary>
    private void Begin(bool durable)
    {
        if (connection is null) (connection, flushes) = (open(), true);
        if (durable != flushes) connection.Execute(durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        flushes = durable;
        connection.Execute("BEGIN IMMEDIATE");
    }

    private void RunAndCommit(List<Work> batch)
    {
        foreach (var work in batch) work.Run(connection!);
        connection!.Execute("COMMIT");
    }

    private Exception? Try(Action step)
    {
        try
        {
            step();
            return null;
        }
#pragma warning disable CA1031 // whatever it is, it belongs to the one who asked
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Recover();
            return failure;
        }
    }

    /// <summary>
    /// The next write opens the file afresh: it sees whether the world is whole again, and no statement that was left half bound.
    /// </summary>
    private void Recover()
    {
        connection?.Rollback();
        connection?.Dispose();
        connection = null;
    }

    private abstract class Work
    {
        public abstract bool Durable { get; }

        public abstract bool WasLeft();

        public abstract void Run(Connection connection);

        public abstract void Complete();

        public abstract void Fail(Exception failure);
    }

    private sealed class Work<T>(Func<Connection, T> change, bool durable, CancellationToken cancellationToken) : Work
    {
        private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T result = default!;

        public Task<T> Task => done.Task;

        public override bool Durable => durable;

        public override bool WasLeft() => cancellationToken.IsCancellationRequested && done.TrySetCanceled(cancellationToken);

        public override void Run(Connection connection) => result = change(connection);

        public override void Complete() => done.SetResult(result);

        public override void Fail(Exception failure) => done.SetException(failure);
    }
}
