using System.Globalization;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Schema;

/// <summary>Makes a database, or brings one to the present schema under the database's own write lock.</summary>
internal sealed class Upgrade(string path, Migrations migrations, TimeProvider time)
{
    /// <summary>Another process may be in the midst of its own upgrade, backup included.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Looking over 64 MB (about 100 000 items) takes a few tenths of a second; more is looked over after the start.</summary>
    private const long LookedOverAtStart = 64 << 20;

    public void Run(CancellationToken cancellationToken)
    {
        Make();
        using var connection = Opening.Writer(path, Patience);
        if (!Migrations.IsOurs(connection)) throw SqliteDatabase.NotOurs(path);
        if (!IsLarge) LookOver(connection);
        if (Migrations.VersionOf(connection) > migrations.Latest) throw SqliteDatabase.TooNew(path);
        if (Migrations.VersionOf(connection) == migrations.Latest) return;
        UnderLock(connection, () =>
        {
            var version = Migrations.VersionOf(connection);
            if (version >= migrations.Latest) return;
            Backup.Make(path, BackupPath(version), cancellationToken);
            migrations.Run(connection);
        });
    }

    /// <summary>Makes the schema where there is none yet; leaves any other database alone.</summary>
    public void Make()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        LocalDisk.Require(path);
        using var connection = Opening.Maker(path, Patience);
        if (!Migrations.IsNew(connection)) return;
        UnderLock(connection, () =>
        {
            if (Migrations.IsNew(connection)) migrations.Run(connection);
        });
    }

    /// <summary>True when the start does not wait for <see cref="LookOver(CancellationToken)"/>.</summary>
    public bool IsLarge => new FileInfo(path).Length > LookedOverAtStart;

    /// <summary>Reads the whole file; throws when a page of it is damaged.</summary>
    public void LookOver(CancellationToken cancellationToken)
    {
        using var connection = Opening.Reader(path, Patience);
        using var stop = cancellationToken.Register(connection.Interrupt);
        LookOver(connection);
    }

    private static void UnderLock(Connection connection, Action work)
    {
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            work();
            connection.Execute("COMMIT");
        }
        finally
        {
            connection.Rollback();
        }
    }

    private static void LookOver(Connection connection)
    {
        if (connection.Ask("PRAGMA quick_check(1)") != "ok") throw connection.Failure(Codes.Corrupt);
    }

    private string BackupPath(int version)
    {
        var folder = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!, "backups");
        Directory.CreateDirectory(folder);
        return System.IO.Path.Combine(folder, string.Create(
            CultureInfo.InvariantCulture, $"before-v{migrations.Latest}-from-v{version}-{time.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmssfff}.db"));
    }
}
