using System.Runtime.InteropServices;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Settings;

namespace Vitrine.Metadata.Sqlite;

/// <summary>Which SQLite keeps the metadata.</summary>
internal sealed class SqliteFacts : ISiteFacts
{
    /// <summary>Ends a race in the write-ahead log that corrupted databases (sqlite.org/wal.html#walresetbug).</summary>
    private static readonly Version Oldest = new(3, 51, 3);

    public Task<IReadOnlyList<SiteFact>> ReadAsync(CancellationToken cancellationToken)
    {
        var text = Marshal.PtrToStringUTF8(Native.LibraryVersion()) ?? "unknown";
        var isOld = Version.TryParse(text, out var version) && version < Oldest;
        return Task.FromResult<IReadOnlyList<SiteFact>>([new SiteFact("SQLite", text, isOld ? $"SQLite is older than {Oldest} and can damage its write-ahead log." : null)]);
    }
}
