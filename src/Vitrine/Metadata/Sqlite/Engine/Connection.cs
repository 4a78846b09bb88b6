using System.Runtime.InteropServices;
using System.Text;

namespace Vitrine.Metadata.Sqlite.Engine;

/// <summary>An open connection with its prepared statements. Used by one thread at a time.</summary>
internal sealed unsafe class Connection : IDisposable
{
    private readonly string path;
    private readonly nint handle;
    private Statement?[] statements = new Statement?[64];
    private bool closed;

    static Connection()
    {
        // Counting memory takes a lock of the whole process at every allocation, and nothing of ours reads the count.
        _ = Native.Config(Codes.CountMemory, 0);
    }

    private Connection(string path, nint handle)
    {
        this.path = path;
        this.handle = handle;
    }

    public static Connection Open(string path, int flags, TimeSpan busyTimeout)
    {
        var code = Native.Open(path, out var handle, flags | Codes.OpenNoMutex, 0);
        var connection = new Connection(path, handle);
        try
        {
            if (code != Codes.Ok) throw connection.Failure(code);
            _ = Native.BusyTimeout(handle, (int)busyTimeout.TotalMilliseconds);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public int Changes => Native.Changes(handle);

    /// <summary>False after SQLite rolled a transaction back by itself.</summary>
    public bool InTransaction => Native.IsAutocommit(handle) == 0;

    internal nint Handle => handle;

    /// <summary>The prepared statement of a text, to be disposed when done with.</summary>
    public Statement Use(Sql sql)
    {
        if (sql.Slot >= statements.Length) Array.Resize(ref statements, Math.Max(sql.Slot + 1, statements.Length * 2));
        return (statements[sql.Slot] ??= Prepare(sql.Text)).Take();
    }

    /// <summary>Runs statements without parameters: pragmas, schema, transactions.</summary>
    public void Execute(string sql)
    {
        var code = Native.Execute(handle, sql, 0, 0, 0);
        if (code != Codes.Ok) throw Failure(code);
    }

    /// <summary>The first column of the first row of a statement that is used once.</summary>
    public string? Ask(string sql)
    {
        var statement = Prepare(sql);
        try
        {
            return statement.Take().Step() ? statement.ReadTextOrNull() : null;
        }
        finally
        {
            statement.Close();
        }
    }

    /// <summary>Ends what runs on this connection; the one member that another thread may call.</summary>
    public void Interrupt() => Native.Interrupt(handle);

    public void Rollback()
    {
        if (InTransaction) _ = Native.Execute(handle, "ROLLBACK", 0, 0, 0);
    }

    /// <summary>Adds up a counter over all statements (see <see cref="Codes"/>); tests measure cost by it.</summary>
    public long Counter(int counter, bool reset = false) => statements.Sum(s => (long)(s?.Counter(counter, reset) ?? 0));

    public Exception Failure(int code)
    {
        var extended = handle == 0 ? code : Native.ExtendedErrorCode(handle);
        var message = handle == 0 ? "" : Marshal.PtrToStringUTF8(Native.ErrorMessage(handle)) ?? "";
        return SqliteFailure.Of((extended & 0xff) == (code & 0xff) ? extended : code, message, path);
    }

    public void Dispose()
    {
        if (closed) return;
        closed = true;
        foreach (var statement in statements) statement?.Close();
        _ = Native.Close(handle);
    }

    private Statement Prepare(string sql)
    {
        var utf8 = Encoding.UTF8.GetBytes(sql);
        fixed (byte* start = utf8)
        {
            var code = Native.Prepare(handle, start, utf8.Length, Codes.PreparePersistent, out var statement, 0);
            if (code != Codes.Ok) throw Failure(code);
            return new Statement(this, statement);
        }
    }
}
