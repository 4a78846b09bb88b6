using System.Text;

namespace Vitrine.Metadata.Sqlite.Engine;

/// <summary>
/// A prepared statement, kept by its connection. Parameters are bound and columns read in order. Disposing gives it back.
/// </summary>
internal sealed unsafe class Statement : IDisposable
{
    private readonly Connection connection;
    private readonly nint handle;
    private readonly int parameters;
    private int bound;
    private int column;
    private bool taken;

    public Statement(Connection connection, nint handle)
    {
        this.connection = connection;
        this.handle = handle;
        parameters = Native.ParameterCount(handle);
    }

    public Statement Take()
    {
        if (taken) throw new InvalidOperationException("A statement was used again before it was given back.");
        taken = true;
        bound = 0;
        return this;
    }

    public void Dispose()
    {
        // Its result code repeats that of the step, which was already thrown.
        _ = Native.Reset(handle);
        taken = false;
    }

    public void Close() => _ = Native.Finish(handle);

    public Statement Bind(long value)
    {
        Check(Native.Bind(handle, ++bound, value));
        return this;
    }

    public Statement Bind(bool value) => Bind(value ? 1L : 0L);

    public Statement Bind(DateTimeOffset moment) => Bind(moment.ToUnixTimeMilliseconds());

    public Statement Bind(DateTimeOffset? moment) => moment is { } known ? Bind(known) : BindNull();

    public Statement Bind(long? value) => value is { } known ? Bind(known) : BindNull();

    public Statement Bind(double? value)
    {
        if (value is not { } known) return BindNull();
        Check(Native.Bind(handle, ++bound, known));
        return this;
    }

    public Statement Bind(Guid id)
    {
        var bytes = stackalloc byte[16];
        id.TryWriteBytes(new Span<byte>(bytes, 16), bigEndian: true, out _);
        Check(Native.BindBlob(handle, ++bound, bytes, 16, Native.Transient));
        return this;
    }

    public Statement Bind(Guid? id) => id is { } known ? Bind(known) : BindNull();

    public Statement Bind(byte[]? bytes)
    {
        if (bytes is null) return BindNull();

        // A null pointer would bind NULL: an empty blob needs an address.
        var nothing = stackalloc byte[1];
        fixed (byte* start = bytes) Check(Native.BindBlob(handle, ++bound, bytes.Length == 0 ? nothing : start, bytes.Length, Native.Transient));
        return this;
    }

    public Statement Bind(string? text)
    {
        if (text is null) return BindNull();
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> utf8 = most <= 1024 ? stackalloc byte[most] : new byte[most];
        var length = Encoding.UTF8.GetBytes(text, utf8);
        fixed (byte* start = utf8) Check(Native.BindText(handle, ++bound, start, length, Native.Transient));
        return this;
    }

    public Statement BindNull()
    {
        Check(Native.BindNull(handle, ++bound));
        return this;
    }

    /// <summary>Moves to the next row; false when there is none.</summary>
    public bool Step()
    {
        if (bound != parameters) throw new InvalidOperationException($"Bound {bound} of {parameters} parameters.");
        column = 0;
        var code = Native.Step(handle);
        return code switch
        {
            Codes.Row => true,
            Codes.Done => false,
            _ => throw connection.Failure(code),
        };
    }

    /// <summary>Runs it to its end, gives it back and says how many rows it changed.</summary>
    public int Execute()
    {
        using (this)
        {
            while (Step())
            {
            }

            return connection.Changes;
        }
    }

    /// <summary>True when it finds a row.</summary>
    public bool Any()
    {
        using (this) return Step();
    }

    /// <summary>The first column of the first row, null when there is no row or it is NULL.</summary>
    public long? Number()
    {
        using (this) return Step() ? ReadLongOrNull() : null;
    }

    /// <summary>All rows, then gives it back.</summary>
    public List<T> All<T>(Func<Statement, T> read)
    {
        using (this)
        {
            var rows = new List<T>();
            while (Step()) rows.Add(read(this));
            return rows;
        }
    }

    /// <summary>The first row or the default, then gives it back.</summary>
    public T? First<T>(Func<Statement, T> read)
    {
        using (this) return Step() ? read(this) : default;
    }

    public long ReadLong() => Native.ColumnLong(handle, column++);

    public int ReadInt() => (int)ReadLong();

    public bool ReadBool() => ReadLong() != 0;

    public DateTimeOffset ReadMoment() => DateTimeOffset.FromUnixTimeMilliseconds(ReadLong());

    public DateTimeOffset? ReadMomentOrNull() => SkipNull() ? null : ReadMoment();

    public long? ReadLongOrNull() => SkipNull() ? null : ReadLong();

    public int? ReadIntOrNull() => SkipNull() ? null : ReadInt();

    public double? ReadDoubleOrNull() => SkipNull() ? null : Native.ColumnDouble(handle, column++);

    public Guid ReadId() => new(ReadBytes(), bigEndian: true);

    public Guid? ReadIdOrNull() => SkipNull() ? null : ReadId();

    public byte[] ReadBlob() => ReadBytes().ToArray();

    public byte[]? ReadBlobOrNull() => SkipNull() ? null : ReadBlob();

    public string ReadText() => Encoding.UTF8.GetString(ReadBytes());

    public string? ReadTextOrNull() => SkipNull() ? null : ReadText();

    public string? ReadHexOrNull() => SkipNull() ? null : Convert.ToHexStringLower(ReadBytes());

    /// <summary>The bytes of a text or blob, valid until the next step; empty for NULL.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        var start = Native.ColumnBlob(handle, column);
        return new ReadOnlySpan<byte>(start, Native.ColumnBytes(handle, column++));
    }

    public int Counter(int counter, bool reset) => Native.Status(handle, counter, reset ? 1 : 0);

    private bool SkipNull()
    {
        if (Native.ColumnType(handle, column) != Codes.Null) return false;
        column++;
        return true;
    }

    private void Check(int code)
    {
        if (code != Codes.Ok) throw connection.Failure(code);
    }
}
