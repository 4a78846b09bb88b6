namespace Vitrine.Imaging.Sandbox;

/// <summary>
/// Lets in as much as there is room for. Urgent ones go first, otherwise in order: a big one at the head waits until it fits and
/// holds up those behind it, so that it is not starved by small ones.
/// </summary>
internal sealed class Gate(long room)
{
    private readonly Lock gate = new();
    private readonly LinkedList<Waiting> urgent = new();
    private readonly LinkedList<Waiting> ordinary = new();
    private long free = room;

    public long Room { get; } = room;

    /// <summary>Waits for a place; disposing it makes room again.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than there ever is.</exception>
    public async Task<IDisposable> EnterAsync(long weight, bool isUrgent, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weight, Room);
        var waiting = new Waiting(weight);
        var line = isUrgent ? urgent : ordinary;
        LinkedListNode<Waiting> node;
        lock (gate)
        {
            node = line.AddLast(waiting);
            LetIn();
        }

        await using var cancelled = cancellationToken.Register(() => Withdraw(line, node, cancellationToken));
        await waiting.Entered.Task;
        return new Place(this, weight);
    }

    private void Withdraw(LinkedList<Waiting> line, LinkedListNode<Waiting> node, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (node.List is null) return; // let in meanwhile
            line.Remove(node);
            LetIn();
        }

        node.Value.Entered.TrySetCanceled(cancellationToken);
    }

    private void Leave(long weight)
    {
        lock (gate)
        {
            free += weight;
            LetIn();
        }
    }

    private void LetIn()
    {
        while ((urgent.First ?? ordinary.First) is { } next && next.Value.Weight <= free)
        {
            next.List!.Remove(next);
            free -= next.Value.Weight;
            next.Value.Entered.SetResult();
        }
    }

    private sealed record Waiting(long Weight)
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Place(Gate gate, long weight) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0) gate.Leave(weight);
        }
    }
}
