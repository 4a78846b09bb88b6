namespace Vitrine.Metadata.Sqlite.Engine;

/// <summary>
/// Kept-open connections for reading. Under WAL readers wait for nobody, so a read runs on the caller's thread; how many run at once
/// is bounded by threads, how many stay open by us.
/// </summary>
internal sealed class Readers(Func<Connection> open) : IDisposable
{
    /// <summary>Each keeps up to 1 MB of page cache; more at once are opened and closed again.</summary>
    private const int Kept = 8;

    private readonly Connection?[] idle = new Connection?[Kept];
    private volatile bool closed;

    public T Read<TState, T>(TState state, Func<Connection, TState, T> question)
    {
        var connection = Rent();
        var sound = false;
        try
        {
            var answer = question(connection, state);
            sound = true;
            return answer;
        }
        finally
        {
            // One that failed is closed: the next opens the file afresh and sees whether the world is whole again.
            if (sound) Return(connection);
            else connection.Dispose();
        }
    }

    /// <summary>Closes the idle ones; those at work close when they are given back.</summary>
    public void Dispose()
    {
        closed = true;
        for (var slot = 0; slot < idle.Length; slot++) Interlocked.Exchange(ref idle[slot], null)?.Dispose();
    }

    private Connection Rent()
    {
        ObjectDisposedException.ThrowIf(closed, this);
        for (var slot = 0; slot < idle.Length; slot++)
        {
            if (idle[slot] is not null && Interlocked.Exchange(ref idle[slot], null) is { } connection) return connection;
        }

        return open();
    }

    private void Return(Connection connection)
    {
        for (var slot = 0; slot < idle.Length && !closed; slot++)
        {
            if (idle[slot] is not null) continue;
            if (Interlocked.CompareExchange(ref idle[slot], connection, null) is not null) continue;
            if (closed) Interlocked.Exchange(ref idle[slot], null)?.Dispose();
            return;
        }

        connection.Dispose();
    }
}
