using System.Globalization;

namespace Vitrine.Metadata.Sqlite.Engine;

/// <summary>The ways to open the file. No memory mapping: it would count the database into our memory once per connection.</summary>
internal static class Opening
{
    /// <summary>Makes the file when there is none.</summary>
    public static Connection Maker(string path, TimeSpan busyTimeout)
    {
        var connection = Connection.Open(path, Codes.OpenReadWrite | Codes.OpenCreate, busyTimeout);
        return Prepared(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    }

    /// <summary>
    /// FULL flushes the log at every commit: what is acknowledged survives a power cut. The log is copied back every 16 MB rather than
    /// every 4, which writes the scattered pages of indexes less often, and is cut to 64 MB after a burst.
    /// </summary>
    public static Connection Writer(string path, TimeSpan busyTimeout)
    {
        var connection = Connection.Open(path, Codes.OpenReadWrite, busyTimeout);
        return Prepared(connection, string.Create(
            CultureInfo.InvariantCulture, $"PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = {64 << 20}; PRAGMA cache_size = -8000;"));
    }

    public static Connection Reader(string path, TimeSpan busyTimeout)
    {
        var connection = Connection.Open(path, Codes.OpenReadWrite, busyTimeout);
        return Prepared(connection, "PRAGMA query_only = 1; PRAGMA cache_size = -1000;");
    }

    private static Connection Prepared(Connection connection, string pragmas)
    {
        try
        {
            connection.Execute(pragmas);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
